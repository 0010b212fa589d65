import { expect, test } from 'vitest';
import { datasets, type Model, metrics, models } from '../../../../kernel/multitask/index.ts';

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** The paper's first claim (Wang et al. 2022, theorem 1), where the truth is known: ESMM says too much, the risk does not. */
test('over all impressions ESMM takes conversions for likelier than they are, and inverse propensity hardly', {
  timeout: 600_000,
}, async () => {
  const found = { esmm: [] as number[], escm2: [] as number[] };
  for (const seed of [1, 2]) {
    const { features, tasks, train, validation, test, truth } = datasets.clickFunnel({ seed });
    const made: Readonly<Record<keyof typeof found, Model>> = {
      esmm: models.esmm(features, tasks, { seed }),
      escm2: models.escm2(features, tasks, { seed }),
    };
    for (const name of ['esmm', 'escm2'] as const) {
      const earlyStopping = { task: 'conversion', patience: 2 } as const;
      await made[name].fit(train, { epochs: 10, validation, earlyStopping });
      const { pCVR } = await made[name].predict(test);
      found[name].push(mean(pCVR) / mean(truth.test.pCVR));
      expect(metrics.auc(truth.test.wouldConvert, pCVR)).toBeGreaterThan(0.65);
    }
  }
  console.log(found);
  expect(mean(found.esmm)).toBeGreaterThan(1.05);
  expect(Math.abs(Math.log(mean(found.escm2)))).toBeLessThan(Math.log(mean(found.esmm)) / 1.5);
});

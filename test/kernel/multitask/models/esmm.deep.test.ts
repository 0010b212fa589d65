import { expect, test } from 'vitest';
import { datasets, models } from '../../../../kernel/multitask/index.ts';

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** Wang et al. 2022, theorem 1, where the truth is known. What ESCM² makes of it differs by seed: `risk.test.ts` has its estimator. */
test('over all impressions ESMM takes conversions for likelier than they are', { timeout: 600_000 }, async () => {
  for (const seed of [1, 2]) {
    const { features, tasks, train, validation, test, truth } = datasets.clickFunnel({ seed });
    const esmm = models.esmm(features, tasks, { seed });
    const earlyStopping = { task: 'conversion', patience: 2 } as const;
    await esmm.fit(train, { epochs: 10, validation, earlyStopping });
    const { pCVR } = await esmm.predict(test);
    const ratio = mean(pCVR) / mean(truth.test.pCVR);
    console.log(`seed ${seed}: mean pCVR is ${ratio.toFixed(3)} times the true one`);
    expect(ratio).toBeGreaterThan(1.05);
  }
});

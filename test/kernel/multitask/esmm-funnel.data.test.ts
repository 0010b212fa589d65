import { expect, test } from 'vitest';
import { datasets, metrics, models } from '../../../kernel/multitask/index.ts';
import type { BuildModel } from '../../../kernel/multitask/network/blocks.ts';

/** ESMM's CVR tower by itself, trained on the clicked impressions alone, as Ma et al.'s BASE. */
const clickOnly: BuildModel = ([task], { x, embed, concat, dense, linear, probability, output }) => {
  const input = concat([embed('all', 12, { table: 'shared' }), linear(x, 24, { bias: false })]);
  return { outputs: [output(task, probability(linear(dense(dense(input, 256), 64), 1), { name: 'pCVR' }))] };
};

type Measured = {
  readonly seed: number;
  readonly model: string;
  readonly auc: number;
  readonly logLoss: number;
  /** Mean predicted by mean true pCVR. */
  readonly ratio: number;
  /** AUC of the true pCVR. */
  readonly best: number;
};

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

test('over all impressions ESMM ranks conversions better than a model of the clicks alone, and counts them better', {
  timeout: 600_000,
}, async () => {
  const rows: Measured[] = [];
  for (const seed of [1, 2, 3]) {
    const funnel = datasets.clickFunnel({ seed });
    const truth = funnel.truth.test;
    const esmm = models.esmm(funnel.features, funnel.tasks, { seed });
    const task = { name: 'conversionOfClick', kind: 'binary' } as const;
    const base = models.define('click-only CVR', funnel.features, [task], clickOnly, { seed });
    const fit = { epochs: 10, validation: funnel.validation, average: 'observed' } as const;
    await esmm.fit(funnel.train, { ...fit, earlyStopping: { task: 'conversion', patience: 2 } });
    await base.fit(funnel.train, { ...fit, earlyStopping: { patience: 2 } });
    for (const [model, { pCVR }] of [
      ['esmm', await esmm.predict(funnel.test)],
      ['base', await base.predict(funnel.test)],
    ] as const)
      rows.push({
        seed,
        model,
        auc: metrics.auc(truth.wouldConvert, pCVR),
        logLoss: metrics.logLoss(truth.wouldConvert, pCVR),
        ratio: mean(pCVR) / mean(truth.pCVR),
        best: metrics.auc(truth.wouldConvert, truth.pCVR),
      });
  }
  console.table(rows);
  const of = (model: string, measure: (row: (typeof rows)[number]) => number) =>
    mean(rows.filter((row) => row.model === model).map(measure));
  expect(of('esmm', ({ auc }) => auc)).toBeGreaterThan(of('base', ({ auc }) => auc));
  expect(of('esmm', ({ logLoss }) => logLoss)).toBeLessThan(of('base', ({ logLoss }) => logLoss));
  const bias = ({ ratio }: { ratio: number }) => Math.abs(Math.log(ratio));
  expect(of('esmm', bias)).toBeLessThan(of('base', bias) / 1.5);
  expect(of('esmm', ({ auc, best }) => best - auc)).toBeLessThan(0.15);
});

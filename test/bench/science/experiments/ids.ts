import type { Rows, Task } from '../../../../kernel/multitask/data/index.ts';
import type { FunnelTruth } from '../../../../kernel/multitask/datasets/index.ts';
import type { Experiment } from '../experiment.ts';
import { scored } from './scores.ts';

const sizes = { train: 50_000, validation: 10_000, test: 30_000 };
const correlation = -0.5;

/** Two tasks over the same ids which want contrary things of them, for embeddings that are shared or of a task's own. */
export const ids = (seeds: number): Experiment => ({
  name: 'ids',
  run:
    'click and wish to buy over the same users and items (`clickFunnel`, both labels known for every impression), whose effects ' +
    `on the two tasks have a correlation of −0.5; ${sizes.train.toLocaleString('en-US')} rows, embeddings of 12`,
  seeds,
  prepare({ models, datasets }, seed) {
    const funnel = datasets.clickFunnel({ rows: sizes, clickRate: 0.3, conversionRate: 0.3, correlation, seed });
    const part = (rows: Rows, { wouldConvert }: FunnelTruth): Rows => ({
      ...rows,
      labels: { click: rows.labels.click, buy: wouldConvert },
    });
    const { truth, features } = funnel;
    const tasks: readonly Task[] = [
      { name: 'click', kind: 'binary' },
      { name: 'buy', kind: 'binary' },
    ];
    const data = {
      name: 'ids',
      features,
      tasks,
      train: part(funnel.train, truth.train),
      validation: part(funnel.validation, truth.validation),
      test: part(funnel.test, truth.test),
    };
    const options = { embedding: 12, seed } as const;
    return scored(
      {
        'single-task': models.singleTask(features, tasks, options),
        'shared-bottom': models.sharedBottom(features, tasks, options),
        mmoe: models.mmoe(features, tasks, options),
        ple: models.ple(features, tasks, options),
        stem: models.stem(features, tasks, options),
      },
      data,
      { epochs: 10, batchSize: 256, earlyStopping: { patience: 2 } },
    );
  },
});

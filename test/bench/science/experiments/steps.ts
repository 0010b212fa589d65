import type { Experiment } from '../experiment.ts';
import { scored } from './scores.ts';

const sizes = { train: 60_000, validation: 20_000, test: 60_000 };

/** A click and the conversion after it, for models that pass on from one step of a funnel to the next. */
export const steps = (seeds: number): Experiment => ({
  name: 'steps',
  run:
    `click, then click and conversion, over all impressions (\`clickFunnel\`), ${sizes.train.toLocaleString('en-US')} rows, ` +
    'embeddings of 12; the epoch chosen by the conversion',
  seeds,
  prepare({ models, datasets }, seed) {
    const data = datasets.clickFunnel({ rows: sizes, seed });
    const { features, tasks } = data;
    const options = { embedding: 12, seed } as const;
    return scored(
      {
        'single-task': models.singleTask(features, tasks, options),
        'shared-bottom': models.sharedBottom(features, tasks, options),
        mmoe: models.mmoe(features, tasks, options),
        aitm: models.aitm(features, tasks, options),
        dbmtl: models.dbmtl(features, tasks, options),
      },
      data,
      { epochs: 10, batchSize: 256, earlyStopping: { task: 'conversion', patience: 2 } },
    );
  },
});

import type { Experiment } from '../experiment.ts';
import { scored } from './scores.ts';

const sizes = { train: 50_000, validation: 10_000, test: 30_000 };

/** Domains that have half of their structure in common, for models that adapt to the domain of a row. */
export const domains = (seeds: number): Experiment => ({
  name: 'domains',
  run: `four domains with half of their structure in common (\`domains\`), ${sizes.train.toLocaleString('en-US')} rows, embeddings of 12`,
  seeds,
  prepare({ models, datasets }, seed) {
    const data = datasets.domains({ rows: sizes, common: 0.5, seed });
    const { features, tasks } = data;
    const options = { embedding: 12, seed } as const;
    return scored(
      {
        'shared-bottom': models.sharedBottom(features, tasks, options),
        mmoe: models.mmoe(features, tasks, options),
        ple: models.ple(features, tasks, options),
        pepnet: models.pepnet(features, tasks, options),
      },
      data,
      { epochs: 10, batchSize: 256, earlyStopping: { patience: 2 } },
    );
  },
});

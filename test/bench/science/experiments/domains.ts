import type { Experiment } from '../experiment.ts';
import { scored } from './scores.ts';

const sizes = { train: 50_000, validation: 10_000, test: 30_000 };

/** Domains that have a share of their structure in common, half of it or what is said, for models that adapt to a row's domain. */
export const domains = (seeds: number, common = 0.5): Experiment => ({
  name: common === 0.5 ? 'domains' : `domains ${common}`,
  run: `four domains with ${common === 0 ? 'nothing' : `${100 * common} %`} of their structure in common (\`domains\`), ${sizes.train.toLocaleString('en-US')} rows, embeddings of 12`,
  seeds,
  prepare({ models, datasets }, seed) {
    const data = datasets.domains({ rows: sizes, common, seed });
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

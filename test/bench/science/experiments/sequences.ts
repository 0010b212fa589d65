import type { Experiment } from '../experiment.ts';
import { scored } from './scores.ts';

const sizes = { train: 20_000, validation: 4_000, test: 20_000 };

/** Histories in which the category of the item shown matters: Shared-Bottom over their sum, their mean, and with attention to that item. */
export const sequences = (seeds: number): Experiment => ({
  name: 'sequences',
  run: `histories in which the category of the item shown matters (\`sequences\`), ${sizes.train.toLocaleString('en-US')} rows, embeddings of 8`,
  seeds,
  prepare({ models, datasets }, seed) {
    const data = datasets.sequences({ rows: sizes, seed });
    const model = (pool: 'sum' | 'mean' | 'attention') =>
      models.sharedBottom(data.features, data.tasks, { pool, embedding: 8, seed });
    return scored({ sum: model('sum'), mean: model('mean'), attention: model('attention') }, data, {
      epochs: 8,
      batchSize: 256,
      learningRate: 3e-3,
      earlyStopping: { patience: 2 },
    });
  },
});

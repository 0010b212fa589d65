import { earlyStoppingOptions, type FitOptions, fitOptions } from '../../multitask/training/index.ts';
import type { FlagTable, FlagValues } from '../command-line/index.ts';

const { epochs, batchSize, learningRate, optimizer, loss, taskWeights, gradients, conflicts, clipNorm } = fitOptions;
const { average, l2, shuffle, metrics, trainer } = fitOptions;
// Without the flag there is no early stopping of which it could be missing.
const { needed: _, ...patience } = earlyStoppingOptions.patience;

/** The flags of every command that trains: how each model is trained. */
export const fitFlags = {
  epochs: { ...epochs, default: 3 },
  batchSize,
  learningRate,
  optimizer,
  loss,
  taskWeights: { ...taskWeights, value: 'METHOD|TASK=NUMBER,…' },
  gradients,
  conflicts,
  clipNorm,
  average,
  l2,
  shuffle,
  metrics,
  patience: { ...patience, also: ['earlyStopping'], without: 'no run ends early' },
  trainer,
} as const satisfies FlagTable;

/** What they say, as options of `fit`: the epochs, and what is not the default anyway. */
export function fitOf({ patience, epochs, ...values }: FlagValues<{ fit: typeof fitFlags }>['fit']): FitOptions {
  const given = Object.entries(values).filter(([name, value]) => {
    const { default: usual } = fitFlags[name as keyof typeof values] as { readonly default?: unknown };
    return value !== undefined && value !== usual;
  });
  return { epochs, ...Object.fromEntries(given), ...(patience === undefined ? {} : { earlyStopping: { patience } }) };
}

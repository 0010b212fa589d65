import type { RowStream, Rows } from '../data/index.ts';
import type { Network } from '../network/index.ts';
import type { Loss, Optimizer, TrainingPlan } from '../trainers/index.ts';
import { isStream } from './epoch-pieces.ts';
import type { FitOptions, OptimizerOption } from './fit-options.ts';
import { learningRateAt } from './learning-rates.ts';

/** `fit`'s options with every default filled in. */
export type ResolvedOptions = {
  readonly epochs: number;
  readonly order: 'shuffled' | 'as given';
  readonly optimizer: Optimizer;
  /** Everything about a step but the order of the rows. */
  readonly plan: Omit<TrainingPlan, 'order'>;
};

/** @throws an error that names the option, the value seen and what it may be. */
export function resolveOptions(
  network: Network,
  rows: Rows | RowStream,
  options: FitOptions,
  modelSeed: number,
): ResolvedOptions {
  const { epochs = 1, batchSize = 256, shuffle = true, seed = modelSeed, l2 = 0, average = 'batch' } = options;
  checkCount(epochs, 'epochs');
  checkCount(batchSize, 'batchSize');
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new Error(`fit: seed is ${seed}; it must be a whole number from 0 on.`);
  if (!(l2 >= 0)) throw new Error(`fit: l2 is ${l2}; it must be 0 or more.`);
  if (average !== 'batch' && average !== 'observed')
    throw new Error(`fit: average is "${average}"; it must be "batch" or "observed".`);
  const optimizer = optimizerOf(options.optimizer ?? 'adam');
  const learningRate = learningRateAt(options.learningRate ?? (optimizer.kind === 'adam' ? 1e-3 : 1e-2));
  const taskWeights = taskWeightsOf(network, options.taskWeights);
  const rowWeights = rowWeightsOf(network, rows, options.rowWeights);
  const loss = lossOf(options.loss ?? 'cross-entropy');
  const plan = { batchSize, learningRate, taskWeights, rowWeights, average, l2, loss, seed };
  return { epochs, order: shuffle ? 'shuffled' : 'as given', optimizer, plan };
}

function checkCount(value: number, what: string): void {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`fit: ${what} is ${value}; it must be a whole number from 1 on.`);
}

/** Kingma & Ba's constants for Adam; Keras' for Adagrad. */
function optimizerOf(option: OptimizerOption): Optimizer {
  const chosen = (typeof option === 'string' ? { kind: option } : option) as Exclude<OptimizerOption, string>;
  switch (chosen.kind) {
    case 'adam':
      return { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, embeddings: 'dense', ...chosen };
    case 'sgd':
      return chosen;
    case 'adagrad':
      return { initial: 0.1, epsilon: 1e-7, ...chosen };
    default:
      throw new Error(`fit: optimizer is ${JSON.stringify(option)}; it must be "adam", "sgd" or "adagrad".`);
  }
}

function lossOf(option: NonNullable<FitOptions['loss']>): Loss {
  if (option === 'cross-entropy') return { kind: option };
  if (option === 'log-loss') return { kind: option, epsilon: 1e-4 };
  if (typeof option === 'object') return option;
  throw new Error(`fit: loss is "${option}"; it must be "cross-entropy" or "log-loss".`);
}

function taskWeightsOf(network: Network, weights: FitOptions['taskWeights']): TrainingPlan['taskWeights'] {
  if (weights === 'uncertainty') return weights;
  for (const [task, weight] of Object.entries(weights ?? {})) {
    checkTask(network, task, 'taskWeights');
    if (!(weight >= 0)) throw new Error(`fit: the weight of task "${task}" is ${weight}; it must be 0 or more.`);
  }
  return Object.fromEntries(network.tasks.map(({ name }) => [name, weights?.[name] ?? 1]));
}

function rowWeightsOf(
  network: Network,
  rows: Rows | RowStream,
  weights: FitOptions['rowWeights'],
): TrainingPlan['rowWeights'] {
  if (!weights) return undefined;
  if (isStream(rows)) throw new Error('fit: rowWeights need rows in memory; a stream has none to number.');
  return Object.fromEntries(
    Object.entries(weights).map(([task, column]) => {
      checkTask(network, task, 'rowWeights');
      if (column.length !== rows.length)
        throw new Error(
          `fit: rowWeights of task "${task}" has ${column.length} entries but there are ${rows.length} rows.`,
        );
      const wrong = Array.prototype.findIndex.call(column, (weight) => !(weight >= 0));
      if (wrong !== -1)
        throw new Error(
          `fit: the weight of row ${wrong} for task "${task}" is ${column[wrong]}; it must be 0 or more.`,
        );
      return [task, Float32Array.from(column)];
    }),
  );
}

function checkTask(network: Network, task: string, option: string): void {
  if (network.tasks.some(({ name }) => name === task)) return;
  const known = network.tasks.map(({ name }) => name).join(', ');
  throw new Error(`fit: ${option} names "${task}", which is no task of the model; its tasks are ${known}.`);
}

import type { RowStream, Rows } from '../data/index.ts';
import { type Network, sharedParts } from '../network/index.ts';
import { noSuch, type Read, readNamed } from '../options/index.ts';
import { isAdam, type Optimizer, type TrainingPlan } from '../trainers/index.ts';
import { balanceOf } from './balance/index.ts';
import { isStream } from './epoch-pieces.ts';
import { type FitOptions, type fitOptions, losses } from './fit-options.ts';
import { learningRateAt } from './learning-rates.ts';
import { optimizers } from './optimizers.ts';

/** `fit`'s options with every default filled in. */
export type ResolvedOptions = {
  readonly epochs: number;
  readonly order: 'shuffled' | 'as given';
  readonly optimizer: Optimizer;
  /** The learning rate that was given, of a schedule its initial one, undefined of a function; and the optimizer's default. */
  readonly rate: { readonly given: number | undefined; readonly usual: number };
  /** Everything about a step but the order of the rows. Its learning rate counts the steps of the run. */
  readonly plan: Omit<TrainingPlan, 'order'>;
};

/**
 * @param model its seed, and the step of the run that comes next: 0, or where one that is resumed had come to.
 * @throws an error that names the option, the value seen and what was expected.
 */
export function resolveOptions(
  network: Network,
  rows: Rows | RowStream,
  options: Read<typeof fitOptions>,
  model: { readonly seed: number; readonly step: number },
): ResolvedOptions {
  const { epochs, shuffle, seed = model.seed, l2, average } = options;
  const optimizer = readNamed('fit', 'optimizer', optimizers, options.optimizer);
  const usual = usualLearningRate(optimizer);
  const { learningRate: rate = usual } = options;
  const given = typeof rate === 'number' ? rate : typeof rate === 'function' ? undefined : rate.initial;
  const plan = {
    // A batch is at most the rows: its memory is asked for at once.
    batchSize: Math.min(options.batchSize, rows.length),
    learningRate: learningRateAt(rate, model.step),
    taskWeights: taskWeightsOf(network, options.taskWeights),
    balance: balanceOf(options.taskWeights, options.gradients, network.tasks.length),
    conflicts: conflictsOf(network, options.conflicts),
    clipNorm: options.clipNorm,
    rowWeights: rowWeightsOf(network, rows, options.rowWeights),
    average,
    l2,
    loss: readNamed('fit', 'loss', losses, options.loss),
    seed,
    stepsPerEpoch: Math.ceil(rows.length / Math.min(options.batchSize, rows.length)),
  };
  return { epochs, order: shuffle ? 'shuffled' : 'as given', optimizer, rate: { given, usual }, plan };
}

/** Where none is given. */
export function usualLearningRate(optimizer: Optimizer): number {
  return isAdam(optimizer) ? 1e-3 : 1e-2;
}

function taskWeightsOf(network: Network, weights: FitOptions['taskWeights']): TrainingPlan['taskWeights'] {
  if (weights === 'uncertainty') return weights;
  const fixed = isFixed(weights) ? weights : {};
  for (const task of Object.keys(fixed)) checkTask(network, task, 'taskWeights');
  const weightOf = (task: string) => (Object.hasOwn(fixed, task) ? fixed[task] : 1);
  if (network.tasks.every(({ name }) => weightOf(name) === 0))
    throw new Error('fit: taskWeights: the weight of every task is 0: there is nothing to train on.');
  return Object.fromEntries(network.tasks.map(({ name }) => [name, weightOf(name)]));
}

/** Whether a person gave numbers, and not a method that finds them. */
function isFixed(weights: FitOptions['taskWeights']): weights is Readonly<Record<string, number>> {
  return typeof weights === 'object' && typeof weights.kind !== 'string';
}

/** @throws where there is nothing to compare. */
function conflictsOf(network: Network, isAsked: boolean): boolean {
  if (isAsked && sharedParts(network).length === 0)
    throw new Error(
      network.tasks.length < 2
        ? 'fit: conflicts are between tasks, and the model has one; leave the option out.'
        : `fit: conflicts are about what tasks share, and those of ${network.model} share no parameters; leave the option out.`,
    );
  return isAsked;
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
      return [task, Float32Array.from(column)];
    }),
  );
}

function checkTask(network: Network, task: string, option: string): void {
  const names = network.tasks.map(({ name }) => name);
  if (!names.includes(task)) throw new Error(`fit: ${option}: ${noSuch('task', task, names)}`);
}

import type { Rows } from '../data/index.ts';
import type { Loss, Optimizer } from '../trainers/index.ts';
import type { EarlyStopping } from './early-stopping.ts';
import type { LearningRate } from './learning-rates.ts';

/** How `fit` trains. */
export type FitOptions = {
  /** Passes over the rows; 1 without this. */
  readonly epochs?: number;
  /** Rows per optimizer step; 256 without this. */
  readonly batchSize?: number;
  /** Rows that are never trained on: metrics and gates of each epoch are taken on them. */
  readonly validation?: Rows;
  /** Of the shuffling and of dropout; the model's own without this. */
  readonly seed?: number;
  /** Whether each epoch visits the rows in a new random order; it does without this. */
  readonly shuffle?: boolean;
  /** Adam (0.9, 0.999, 1e-8) without this. */
  readonly optimizer?: OptimizerOption;
  /** 1e-3 without this, for SGD and Adagrad 1e-2. */
  readonly learningRate?: LearningRate;
  /** Of binary tasks: cross-entropy without this. `'log-loss'` is Paddle's, with ε = 1e-4. */
  readonly loss?: 'cross-entropy' | 'log-loss' | Loss;
  /** A weight for each task's loss, 1 for tasks not named, or learned ones (Kendall et al. 2018). */
  readonly taskWeights?: Readonly<Record<string, number>> | 'uncertainty';
  /** A weight of each row for a task, [row]; 0 leaves a row out of that task. Rows without a label are left out anyway. */
  readonly rowWeights?: Readonly<Record<string, ArrayLike<number>>>;
  /** Whether a task's loss is averaged over the rows of a batch (without this) or over those observed for the task. */
  readonly average?: 'batch' | 'observed';
  /** λ of λ Σ w² over weights and embeddings; 0 without this. */
  readonly l2?: number;
  readonly earlyStopping?: EarlyStopping;
  /** A folder that gets a checkpoint at the end of every epoch and of the run. */
  readonly checkpoint?: string;
  /** Goes on with the run that a checkpoint broke off: `epochs` counts from its start, and the numbers are those of an unbroken run. */
  readonly resume?: boolean;
  /** Ends the run after the current step; the weights of that step are kept. In a notebook, interrupting the cell does it. */
  readonly signal?: AbortSignal;
  /** `false` draws no live plot. */
  readonly plot?: boolean;
  /** `'simd'` without this, where it supports every block of the model. */
  readonly trainer?: 'simd' | 'tfjs';
  /** What the rows are, for titles, e.g. "census-income". */
  readonly data?: string;
};

export type OptimizerOption =
  | 'adam'
  | 'sgd'
  | 'adagrad'
  | ({ readonly kind: 'adam' } & Partial<Omit<Extract<Optimizer, { kind: 'adam' }>, 'kind'>>)
  | { readonly kind: 'sgd' }
  | ({ readonly kind: 'adagrad' } & Partial<Omit<Extract<Optimizer, { kind: 'adagrad' }>, 'kind'>>);

import type { ChosenMetric, OwnMetric } from '../chosen-metrics/index.ts';
import { on, onRemote, type RayCluster } from '../cluster/index.ts';
import type { Rows } from '../data/index.ts';
import {
  abortSignal,
  boolean,
  callable,
  count,
  either,
  list,
  number,
  numbers,
  type OptionTable,
  object,
  oneOf,
  positive,
  record,
  seed,
  text,
  variants,
} from '../options/index.ts';
import { type GradientsOption, gradientsOption, type WeightsOption, weightsOption } from './balance/index.ts';
import { type EarlyStopping, earlyStoppingOptions } from './early-stopping.ts';
import { rowsInMemory } from './epoch-pieces.ts';
import { type LearningRate, learningRate } from './learning-rates.ts';
import { type OptimizerOption, optimizers } from './optimizers.ts';

/** How `fit` trains. */
export type FitOptions = {
  /** Passes over the rows; 1 without this. */
  readonly epochs?: number;
  /** Rows per optimizer step, at most all rows; 256 without this. */
  readonly batchSize?: number;
  /** Rows that are never trained on: metrics and gates of each epoch are taken on them; none without this. */
  readonly validation?: Rows;
  /** Seed of the shuffling and of dropout; the model's own without this. */
  readonly seed?: number;
  /** Whether each epoch visits the rows in a new random order; `true` without this. */
  readonly shuffle?: boolean;
  /**
   * What turns gradients into steps: a name, or an object with its numbers, e.g. `{ kind: 'adam', beta1: 0.8 }`;
   * `'adam'` without this.
   */
  readonly optimizer?: OptimizerOption;
  /**
   * Size of the steps: a number, a schedule, or a function of the step; 0.001, for SGD and Adagrad 0.01, without this.
   */
  readonly learningRate?: LearningRate;
  /** Loss of binary tasks: `'log-loss'` is Paddle's, with ε = 1e-4; `'cross-entropy'` without this. */
  readonly loss?: LossOption;
  /**
   * How much each task's loss counts: learned in the loss (`'uncertainty'`, Kendall et al. 2018), as its gradients are
   * long (`'gradnorm'`), as it falls (`'dwa'`, `'famo'`), as it is small (`'gls'`), or at random (`'rlw'`); a weight
   * for each task, 1 for those not named; or a method with its numbers, e.g. `{ kind: 'dwa', temperature: 1 }`; 1 for
   * each without this.
   */
  readonly taskWeights?: Readonly<Record<string, number>> | 'uncertainty' | WeightsOption;
  /**
   * How the tasks' gradients of the parameters that they share are combined, where they pull apart: a name, or a method
   * with its numbers, e.g. `{ kind: 'cagrad', c: 0.4 }`; their sum without this.
   */
  readonly gradients?: GradientsOption;
  /**
   * Whether the run tells how far the gradients of its tasks agree, in each part of the model that they share; each
   * task then takes a backward pass of its own; `false` without this.
   */
  readonly conflicts?: boolean;
  /**
   * The longest that the gradient of all parameters may be, as torch's clip_grad_norm_ has it; no limit without this.
   */
  readonly clipNorm?: number;
  /**
   * A weight of each row for a task, [row]: 0 leaves a row out of that task. Rows without a label are left out anyway;
   * 1 for each without this.
   */
  readonly rowWeights?: Readonly<Record<string, ArrayLike<number>>>;
  /**
   * Whether a task's loss is averaged over the rows of a batch, or over those of them that are observed for the task;
   * `'batch'` without this.
   */
  readonly average?: 'batch' | 'observed';
  /** λ of λ Σ w² over weights and embeddings; 0 without this. */
  readonly l2?: number;
  /**
   * Metrics beside the usual ones: `PR AUC`, `GAUC by COLUMN`, `NDCG@10 by COLUMN` and `recall@10 by COLUMN`, with a
   * column of the rows, or functions of your own, `function lift(labels, predictions, column) { … }`; none without
   * this.
   */
  readonly metrics?: readonly ChosenMetric[];
  /** When the run ends for validation getting no better, which keeps the best weights; none without this. */
  readonly earlyStopping?: EarlyStopping;
  /** A folder that gets a checkpoint at the end of every epoch and of the run; none without this. */
  readonly checkpoint?: string;
  /**
   * Goes on with the run that a checkpoint broke off: `epochs` counts from its start, and the numbers are those of an
   * unbroken run; `false` without this.
   */
  readonly resume?: boolean;
  /** Starts afresh, with the model's first weights, as a new model of its seed does; `false` without this. */
  readonly restart?: boolean;
  /**
   * A signal that ends the work when it is aborted, a run after its current step, whose weights are kept; in a
   * notebook, interrupting the cell does it, too; none without this.
   */
  readonly signal?: AbortSignal;
  /** Whether a live plot is drawn; `true` without this. */
  readonly plot?: boolean;
  /**
   * What computes: the own SIMD trainer, or TensorFlow.js; `'simd'`, where it supports every block of the model,
   * without this.
   */
  readonly trainer?: 'simd' | 'tfjs';
  /**
   * Threads of the SIMD trainer: the same number and the same seed give the same bits; as many as there are cores, and
   * fewer for small batches, without this.
   */
  readonly threads?: number;
  /**
   * The cluster that trains, on rows that it reads itself: `fit(remote('/mnt/log/*.parquet'), { on: clusters.ray(url,
   * …) })`; this machine without this.
   */
  readonly on?: RayCluster;
  /** What the rows are, for titles, e.g. "census-income"; their own name without this. */
  readonly data?: string;
};

/** Loss of binary tasks, in nats. */
export type LossOption =
  | 'cross-entropy'
  | 'log-loss'
  | { readonly kind: 'cross-entropy' }
  | ({ readonly kind: 'log-loss' } & PaddleLossOptions);

/** Log loss as Paddle has it. */
export type PaddleLossOptions = {
  /** What is added to a probability before its logarithm; 0.0001 without this. */
  readonly epsilon?: number;
};

const paddleLossOptions = {
  epsilon: { type: positive, default: 1e-4, about: 'What is added to a probability before its logarithm' },
} as const satisfies OptionTable<PaddleLossOptions>;

export const losses = variants({ 'cross-entropy': {}, 'log-loss': paddleLossOptions });

const trainer = {
  type: oneOf('simd', 'tfjs'),
  without: "`'simd'`, where it supports every block of the model,",
  about: 'What computes: the own SIMD trainer, or TensorFlow.js',
} as const;

const signal = {
  type: abortSignal,
  about:
    'A signal that ends the work when it is aborted, a run after its current step, whose weights are kept; in a notebook, interrupting the cell does it, too',
} as const;

const threads = {
  type: number({ whole: true, from: 1, to: 64 }),
  without: 'as many as there are cores, and fewer for small batches,',
  about: 'Threads of the SIMD trainer: the same number and the same seed give the same bits',
} as const;

const metrics = {
  type: list(either(text, callable<OwnMetric>('of labels, predictions and columns that gives a number'))),
  about:
    'Metrics beside the usual ones: `PR AUC`, `GAUC by COLUMN`, `NDCG@10 by COLUMN` and `recall@10 by COLUMN`, with a column of the rows',
  inCode: ', or functions of your own, `function lift(labels, predictions, column) { … }`',
} as const;

/** Also of `predict` and `evaluate`. */
export const rowOptions = { signal, trainer, threads } as const satisfies OptionTable<
  Pick<FitOptions, 'signal' | 'trainer' | 'threads'>
>;

export const evaluateOptions = { ...rowOptions, metrics } as const satisfies OptionTable<
  Pick<FitOptions, 'signal' | 'trainer' | 'threads' | 'metrics'>
>;

export const fitOptions = {
  epochs: { type: count, default: 1, about: 'Passes over the rows', also: ['iterations', 'passes', 'rounds'] },
  batchSize: { type: count, default: 256, about: 'Rows per optimizer step, at most all rows', also: ['batch'] },
  validation: {
    type: rowsInMemory,
    about: 'Rows that are never trained on: metrics and gates of each epoch are taken on them',
    also: ['validationData', 'val', 'evalSet', 'test'],
  },
  seed: {
    type: seed,
    without: "the model's own",
    about: 'Seed of the shuffling and of dropout',
    also: ['randomState'],
  },
  shuffle: { type: boolean, default: true, about: 'Whether each epoch visits the rows in a new random order' },
  optimizer: {
    type: either(oneOf('adam', 'adamw', 'sgd', 'adagrad'), optimizers),
    default: 'adam',
    about: 'What turns gradients into steps',
    inCode: ": a name, or an object with its numbers, e.g. `{ kind: 'adam', beta1: 0.8 }`",
  },
  learningRate: {
    type: learningRate,
    without: '0.001, for SGD and Adagrad 0.01,',
    about: 'Size of the steps',
    inCode: ': a number, a schedule, or a function of the step',
    also: ['eta', 'alpha', 'stepSize', 'rate'],
  },
  loss: {
    type: either(oneOf('cross-entropy', 'log-loss'), losses),
    default: 'cross-entropy',
    about: "Loss of binary tasks: `'log-loss'` is Paddle's, with ε = 1e-4",
    also: ['criterion', 'objective'],
  },
  taskWeights: {
    type: either(oneOf('uncertainty'), weightsOption, record('task', number({ from: 0 }))),
    without: '1 for each',
    about:
      "How much each task's loss counts: learned in the loss (`'uncertainty'`, Kendall et al. 2018), as its gradients are long (`'gradnorm'`), as it falls (`'dwa'`, `'famo'`), as it is small (`'gls'`), or at random (`'rlw'`)",
    inCode:
      "; a weight for each task, 1 for those not named; or a method with its numbers, e.g. `{ kind: 'dwa', temperature: 1 }`",
    also: ['lossWeights', 'weights', 'weighting'],
  },
  gradients: {
    type: gradientsOption,
    without: 'their sum',
    about: "How the tasks' gradients of the parameters that they share are combined, where they pull apart",
    inCode: ": a name, or a method with its numbers, e.g. `{ kind: 'cagrad', c: 0.4 }`",
    also: ['gradientMethod', 'gradientSurgery', 'mtlMethod'],
  },
  conflicts: {
    type: boolean,
    default: false,
    about:
      'Whether the run tells how far the gradients of its tasks agree, in each part of the model that they share; each task then takes a backward pass of its own',
    also: ['conflict', 'gradientConflicts'],
  },
  clipNorm: {
    type: positive,
    without: 'no limit',
    about: "The longest that the gradient of all parameters may be, as torch's clip_grad_norm_ has it",
    also: ['clip', 'gradClip', 'gradientClipping', 'maxNorm', 'maxGradNorm', 'clipGradNorm', 'clipnorm'],
  },
  rowWeights: {
    without: '1 for each',
    type: record('task', numbers(number({ from: 0 }))),
    about:
      'A weight of each row for a task, [row]: 0 leaves a row out of that task. Rows without a label are left out anyway',
    also: ['sampleWeight', 'sampleWeights', 'exampleWeights'],
  },
  average: {
    type: oneOf('batch', 'observed'),
    default: 'batch',
    about:
      "Whether a task's loss is averaged over the rows of a batch, or over those of them that are observed for the task",
  },
  l2: {
    type: number({ from: 0 }),
    default: 0,
    about: 'λ of λ Σ w² over weights and embeddings',
    also: ['regularization', 'lambda'],
  },
  metrics,
  earlyStopping: {
    type: object(earlyStoppingOptions),
    about: 'When the run ends for validation getting no better, which keeps the best weights',
  },
  checkpoint: {
    type: text,
    about: 'A folder that gets a checkpoint at the end of every epoch and of the run',
    also: ['save', 'folder'],
  },
  resume: {
    type: boolean,
    default: false,
    about:
      'Goes on with the run that a checkpoint broke off: `epochs` counts from its start, and the numbers are those of an unbroken run',
  },
  restart: {
    type: boolean,
    default: false,
    about: "Starts afresh, with the model's first weights, as a new model of its seed does",
    also: ['fresh', 'reset'],
  },
  signal,
  plot: { type: boolean, default: true, about: 'Whether a live plot is drawn', also: ['verbose', 'progress', 'live'] },
  trainer: { ...trainer, also: ['backend', 'device'] },
  threads: { ...threads, also: ['workers', 'jobs', 'numThreads'] },
  on: { ...on, about: 'The cluster that trains, on rows that it reads itself', inCode: onRemote },
  data: {
    type: text,
    without: 'their own name',
    about: 'What the rows are, for titles, e.g. "census-income"',
    also: ['name'],
  },
} as const satisfies OptionTable<FitOptions>;

import type { Conflict } from '../conflicts/index.ts';
import type { Numbers, Rows } from '../data/index.ts';
import type { GateStatistics, RoutingLevel } from '../gate-report/index.ts';
import type { Baselines, Metrics } from '../metrics/index.ts';
import type { RunVerdict } from '../run-verdict.ts';

/**
 * What a training run tells whoever watches it: `started`, then any number of `steps` and `epoch`, then exactly one
 * `ended`. Trainers produce these; live plots, history and the command line consume them.
 */
export type TrainingEvent =
  | {
      readonly kind: 'started';
      /** What does not change during the run. */
      readonly run: RunDescription;
      /** What a resumed run goes on from; absent of a new one. */
      readonly before?: RunBefore;
    }
  | StepsEvent
  | EpochEvent
  | EndedEvent;

/** What a resumed run goes on from; its steps and epochs are counted on. */
export type RunBefore = {
  /** The id that the run had so far, where that was in this process. */
  readonly run?: string | undefined;
  /** Optimizer steps done, also of an epoch that was broken off. */
  readonly step: number;
  /** How long it had trained, in seconds. */
  readonly seconds: number;
  /** The epochs that have ended. */
  readonly history: readonly EpochEvent[];
};

/** A stretch of consecutive optimizer steps. `losses[task][i]` is the mean loss over the batch of step `step - n + 1 + i`. */
export type StepsEvent = {
  readonly kind: 'steps';
  /** 1-based epoch all these steps belong to. */
  readonly epoch: number;
  /** 1-based number of the last step of the stretch, counted over the whole run. */
  readonly step: number;
  /** By task, in nats of a binary one: the mean loss of each step. [step] */
  readonly losses: Readonly<Record<string, ArrayLike<number>>>;
  /** Where `sharedParts` are told: cosines of the tasks' gradients, [step][part][pair of tasks]; NaN where one has none. */
  readonly conflicts?: ArrayLike<number>;
  /** With a method that balances tasks: the weights it gave them, [step][task]. */
  readonly taskWeights?: ArrayLike<number>;
  /** Seconds since the run started, evaluation included. */
  readonly seconds: number;
};

/** The end of an epoch: metrics of the train rows seen during it and of the validation rows after it. */
export type EpochEvent = {
  readonly kind: 'epoch';
  /** 1-based, counted over the run. */
  readonly epoch: number;
  /** Steps taken until then. */
  readonly step: number;
  /** Seconds since the run started. */
  readonly seconds: number;
  /** Metrics of the train rows, as they were when they were trained on. */
  readonly train: Metrics;
  /** Metrics of the validation rows after the epoch; absent without any. */
  readonly validation?: Metrics;
  /** Of each gate that routes, on at most 10,000 validation rows; absent without gates or such rows. */
  readonly gates?: readonly GateStatistics[];
  /**
   * With learned task weights: log σ² of each task (Kendall et al. 2018), in label units. Of a numeric task it settles at
   * ln MSE, and a task's loss counts by exp(−log σ²).
   */
  readonly logVariances?: Readonly<Record<string, number>>;
  /** Over the steps of the epoch, where it was asked for: which tasks pull which shared parts apart. */
  readonly conflicts?: readonly Conflict[];
  /** Outputs beside the best constant prediction of the same rows; absent where an older checkpoint tells of the epoch. */
  readonly baselines?: {
    /** Metrics of the train rows, as they were when they were trained on. */
    readonly train: Baselines;
    /** Metrics of the validation rows after the epoch; absent without any. */
    readonly validation?: Baselines;
  };
  /** Said at once where the run has diverged. */
  readonly verdict?: RunVerdict;
};

/** The only event after which nothing follows; sent for every run, also an interrupted or failed one. */
export type EndedEvent = {
  readonly kind: 'ended';
  /** How it ended. */
  readonly state: 'finished' | 'interrupted' | 'failed';
  /** Epochs begun. */
  readonly epoch: number;
  /** Steps taken. */
  readonly step: number;
  /** Seconds since the run started. */
  readonly seconds: number;
  /** Which weights the model holds now, and why: "Weights of epoch 3 kept: best mean validation AUC." */
  readonly kept: string;
  /** The epoch whose weights were kept, when they are those of an epoch's end. */
  readonly keptEpoch?: number;
  /** The reason of a failure, for a person. */
  readonly message?: string;
  /** What is to be said of the run: absent where no epoch ended, and of a failure that was no divergence. */
  readonly verdict?: RunVerdict;
  /** What was predicted for the validation rows at the end of `keptEpoch`, where that is an epoch of this run; without one, of its last whole epoch. */
  readonly validated?: Validated;
};

/** Predictions for the validation rows at the end of an epoch. */
export type Validated = {
  /** 1-based, counted over the run. */
  readonly epoch: number;
  /** The validation rows. */
  readonly rows: Rows;
  /** One column per named output, as `predict` gives them. [row] */
  readonly predictions: Readonly<Record<string, Numbers>>;
};

/** What does not change during a run. */
export type RunDescription = {
  /** Unique within the process, e.g. "run-14"; also the `display_id` of its plot. */
  readonly id: string;
  /** 1, 2, 3 … within the process. */
  readonly number: number;
  /** Catalog name, e.g. "mmoe", and its display title, e.g. "MMoE". */
  readonly model: string;
  /** Display title of the model, e.g. "MMoE". */
  readonly title: string;
  /** What distinguishes the model, e.g. ["8 experts"]. */
  readonly summary: readonly string[];
  /** What the rows are, e.g. "census-income". */
  readonly dataset: string;
  /** How many rows are trained on. */
  readonly rows: number;
  /** How many rows are validated on. */
  readonly validationRows: number;
  /** What is predicted. */
  readonly tasks: readonly RunTask[];
  /** Rows per step. */
  readonly batchSize: number;
  /** Epochs that it is to train. */
  readonly epochs: number;
  /** Optimizer steps of an epoch. */
  readonly stepsPerEpoch: number;
  /** Seed of the shuffling and of dropout. */
  readonly seed: number;
  /** Options of the model and of `fit`, also those that were not given, as code: `{ learningRate: "0.003" }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The chosen metric that early stopping judges by. */
  readonly judgedBy?: string;
  /** Which trainer runs it, e.g. "tfjs wasm" or "simd ×2". */
  readonly trainer: string;
  /**
   * Where the weights had been trained before: the number of the run that did, absent where it was in another process, and
   * the epochs until then. Events count epochs from 1; over the life of the weights they are numbered on from there.
   */
  readonly goesOn?: GoesOn;
  /** Where the weights of the tasks are learned: each epoch tells its `logVariances`. */
  readonly taskWeights?: 'learned';
  /** With `conflicts`: the parts of the network that at least two tasks train, in its order. */
  readonly sharedParts?: readonly string[];
  /** The gates by level, lowest first; absent where nothing is routed. */
  readonly gates?: readonly RoutingLevel[];
  /** What a person should know of these rows and this model, as told when the run began; absent when there is nothing. */
  readonly warnings?: readonly string[];
};

/** What a run goes on from. */
export type GoesOn = {
  /** Number of the run that left the weights; absent where it was in another process. */
  readonly from?: number;
  /** Epochs until then. */
  readonly epochs: number;
};

/** A task, as a run tells of it. */
export type RunTask = {
  /** Name of the task. */
  readonly name: string;
  /** Whether it predicts probabilities or values in label units. */
  readonly kind: 'binary' | 'numeric';
  /** A few words for people, e.g. "over $50 K · 6.2 %". */
  readonly description?: string;
  /** The output whose metrics are this task's, where it has another name (ESMM's pCTR of task "click"). */
  readonly output?: string;
};

import type { Numbers, Rows } from '../data/index.ts';
import type { Network, NetworkNode } from '../network/index.ts';
import type { BalanceSpec } from '../training/balance/index.ts';

/**
 * A network compiled for one kind of arithmetic, with its weights and optimizer state. Owned: call `dispose`.
 *
 * What every trainer does with rows: a numeric value is (value − mean) ÷ sd, or itself for raw inputs, and where it is
 * NaN the column's mean stands for it; a code of −1 has no one-hot column and no embedding (zeros); a list counts its
 * first `maxLength` codes, and `mean` divides by those of them that are not −1; an empty list is zeros.
 */
export interface Trainer {
  /** For people, e.g. "tfjs wasm" or "simd ×2". */
  readonly name: string;
  /** Memory that its weights, and what it works with, take now. */
  readonly bytes: number;
  /**
   * One optimizer step per batch of `plan.order`, in order; the last batch may be smaller. Losses arrive in stretches,
   * at least ten times a second. The event loop stays free. After `signal` aborts it returns within 100 ms, after a
   * whole step, whose weights are kept.
   * @returns the number of steps done.
   */
  train(rows: Rows, plan: TrainingPlan, report: (stretch: StepLosses) => void, signal?: AbortSignal): Promise<number>;
  /**
   * Brings rows that will be trained on once, and the weights of each, into the memory that its threads read, while they train on
   * others: `train` with the same objects begins at once then.
   */
  prepare?(rows: Rows, rowWeights: TrainingPlan['rowWeights']): Promise<void>;
  /** One column per network output, in row order: probabilities, or values of numeric outputs in label units. */
  predict(rows: Rows, signal?: AbortSignal): Promise<Readonly<Record<string, Numbers>>>;
  /** What the given nodes compute without dropout, row-major [row, width], in the order of `nodes`. */
  activations(rows: Rows, nodes: readonly NetworkNode[], signal?: AbortSignal): Promise<readonly Float32Array[]>;
  /**
   * Gradients of the whole loss (task weights, penalties, L2) over `rows` as one batch, by parameter name, with the
   * dropout and the balance of the step that would come next, not clipped. Dense, for tests and reports.
   */
  gradients(rows: Rows, plan: Omit<TrainingPlan, 'order'>): Promise<Readonly<Record<string, Float32Array>>>;
  /** Weights and optimizer state, by name. Copies: they stay what they are when training goes on. */
  read(): Promise<TrainerState>;
  write(state: TrainerState): Promise<void>;
  dispose(): Promise<void>;
}

export type TrainerState = {
  /** By parameter name, in the parameter's shape, row-major. */
  readonly parameters: Readonly<Record<string, Float32Array>>;
  /**
   * Optimizer slots: `m` and `v` of Adam, `sum` of Adagrad, e.g. `slots.m['expert 0/weights']`; empty before the first
   * step. Those of a learned log σ² are named `log variance/` + task.
   */
  readonly slots: Readonly<Record<string, Readonly<Record<string, Float32Array>>>>;
  /** Optimizer steps done. */
  readonly step: number;
  /** With uncertainty weighting: log σ² by task name (Kendall 2018, eq. 7), of standardised labels where a task is numeric. */
  readonly logVariances?: Readonly<Record<string, number>>;
  /** What the balance of the tasks goes on from, see `Balance`; absent before the first step with one. */
  readonly balance?: readonly number[];
};

export type Optimizer =
  | Adam
  | AdamW
  /** w −= rate · g */
  | { readonly kind: 'sgd' }
  /** Duchi et al. 2011: sum += g², w −= rate · g ÷ (√sum + ε); `sum` starts at `initial`. */
  | { readonly kind: 'adagrad'; readonly initial: number; readonly epsilon: number };

/**
 * Kingma & Ba 2015, algorithm 1: w −= rate · m̂ ÷ (√v̂ + ε), bias corrections by the step number of the whole life.
 * `lazy`: in embedding tables only the rows that the batch names are updated (m, v and w), as paddle's lazy_mode.
 */
export type Adam = {
  readonly kind: 'adam';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly embeddings: 'dense' | 'lazy';
};

/**
 * Loshchilov & Hutter 2019, algorithm 2, as torch has it: w −= rate · λ · w, then Adam's step of the same gradient. Every
 * parameter of the network decays, biases too; learned log variances, which are none, do not.
 */
export type AdamW = Omit<Adam, 'kind'> & {
  readonly kind: 'adamw';
  /** λ. */
  readonly weightDecay: number;
};

/** `log-loss` is Paddle's: −y ln(p + ε) − (1 − y) ln(1 − p + ε). Numeric tasks have squared error (p − y)² with both, of labels standardised by the task's mean and sd. */
export type Loss = { readonly kind: 'cross-entropy' } | { readonly kind: 'log-loss'; readonly epsilon: number };

export type TrainingPlan = {
  /** Row numbers in the order they are visited. */
  readonly order: Uint32Array;
  readonly batchSize: number;
  /** Learning rate of optimizer step `step` (0-based over the whole life of the weights). */
  readonly learningRate: (step: number) => number;
  /** Fixed weight of each task's loss, or learned ones (Kendall 2018: Σ c exp(−s) L + s ÷ 2; c is ½ for a squared error, eq. 7, and 1 for cross-entropy, eq. 10). */
  readonly taskWeights: Readonly<Record<string, number>> | 'uncertainty';
  /** Optional weight of each row for each task, [row]; NaN labels count as weight 0 anyway. */
  readonly rowWeights?: Readonly<Record<string, Float32Array>>;
  /**
   * Σ weight · loss of a task is divided by the rows of the batch, or by its observed ones: those with a label and a
   * weight above 0. A batch without any has loss 0.
   */
  readonly average: 'batch' | 'observed';
  /** λ of λ Σ w² over weights and embedding tables, biases left out. */
  readonly l2: number;
  readonly loss: Loss;
  /** Seed of everything random inside a step (dropout); the same seed and step give the same mask in every trainer. */
  readonly seed: number;
  /**
   * How each step weights the tasks' losses, or their gradients, anew; `taskWeights` are where it starts from. Penalties and
   * L2 are no task's: they are added as they are.
   */
  readonly balance?: BalanceSpec | undefined;
  /** Steps of an epoch, which a balance may count by; as many as the order has without this. */
  readonly stepsPerEpoch?: number;
  /** Whether the cosines of the tasks' gradients are reported, by part, see `sharedParts`. */
  readonly conflicts?: boolean | undefined;
  /**
   * The most that the norm of the gradient of all parameters may be: g · min(1, clipNorm ÷ (‖g‖ + 10⁻⁶)), as
   * torch.nn.utils.clip_grad_norm_; with L2, and behind the balance.
   */
  readonly clipNorm?: number | undefined;
};

/** What consecutive steps tell. */
export type StepLosses = {
  /** Mean loss over the batch (see `average`) in label units, without task weights or penalties: `losses[task][i]`. */
  readonly losses: Readonly<Record<string, Float32Array>>;
  /** With `conflicts`: cosines of the tasks' gradients, [step][part][pair], pairs (0, 1), (0, 2) … (1, 2) …; NaN where one is 0. */
  readonly conflicts?: Float32Array;
  /** With a balance: the weights of the tasks' gradients that the steps used, [step][task]. */
  readonly taskWeights?: Float32Array;
};

export type CreateTrainer = (network: Network, optimizer: Optimizer, state: TrainerState) => Promise<Trainer>;

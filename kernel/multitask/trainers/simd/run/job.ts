import type { BalanceSpec } from '../../../training/balance/index.ts';
import type { Loss } from '../../trainer.ts';
import type { Operation } from '../compile/operation.ts';
import type { PartMap, TaskPasses } from '../compile/passes.ts';
import type { SharedRows } from '../memory/shared-rows.ts';
import type { View } from '../memory/value-layout.ts';

/** What threads are asked to do together. Arrays are shared, not copied. */
export type Job = TrainingJob | InferenceJob;

export type TrainingJob = {
  readonly kind: 'training';
  /** Of these threads, the first ones take part. */
  readonly threads: number;
  /** Take optimizer steps, or stop at the gradients of the one batch there is. */
  readonly until: 'updated' | 'gradients';
  readonly rows: SharedRows;
  /** Labels and weights, see `shareTargets`, where they are not those of the records. */
  readonly targets: Float32Array | undefined;
  readonly order: Uint32Array;
  readonly batchSize: number;
  /** Learning rate of each step. */
  readonly rates: Float64Array;
  /** Steps that the weights had taken before. */
  readonly firstStep: number;
  readonly taskWeights: readonly number[] | 'uncertainty';
  readonly average: 'batch' | 'observed';
  readonly l2: number;
  readonly loss: Loss;
  readonly seed: number;
  /** Which layers over embeddings are computed by distinct codes, see `chooseColumns`. */
  readonly byCodes: 'where it pays' | 'wherever it can';
  /** Filled in: the mean loss of each task, [step][task]. */
  readonly losses: Float32Array;
  readonly balance: BalanceJob | undefined;
  readonly combination: CombinationJob | undefined;
  readonly control: Int32Array;
};

/** Weights of the tasks' losses, or of their gradients, that each step finds anew. */
export type BalanceJob = {
  readonly spec: BalanceSpec;
  readonly stepsPerEpoch: number;
  /** Before the first step; filled in: behind the last one that was taken. */
  readonly state: Float64Array;
  /** Filled in: the weights that the steps used, [step][task]. */
  readonly used: Float32Array;
  /** The losses of a chunk alone, before a step's backward passes and behind the step, where the balance asks for them. */
  readonly lossesBefore: readonly Operation[] | undefined;
  readonly lossesAfter: readonly Operation[] | undefined;
};

/** What is done with the gradients of all threads before a step uses them. */
export type CombinationJob = {
  /** A backward pass for each task, and a last one for what is no task's; without this all is one pass. */
  readonly tasks: (TaskPasses & { readonly parts: PartMap; readonly count: number }) | undefined;
  /** Filled in: cosines of the tasks' gradients, [step][part][pair]; NaN where one is 0. */
  readonly conflicts: Float32Array | undefined;
  /** The most that the norm of all gradients may be. */
  readonly clipNorm: number | undefined;
};

export type InferenceJob = {
  readonly kind: 'inference';
  readonly threads: number;
  readonly rows: SharedRows;
  readonly operations: readonly Operation[];
  /** Filled in: `width` floats of each row. */
  readonly results: readonly { readonly view: View; readonly width: number; readonly values: Float32Array }[];
  readonly control: Int32Array;
};

/** Places in a job's control array. */
export const control = {
  /** Set from outside: stop after the step that is being taken. */
  abort: 0,
  /** A thread left a step before its end, so the step does not count. */
  incomplete: 1,
  /** The first thread's decision that this step was the last. */
  stop: 2,
  arrived: 3,
  generation: 4,
  length: 5,
} as const;

/** What a thread tells of a job. */
export type JobReport =
  | { readonly kind: 'progress'; readonly steps: number }
  | { readonly kind: 'done'; readonly steps: number };

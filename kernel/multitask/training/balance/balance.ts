import { pcgrad } from './pcgrad.ts';

/** How tasks are balanced, as plain data: it crosses to worker threads and stands in checkpoints. */
export type BalanceSpec = {
  readonly gradients?: GradientMethod | undefined;
};

export type GradientMethod = { readonly kind: 'pcgrad' };

/** What is known of the tasks in one optimizer step. */
export type StepOfTasks = {
  /** Optimizer steps before this one, over the life of the weights. */
  readonly step: number;
  /** Seed of everything random; the same seed and step give the same weights in every thread. */
  readonly seed: number;
  /** [task] Mean loss of this batch, of standardised labels where a task is numeric, unweighted; 0 where no row is observed. */
  readonly losses: Float64Array;
  /** [task] Whether the batch has a row for the task. */
  readonly observed: readonly boolean[];
  /** [task × task] Inner products of the tasks' unweighted gradients over shared parameters, row-major. */
  readonly products: Float64Array;
  /** [task] The fixed weights that a person gave, 1 without any. */
  readonly baseWeights: Float64Array;
  readonly stepsPerEpoch: number;
};

export type Balanced = {
  /** [task] Of each task's gradient, for shared parameters. */
  readonly weights: Float64Array;
  /** [task] Of each task's gradient, for parameters that only it reaches. */
  readonly own: Float64Array;
  /** Of the next step. */
  readonly state: Float64Array;
};

export type Balance = {
  /** The state of the first step. */
  readonly initial: Float64Array;
  /** Pure: a state is never changed, a new one is returned. */
  readonly step: (step: StepOfTasks, state: Float64Array) => Balanced;
  /** `losses` where the inner products may be left out. */
  readonly needs: 'losses' | 'products';
};

/** A balance of so many tasks. */
export function createBalance(spec: BalanceSpec, tasks: number): Balance {
  return {
    initial: new Float64Array(0),
    needs: spec.gradients ? 'products' : 'losses',
    step: (step, state) => {
      const own = step.baseWeights;
      if (!spec.gradients) return { weights: own, own, state };
      const scaled = step.products.map((product, at) => product * own[Math.floor(at / tasks)] * own[at % tasks]);
      const weights = pcgrad(scaled, tasks, step).map((coefficient, task) => coefficient * own[task]);
      return { weights, own, state };
    },
  };
}

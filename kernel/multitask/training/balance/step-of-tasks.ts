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

/**
 * A rule that weights the tasks' losses. Its weights are on the scale of the plain sum: where there is nothing to balance
 * each is 1, so that learning rates and penalties mean what they mean without it.
 */
export type Weighing = {
  /** The state of the first step. */
  readonly initial: Float64Array;
  /** Pure: a state is never changed, a new one is returned. */
  readonly step: (step: StepOfTasks, state: Float64Array) => Weighed;
  readonly needs: Needs;
  /** Where it learns from what a step did: the state behind it, from the losses of the same batch then. */
  readonly after?: (step: StepOfTasks, after: Float64Array, state: Float64Array) => Float64Array;
};

/**
 * What weights follow from, of a step: `past` only what came before it, so that the losses of the batch count in the state
 * alone, `losses` those too, `products` everything.
 */
export type Needs = 'past' | 'losses' | 'products';

export type Weighed = {
  /** [task] Of each task's loss. */
  readonly weights: Float64Array;
  /** Of the next step. */
  readonly state: Float64Array;
};

/** Gradients of at least two tasks over shared parameters, none of them 0. */
export type TaskGradients = {
  /** [task × task] Inner products, row-major. A common factor changes nothing. */
  readonly products: Float64Array;
  /** [task] Weights of the tasks' losses, above 0. */
  readonly weights: Float64Array;
  /** [task] Unweighted. */
  readonly losses: Float64Array;
  readonly seed: number;
  readonly step: number;
};

/**
 * A rule that combines the tasks' gradients: the weight of each, [task]. On the scale of the plain sum, as of a `Weighing`.
 */
export type Combination = (gradients: TaskGradients) => Float64Array;

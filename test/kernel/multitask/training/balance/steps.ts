import type { StepOfTasks } from '../../../../../kernel/multitask/training/balance/index.ts';

type Given = Partial<Omit<StepOfTasks, 'losses' | 'products' | 'baseWeights'>> & {
  readonly products?: ArrayLike<number>;
  readonly baseWeights?: ArrayLike<number>;
};

/** A step with gradients of length 1 at right angles, and nothing else that matters, but what is given. */
export function stepOf(losses: readonly number[], given: Given = {}): StepOfTasks {
  const tasks = losses.length;
  return {
    step: 0,
    seed: 1,
    observed: losses.map(() => true),
    stepsPerEpoch: 10,
    ...given,
    losses: Float64Array.from(losses),
    products: Float64Array.from(
      given.products ?? Array.from({ length: tasks * tasks }, (_, at) => (at % (tasks + 1) === 0 ? 1 : 0)),
    ),
    baseWeights: Float64Array.from(given.baseWeights ?? losses.map(() => 1)),
  };
}

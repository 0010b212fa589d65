import { count, number, numberOrNull, object, type Shape } from '../guards/index.ts';

/** Cosine between two tasks' gradients over the parameters of a shared part: the mean over steps. */
export type MeanCosine = {
  readonly mean: number;
  /** Standard error, from the means of stretches of steps; null of too few steps. */
  readonly error: number | null;
  /** Share of steps with a cosine below 0. */
  readonly negative: number;
  /** Steps in which both tasks had a gradient. */
  readonly steps: number;
};

export const meanCosine: Shape<MeanCosine> = object<MeanCosine>({
  mean: number,
  error: numberOrNull,
  negative: number,
  steps: count,
});

import fc from 'fast-check';
import type { TaskGradients } from '../../../../../kernel/multitask/training/balance/step-of-tasks.ts';

export type Vectors = readonly (readonly number[])[];

/** Inner products of the tasks' gradients, row-major. */
export function productsOf(gradients: Vectors): Float64Array {
  return Float64Array.from(gradients.flatMap((g) => gradients.map((h) => dot(g, h))));
}

export function dot(g: readonly number[], h: readonly number[]): number {
  return g.reduce((sum, value, i) => sum + value * h[i], 0);
}

/** What a combination is given, with losses of 1. */
export function given(products: ArrayLike<number>, more: Partial<TaskGradients> = {}): TaskGradients {
  const tasks = Math.sqrt(products.length);
  const ones = new Float64Array(tasks).fill(1);
  return { products: Float64Array.from(products), weights: ones, losses: ones, seed: 1, step: 0, ...more };
}

/** Σ wᵢgᵢ */
export function combined(weights: ArrayLike<number>, gradients: Vectors): number[] {
  return gradients[0].map((_, k) => gradients.reduce((sum, g, task) => sum + weights[task] * g[k], 0));
}

/** Gradients of 2 to 5 tasks in four dimensions, none of them 0, of lengths from 10⁻³ to 10³. */
export const someGradients: fc.Arbitrary<number[][]> = fc.array(
  fc
    .tuple(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 4 }), fc.integer({ min: -3, max: 3 }))
    .filter(([direction]) => direction.some((value) => value !== 0))
    .map(([direction, power]) => direction.map((value) => value * 10 ** power)),
  { minLength: 2, maxLength: 5 },
);

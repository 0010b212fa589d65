import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aligned } from '../../../../../kernel/multitask/training/balance/aligned.ts';
import { symmetricEigen } from '../../../../../kernel/statistics/index.ts';
import { combined, dot, given, productsOf, someGradients } from './gradients.ts';

const least = aligned({ scale: 'min' });

describe('worked out by hand', () => {
  const check = (name: string, weights: ArrayLike<number>, expected: readonly number[]) =>
    it(name, () => {
      for (const [task, weight] of expected.entries()) expect(weights[task]).toBeCloseTo(weight, 9);
    });
  check('lengths 1 and 2 at right angles: both get length 1', least(given([1, 0, 0, 4])), [1, 0.5]);
  // Eigenvalues 3 of (1, 1) ÷ √2 and 1 of (1, −1) ÷ √2: along the first, σ is 1 instead of √3.
  check('at 60°', least(given([2, 1, 1, 2])), [1 / Math.sqrt(3), 1 / Math.sqrt(3)]);
  check('at 60°, root mean square', aligned({ scale: 'rmse' })(given([2, 1, 1, 2])), [
    Math.sqrt(2 / 3),
    Math.sqrt(2 / 3),
  ]);
  check('the median of three', aligned({ scale: 'median' })(given([1, 0, 0, 0, 4, 0, 0, 0, 9])), [2, 1, 2 / 3]);
  check('weights are of what was aligned', least(given([1, 0, 0, 4], { weights: Float64Array.of(3, 1) })), [3, 0.5]);
  check('the same gradient twice is the plain sum', least(given([1, 1, 1, 1])), [1, 1]);
});

it('makes of gradients a system at right angles, all as long as the smallest singular value', () => {
  const alike = someGradients.map((gradients) =>
    gradients.slice(0, 3).map((g) => g.map((value) => value / Math.hypot(...g))),
  );
  let tried = 0;
  fc.assert(
    fc.property(alike, (gradients) => {
      const tasks = gradients.length;
      const products = productsOf(gradients);
      const smallest = Math.min(...symmetricEigen(products.slice(), tasks).values);
      fc.pre(smallest > 1e-3); // else they depend on each other, and no such system is near
      tried++;
      const system = gradients.map((_, task) => {
        const weights = Float64Array.from({ length: tasks }, (_, i) => (i === task ? 1 : 0));
        return combined(least(given(products, { weights })), gradients);
      });
      for (const [i, g] of system.entries())
        for (const [j, h] of system.entries()) expect(dot(g, h)).toBeCloseTo(i === j ? smallest : 0, 9);
    }),
  );
  expect(tried).toBeGreaterThan(50);
});

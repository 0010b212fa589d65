import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mgda } from '../../../../../kernel/multitask/training/balance/mgda.ts';
import { combined, dot, given, productsOf, someGradients } from './gradients.ts';

const plain = mgda({ normalise: 'none' });

describe('worked out by hand', () => {
  const check = (name: string, weights: ArrayLike<number>, expected: readonly number[]) =>
    it(name, () => {
      for (const [task, weight] of expected.entries()) expect(weights[task]).toBeCloseTo(weight, 9);
    });
  // Sener & Koltun, algorithm 1: share of the first (4 − 0) ÷ (1 + 4 − 0) = .8, times two tasks.
  check('lengths 1 and 2 at right angles', plain(given([1, 0, 0, 4])), [1.6, 0.4]);
  check('lengths 1 and 3 in one direction: the shorter', plain(given([1, 3, 3, 9])), [2, 0]);
  // Shares are as 1 ÷ ‖g‖²: 4 : 1 : 1 of 3.
  check('lengths 1, 2 and 2 at right angles', plain(given([1, 0, 0, 0, 4, 0, 0, 0, 4])), [2, 0.5, 0.5]);
  // Divided by 1 and 2 both are of length 1, half of each: weights as ½ and ¼.
  check('divided by their lengths', mgda({ normalise: 'l2' })(given([1, 0, 0, 4])), [4 / 3, 2 / 3]);
  const losses = Float64Array.of(1, 2);
  check('divided by their losses', mgda({ normalise: 'loss' })(given([1, 0, 0, 4], { losses })), [4 / 3, 2 / 3]);
  // Divided by 1 and 4 the lengths are 1 and ½: shares .2 and .8, weights as .2 ÷ 1 and .8 ÷ 4.
  check('divided by both', mgda({ normalise: 'loss+' })(given([1, 0, 0, 4], { losses })), [1, 1]);
});

it.each(['none', 'l2', 'loss', 'loss+'] as const)('lowers the loss of every task to first order: %s', (normalise) => {
  fc.assert(
    fc.property(someGradients, (gradients) => {
      const losses = Float64Array.from(gradients, (_, task) => 10 ** (task - 2));
      const sizes = gradients.map(
        (g, task) =>
          (normalise.startsWith('l2') || normalise === 'loss+' ? Math.hypot(...g) : 1) *
          (normalise.startsWith('loss') ? losses[task] : 1),
      );
      const weights = mgda({ normalise })(given(productsOf(gradients), { losses }));
      const step = combined(weights, gradients);
      // Of the shortest mean d of gradients g ÷ size, d·g ÷ size ≥ ‖d‖² for each (Désidéri 2012, lemma 2.2).
      const scale = weights.reduce((sum, weight, task) => sum + weight * sizes[task], 0);
      const square = dot(step, step) / scale;
      const longest = Math.max(...gradients.map((g, task) => Math.hypot(...g) / sizes[task]));
      for (const [task, g] of gradients.entries())
        expect(dot(g, step) / sizes[task]).toBeGreaterThanOrEqual(square - 1e-7 * scale * longest * longest);
    }),
    { numRuns: 500 },
  );
});

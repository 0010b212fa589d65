import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cagrad } from '../../../../../kernel/multitask/training/balance/cagrad.ts';
import { combined, dot, given, productsOf, someGradients } from './gradients.ts';

describe('worked out by hand, c = ½', () => {
  const check = (name: string, products: readonly number[], expected: readonly number[]) =>
    it(name, () => {
      const weights = cagrad({ c: 0.5 })(given(products));
      for (const [task, weight] of expected.entries()) expect(weights[task]).toBeCloseTo(weight, 6);
    });
  // g_w = g₀ by symmetry, the step is 1.5 g₀ ÷ 1.25, and twice that of two tasks: 1.2 of each gradient.
  check('two of length 1 at right angles', [1, 0, 0, 1], [1.2, 1.2]);
  // g₁ = 1, g₂ = 3 in one dimension, g₀ = 2: the first gains less, g_w = g₁. (2 + 1) ÷ 1.25 · 2 = 4.8 = 2.4 · 1 + 0.8 · 3.
  check('two that point the same way', [1, 3, 3, 9], [2.4, 0.8]);
});

it('is the plain sum, the mean times the number of tasks, with c = 0', () => {
  fc.assert(
    fc.property(someGradients, (gradients) => {
      for (const weight of cagrad({ c: 0 })(given(productsOf(gradients)))) expect(weight).toBeCloseTo(1, 12);
    }),
  );
});

it('no step within c ‖g₀‖ of the mean gradient gains the least gaining task more', () => {
  const around = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(someGradients, around, fc.constantFrom(0.2, 0.5, 0.9), (gradients, direction, c) => {
      const tasks = gradients.length;
      const g0 = combined(new Float64Array(tasks).fill(1 / tasks), gradients);
      const radius = c * Math.hypot(...g0);
      const found = combined(cagrad({ c })(given(productsOf(gradients))), gradients).map(
        (value) => (value * (1 + c * c)) / tasks,
      );
      const scale = Math.max(...gradients.map((g) => Math.hypot(...g)));
      expect(Math.hypot(...found.map((value, k) => value - g0[k]))).toBeLessThanOrEqual(radius + 1e-6 * scale);
      const length = Math.max(1, Math.hypot(...direction));
      const other = g0.map((value, k) => value + (radius * direction[k]) / length);
      const gain = (step: readonly number[]) => Math.min(...gradients.map((g) => dot(g, step)));
      expect(gain(found)).toBeGreaterThanOrEqual(gain(other) - 2e-4 * scale * scale);
    }),
    { numRuns: 500 },
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastOnSimplex } from '../../../../../kernel/multitask/training/balance/simplex.ts';
import { productsOf, someGradients } from './gradients.ts';

describe('worked out by hand', () => {
  const check = (name: string, A: readonly number[], q: readonly number[], expected: readonly number[]) =>
    it(name, () => {
      const found = leastOnSimplex(Float64Array.from(A), Float64Array.from(q));
      expect([...found]).toEqual(expected.map((value) => expect.closeTo(value, 7)));
    });
  // ½ (w² + 4 (1 − w)²) has slope 5w − 4.
  check('two', [1, 0, 0, 4], [0, 0], [0.8, 0.2]);
  // … and with q = (1, 0) slope 5w − 3.
  check('two with q', [1, 0, 0, 4], [1, 0], [0.6, 0.4]);
  check('a corner', [1, 0, 0, 4], [-9, 0], [1, 0]);
  check('three of which one stays out', [1, 0, 3, 0, 1, 3, 3, 3, 99], [0, 0, 0], [0.5, 0.5, 0]);
  check('the middle of what is equally good', [1, 1, 1, 1], [0, 0], [0.5, 0.5]);
});

it('no point of the simplex is lower', () => {
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(someGradients, shares, fc.constantFrom(0, 0.5, 2), (gradients, other, r) => {
      const n = gradients.length;
      const A = productsOf(gradients);
      const scale = Math.max(...A);
      const q = Float64Array.from({ length: n }, (_, i) => r * A[i]);
      const value = (w: ArrayLike<number>) => {
        let sum = 0;
        for (let i = 0; i < n; i++) {
          sum += q[i] * w[i];
          for (let j = 0; j < n; j++) sum += (w[i] * w[j] * A[i * n + j]) / 2;
        }
        return sum;
      };
      const found = leastOnSimplex(A, q);
      expect(found.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      expect(Math.min(...found)).toBeGreaterThanOrEqual(0);
      const sum = other.slice(0, n).reduce((total, share) => total + share + 1e-9, 0);
      const elsewhere = other.slice(0, n).map((share) => (share + 1e-9) / sum);
      const corners = gradients.map((_, corner) => gradients.map((_, i) => (i === corner ? 1 : 0)));
      for (const w of [elsewhere, ...corners]) expect(value(found)).toBeLessThanOrEqual(value(w) + 2e-9 * scale);
    }),
    { numRuns: 500 },
  );
});

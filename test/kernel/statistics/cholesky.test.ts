import fc from 'fast-check';
import { expect, it } from 'vitest';
import { choleskySolver } from '../../../kernel/statistics/cholesky.ts';

it('[[4, 2], [2, 3]] x = (2, −1): x = (1, −1)', () => {
  expect([...choleskySolver(Float64Array.of(4, 2, 2, 3), 2)([2, -1])]).toEqual([
    expect.closeTo(1, 12),
    expect.closeTo(-1, 12),
  ]);
});

it('solves GᵀG + 1', () => {
  const n = 5;
  const entries = (length: number) =>
    fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: length, maxLength: length });
  fc.assert(
    fc.property(entries(n * n), entries(n), (g, b) => {
      const A = Float64Array.from({ length: n * n }, (_, at) => {
        const [i, j] = [Math.floor(at / n), at % n];
        let sum = i === j ? 1 : 0;
        for (let k = 0; k < n; k++) sum += g[k * n + i] * g[k * n + j];
        return sum;
      });
      const x = choleskySolver(A, n)(b);
      for (let i = 0; i < n; i++)
        expect(x.reduce((sum, value, j) => sum + A[i * n + j] * value, 0)).toBeCloseTo(b[i], 8);
    }),
  );
});

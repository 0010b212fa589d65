import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { symmetricEigen } from '../../../kernel/statistics/symmetric-eigen.ts';

describe('eigenvalues and eigenvectors of a symmetric matrix', () => {
  it('[[2, 1], [1, 2]]: 1 along (1, −1), 3 along (1, 1)', () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    const [low, high] = values[0] < values[1] ? [0, 1] : [1, 0];
    expect([values[low], values[high]]).toEqual([expect.closeTo(1, 12), expect.closeTo(3, 12)]);
    expect(vectors[low] / vectors[2 + low]).toBeCloseTo(-1, 12);
    expect(vectors[high] / vectors[2 + high]).toBeCloseTo(1, 12);
  });

  it('V diag(λ) Vᵀ is the matrix, and VᵀV the identity', () => {
    const n = 6;
    const entries = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: n * n, maxLength: n * n });
    fc.assert(
      fc.property(entries, (given) => {
        const symmetric = Float64Array.from(given, (value, at) => value + given[(at % n) * n + Math.floor(at / n)]);
        const { values, vectors } = symmetricEigen(symmetric.slice(), n);
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++) {
            const whole = values.reduce((sum, value, k) => sum + value * vectors[i * n + k] * vectors[j * n + k], 0);
            expect(whole).toBeCloseTo(symmetric[i * n + j], 8);
            const product = values.reduce((sum, _, k) => sum + vectors[k * n + i] * vectors[k * n + j], 0);
            expect(product).toBeCloseTo(i === j ? 1 : 0, 8);
          }
      }),
    );
  });
});

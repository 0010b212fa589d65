import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contribution, rowNorms, silence } from '../../../../kernel/multitask/gate-report/contribution.ts';
import { effectiveRank, expertSimilarity } from '../../../../kernel/multitask/gate-report/similarity.ts';

describe('linear CKA', () => {
  const similar = (x: number[], y: number[], xWidth = 1, yWidth = 1) =>
    expertSimilarity([x, y], [xWidth, yWidth]).cka[0][1];
  it.each<readonly [string, number, number]>([
    // One column each: the squared correlation. Centred (−1, 0, 1) and (−1, 1, 0): (1 + 0 + 0)² ÷ (2 · 2)
    ['of (0, 1, 2) and (0, 2, 1), by hand', similar([0, 1, 2], [0, 2, 1]), 0.25],
    ['ignores sign, scale and shift', similar([0, 1, 2], [7, 5, 3]), 1],
    // XᵀX = diag(2, 2), Y = its first column: ‖YᵀX‖² = 4, ‖XᵀX‖ = √8, ‖YᵀY‖ = 2
    [
      'of two orthogonal columns and one of them',
      similar([1, 0, -1, 0, 0, 1, 0, -1], [1, -1, 0, 0], 2, 1),
      1 / Math.sqrt(2),
    ],
    ['of an expert that never varies', similar([0, 1, 2], [5, 5, 5]), Number.NaN],
  ])('%s', (_, value, expected) => {
    if (Number.isNaN(expected)) expect(value).toBeNaN();
    else expect(value).toBeCloseTo(expected, 9);
  });

  it('does not change when one side is rotated and scaled; is symmetric, in [0, 1]', () => {
    const matrix = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(matrix, matrix, fc.double({ min: 0, max: 6.28, noNaN: true }), (x, y, angle) => {
        const turned = Array.from({ length: 12 }, (_, row) => {
          const [a, b] = [y[2 * row], y[2 * row + 1]];
          return [3 * (a * Math.cos(angle) - b * Math.sin(angle)), 3 * (a * Math.sin(angle) + b * Math.cos(angle))];
        }).flat();
        const straight = similar(x, y, 2, 2);
        fc.pre(!Number.isNaN(straight));
        expect(similar(x, turned, 2, 2)).toBeCloseTo(straight, 6);
        expect(similar(y, x, 2, 2)).toBeCloseTo(straight, 9);
        expect(straight).toBeLessThanOrEqual(1);
        expect(straight).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

it('cosine of outputs: mean over rows where both speak', () => {
  const { cosine } = expertSimilarity([Float32Array.of(1, 0, 1, 1, 0, 0), Float32Array.of(0, 2, 3, 3, 1, 1)], [2, 2]);
  expect(cosine[0][1]).toBeCloseTo((0 + 1) / 2, 9);
  expect(cosine[0][0]).toBeCloseTo(1, 9);
  expect(
    expertSimilarity(
      [
        [1, 2],
        [1, 2, 3, 4],
      ],
      [1, 2],
    ).cosine[0][1],
  ).toBeNaN();
});

describe('effective rank', () => {
  it.each<readonly [string, readonly number[], number, number]>([
    ['identity of 3', [1, 0, 0, 0, 1, 0, 0, 0, 1], 3, 3],
    ['all units alike, as after a constant initialisation', [0.1, 0.1, 0.1, 0.1, 0.1, 0.1], 3, 1],
    // Singular values 3 and 1: exp(−¾ ln ¾ − ¼ ln ¼)
    ['diag(3, 1)', [3, 0, 0, 1], 2, Math.exp(-0.75 * Math.log(0.75) - 0.25 * Math.log(0.25))],
    ['zero', [0, 0, 0, 0], 2, Number.NaN],
  ])('%s', (_, weights, units, expected) => {
    if (Number.isNaN(expected)) expect(effectiveRank(weights, units)).toBeNaN();
    else expect(effectiveRank(weights, units)).toBeCloseTo(expected, 6);
  });
});

describe('contribution', () => {
  it('weights (½, ½) and (1, 0), norms 3 and 1: (1.5 + 3) ÷ (1.5 + 3 + .5)', () => {
    expect(
      contribution(
        [0.5, 0.5, 1, 0],
        [
          [3, 3],
          [1, 1],
        ],
      ),
    ).toEqual([expect.closeTo(0.9, 12), expect.closeTo(0.1, 12)]);
  });
  it('is the mean weight when all experts speak equally loud', () => {
    expect(
      contribution(
        [0.25, 0.75, 0.5, 0.5],
        [
          [2, 2],
          [2, 2],
        ],
      ),
    ).toEqual([0.375, 0.625]);
  });
  it('norms of rows (3, 4) and (0, 0)', () => expect([...rowNorms(Float32Array.of(3, 4, 0, 0), 2)]).toEqual([5, 0]));
  it('of silent experts is not a number', () =>
    expect(contribution([0.5, 0.5], [[0], [0]])).toEqual([Number.NaN, Number.NaN]));
});

it('silence: one of four units never active, 6 of 20 activations not 0', () => {
  expect(silence([3, 0, 1, 2], 5)).toEqual({ deadUnits: 0.25, zeros: 0.7 });
});

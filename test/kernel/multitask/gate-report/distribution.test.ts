import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cosine,
  entropy,
  hillNumbers,
  jensenShannon,
  normalisedEntropy,
  sharedWeight,
  squaredVariation,
} from '../../../../kernel/multitask/gate-report/distribution.ts';

describe('by hand', () => {
  // −½ ln ½ − ¼ ln ¼ − ¼ ln ¼ = 1.5 ln 2
  const p = [0.5, 0.25, 0.25];
  it.each<readonly [string, number, number]>([
    ['entropy', entropy(p), 1.5 * Math.log(2)],
    ['normalised entropy', normalisedEntropy(p), 1.5 * (Math.log(2) / Math.log(3))],
    ['Hill number of order 1', hillNumbers(p).order1, 2 ** 1.5],
    ['Hill number of order 2: 1 ÷ (¼ + 1/16 + 1/16)', hillNumbers(p).order2, 8 / 3],
    ['CV²: 3 · 3/8 − 1', squaredVariation(p), 1 / 8],
    ['shared weight with (¼, ½, ¼)', sharedWeight(p, [0.25, 0.5, 0.25]), 0.75],
    // m = (⅝, ⅛, ¼): ½ [½ lg 0.8 + ¼ lg 2 + ¼ lg 1 + ¾ lg 1.2 + ¼ lg 1]
    ['JS with (¾, 0, ¼)', jensenShannon(p, [0.75, 0, 0.25]), (0.5 * Math.log2(0.8) + 0.25 + 0.75 * Math.log2(1.2)) / 2],
    ['JS of disjoint distributions, in bits', jensenShannon([1, 0], [0, 1]), 1],
    ['cosine of (½, ¼, ¼) and (0, 1, 0): ¼ ÷ √⅜', cosine(p, [0, 1, 0]), 0.25 / Math.sqrt(3 / 8)],
  ])('%s', (_, value, expected) => expect(value).toBeCloseTo(expected, 6));
});

/** A distribution over n outcomes, zeros included. */
const distribution = (n: number) =>
  fc
    .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: n, maxLength: n })
    .filter((values) => values.some((value) => value > 1e-6))
    .map((values) => {
      const sum = values.reduce((total, value) => total + value, 0);
      return values.map((value) => value / sum);
    });
const pair = fc.integer({ min: 2, max: 12 }).chain((n) => fc.tuple(distribution(n), distribution(n)));

describe('identities', () => {
  it('one outcome: entropy 0, effective 1, CV² n − 1', () =>
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 64 }), fc.nat(), (n, at) => {
        const p = Array.from({ length: n }, (_, i) => (i === at % n ? 1 : 0));
        expect([entropy(p), hillNumbers(p).order1, hillNumbers(p).order2, squaredVariation(p)]).toEqual([
          0,
          1,
          1,
          n - 1,
        ]);
      }),
    ));

  it('even: entropy 1, effective n, CV² 0', () =>
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 64 }), (n) => {
        const p = new Array<number>(n).fill(1 / n);
        expect(normalisedEntropy(p)).toBeCloseTo(1, 12);
        expect(hillNumbers(p).order1).toBeCloseTo(n, 9);
        expect(hillNumbers(p).order2).toBeCloseTo(n, 9);
        expect(squaredVariation(p)).toBeCloseTo(0, 12);
      }),
    ));

  it('1 ≤ order 2 ≤ order 1 ≤ n, and CV² = n ÷ order 2 − 1', () =>
    fc.assert(
      fc.property(pair, ([p]) => {
        const { order1, order2 } = hillNumbers(p);
        expect(order2).toBeGreaterThanOrEqual(1 - 1e-9);
        expect(order1).toBeGreaterThanOrEqual(order2 - 1e-9);
        expect(order1).toBeLessThanOrEqual(p.length + 1e-9);
        expect(squaredVariation(p)).toBeCloseTo(p.length / order2 - 1, 9);
      }),
    ));

  it('JS is symmetric, 0 with itself, in [0, 1], and at most the weight not shared', () =>
    fc.assert(
      fc.property(pair, ([p, q]) => {
        const js = jensenShannon(p, q);
        expect(js).toBeCloseTo(jensenShannon(q, p), 12);
        expect(jensenShannon(p, p)).toBeCloseTo(0, 12);
        expect(js).toBeLessThanOrEqual(1 - sharedWeight(p, q) + 1e-9); // Lin 1991, theorem 3: JS ≤ total variation
      }),
    ));
});

import { describe, expect, it } from 'vitest';
import { holm } from '../../../kernel/statistics/holm.ts';
import { twoSidedStudent } from '../../../kernel/statistics/student.ts';

describe('Holm, worked out by hand', () => {
  const check = (given: readonly number[], expected: readonly number[]) =>
    it(`${given} → ${expected}`, () => {
      const rounded = (values: readonly number[]) => values.map((value) => Math.round(value * 1e12) / 1e12);
      expect(rounded(holm(given))).toEqual(rounded(expected));
    });
  // The smallest times 4, the next times 3, then 2, then 1; never below the one before.
  check([0.01, 0.04, 0.03, 0.005], [0.03, 0.06, 0.06, 0.02]);
  check([0.2, 0.6], [0.4, 0.6]);
  check([0.9, 0.8, 0.7], [1, 1, 1]);
  check([0.02], [0.02]);
  check([], []);
  // One that cannot be computed is no test.
  check([0.02, Number.NaN, 0.03], [0.04, Number.NaN, 0.04]);
});

describe('p of Student, scipy.stats.t.sf(t, df) * 2', () => {
  const check = (t: number, freedom: number, expected: number) =>
    it(`t ${t}, ${freedom}`, () => expect(twoSidedStudent(t, freedom)).toBeCloseTo(expected, 10));
  check(0, 4, 1);
  check(1, 1, 0.5);
  check(2.2621571627409915, 9, 0.05);
  check(-2.2621571627409915, 9, 0.05);
  // 1 − 2 ÷ √(2 + 4) for two degrees of freedom.
  check(2, 2, 1 - 2 / Math.sqrt(6));
  check(Number.POSITIVE_INFINITY, 3, 0);
});

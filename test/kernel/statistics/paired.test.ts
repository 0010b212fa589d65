import { describe, expect, test } from 'vitest';
import { estimate, pairedDifference } from '../../../kernel/statistics/paired.ts';
import { studentQuantile } from '../../../kernel/statistics/student.ts';

/** Each number is worked out by hand in the comment. */
describe('worked out by hand', () => {
  const check = (name: string, actual: () => number, expected: number) =>
    test(name, () => expect(actual()).toBeCloseTo(expected, 6));

  // tan(.95 · π ÷ 2) for one degree of freedom, .95 · √(2 ÷ (1 − .95²)) for two.
  check('t of one degree of freedom', () => studentQuantile(0.95, 1), Math.tan((0.95 * Math.PI) / 2));
  check('t of two degrees of freedom', () => studentQuantile(0.95, 2), 0.95 * Math.sqrt(2 / 0.0975));
  // From printed tables.
  check('t of three degrees of freedom', () => studentQuantile(0.95, 3), 3.18244631);
  check('t of nine degrees of freedom', () => studentQuantile(0.95, 9), 2.26215716);
  check('t of 49 degrees of freedom', () => studentQuantile(0.95, 49), 2.00957524);
  check('t of many is that of the normal distribution', () => studentQuantile(0.95, 1_000_000), 1.9599663);
  check('t of another level', () => studentQuantile(0.5, 1), 1);

  // Squares about 2.5: 2.25 + 0.25 + 0.25 + 2.25 = 5; √(5 ÷ 3 ÷ 4).
  check('mean', () => estimate([1, 2, 3, 4]).mean, 2.5);
  check('standard error', () => estimate([1, 2, 3, 4]).error, Math.sqrt(5 / 12));

  // Differences 2, 3, 1: mean 2, sd 1, so the interval is 2 ± 4.302653 ÷ √3.
  const within = () => pairedDifference([3, 5, 4], [1, 2, 3]);
  check('mean difference', () => within().mean, 2);
  check('error of a mean difference', () => within().error, 1 / Math.sqrt(3));
  check('lower end', () => within().lower, 2 - 4.3026527 / Math.sqrt(3));
  check('upper end', () => within().upper, 2 + 4.3026527 / Math.sqrt(3));
});

describe('a verdict', () => {
  const check = (a: readonly number[], b: readonly number[], verdict: string) =>
    test(`${a.join(', ')} against ${b.join(', ')}: ${verdict}`, () => {
      expect(pairedDifference(a, b).verdict).toBe(verdict);
    });
  check([3, 5, 4], [1, 2, 3], 'not distinguishable');
  check([3, 4, 3.5], [1, 2, 1.6], 'higher');
  check([1, 2, 1.6], [3, 4, 3.5], 'lower');
  // Two models that always agree: the interval is a point, and it is 0.
  check([1, 2], [1, 2], 'not distinguishable');
});

test('one number has no standard error', () => {
  expect(() => estimate([1])).toThrow('needs two numbers');
});
test('pairs that are none are refused', () => {
  expect(() => pairedDifference([1, 2], [1])).toThrow('2, 1');
});

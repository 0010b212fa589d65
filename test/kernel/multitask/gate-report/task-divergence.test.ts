import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jensenShannon } from '../../../../kernel/multitask/gate-report/distribution.ts';
import { ownership, taskDivergence } from '../../../../kernel/multitask/gate-report/task-divergence.ts';

describe('by hand: gates that choose (0, 1) and (1, 0) in two rows, against (0, 1) twice', () => {
  const of = taskDivergence([1, 0, 0, 1], [0, 1, 0, 1], 2);
  it.each<readonly [string, number, number]>([
    ['of means (½, ½) and (0, 1)', of.ofMeans, jensenShannon([0.5, 0.5], [0, 1])],
    ['per row: 1 bit and 0 bit', of.perRow, 0.5],
    ['shared weight', of.shared, 0.5],
    ['cosine ½ ÷ √½', of.cosine, Math.SQRT1_2],
    ['no correlation with a constant gate', of.correlation, Number.NaN],
  ])('%s', (_, value, expected) => {
    if (Number.isNaN(expected)) expect(value).toBeNaN();
    else expect(value).toBeCloseTo(expected, 12);
  });

  it('opposite choices are correlated by −1', () => {
    expect(taskDivergence([1, 0, 0, 1], [0, 1, 1, 0], 2).correlation).toBeCloseTo(-1, 12);
  });
});

it('ownership: (.4, .6) and (.1, .9) own 4/5 and 1/5 of the first expert', () => {
  const owned = ownership([
    [0.4, 0.6, 0],
    [0.1, 0.9, 0],
  ]);
  expect(owned[0].slice(0, 2)).toEqual([expect.closeTo(0.8, 12), expect.closeTo(0.4, 12)]);
  expect(owned[1].slice(0, 2)).toEqual([expect.closeTo(0.2, 12), expect.closeTo(0.6, 12)]);
  expect([owned[0][2], owned[1][2]]).toEqual([Number.NaN, Number.NaN]);
});

it('identical gates do not diverge; the rows diverge at least as much as their means', () => {
  const row = fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }).map((values) => {
    const sum = values.reduce((total, value) => total + value, 0);
    return values.map((value) => value / sum);
  });
  const rows = fc.array(fc.tuple(row, row), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(rows, (pairs) => {
      const [a, b] = [pairs.flatMap(([first]) => first), pairs.flatMap(([, second]) => second)];
      const same = taskDivergence(a, a, 3);
      expect([same.ofMeans, same.perRow]).toEqual([expect.closeTo(0, 9), expect.closeTo(0, 9)]);
      expect(same.shared).toBeCloseTo(1, 9);
      const of = taskDivergence(a, b, 3);
      expect(of.perRow).toBeGreaterThanOrEqual(of.ofMeans - 1e-9); // JS is jointly convex
    }),
  );
});

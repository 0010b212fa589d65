import { describe, expect, it } from 'vitest';
import { halton } from '../../../../../kernel/multitask/experiments/search/halton.ts';
import { createPick, repeatPicks, type SearchAxis } from '../../../../../kernel/multitask/experiments/search/pick.ts';
import { rungs } from '../../../../../kernel/multitask/experiments/search/rungs.ts';

const at = (share: number, axes: SearchAxis[] = []) => createPick(axes, () => share);

describe('what is picked', () => {
  it('lies evenly on its list or range', () => {
    const { pick, picks } = at(0.5);
    expect(pick('experts', [2, 4, 8, 16])).toBe(8);
    expect(pick.linear('dropout', 0, 0.4)).toBe(0.2);
    expect(pick.log('learningRate', 1e-4, 1e-2)).toBeCloseTo(1e-3, 12);
    expect(pick.integer('units', 1, 4)).toBe(3);
    expect(picks).toEqual({ experts: 8, dropout: 0.2, learningRate: pick.log('learningRate', 1e-4, 1e-2), units: 3 });
    expect(at(0).pick.integer('units', 1, 4)).toBe(1);
    expect(at(1 - 1e-12).pick.integer('units', 1, 4)).toBe(4);
    expect(at(1 - 1e-12).pick('a', ['x', 'y'])).toBe('y');
  });

  it('is the same when asked for twice, and an axis of its own where a trial asks for more', () => {
    const axes: SearchAxis[] = [];
    const places: number[] = [];
    const choose = (_: SearchAxis, position: number) => {
      places.push(position);
      return 0.1;
    };
    createPick(axes, choose).pick('a', [1, 2]);
    const second = createPick(axes, choose);
    second.pick('b', [1, 2]);
    second.pick('a', [1, 2]);
    second.pick('a', [1, 2]);
    expect(places).toEqual([0, 1, 0]);
    expect(axes.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it.each([
    [() => at(0).pick('', [1]), /the name of what is picked/],
    [() => at(0).pick('a', []), /"a"/],
    [() => at(0).pick.log('a', 0, 1), /first number of "a" is 0; a number above 0/],
    [() => at(0).pick.linear('a', 2, 1), /"a" goes from 2 to 1/],
    [() => at(0).pick.linear('a', 0, Number.NaN), /last number of "a"/],
    [() => at(0).pick.integer('a', 0, 1.5), /whole number/],
    [
      () => {
        const { pick } = at(0);
        pick('a', [1]);
        pick('a', [2]);
      },
      /"a" is picked from other values than before/,
    ],
    [() => repeatPicks({ a: 1 })('b', [1]), /did not pick "b"/],
  ])('is refused in words: %#', (pick, message) => {
    expect(pick).toThrow(message);
  });
});

it('Halton: each axis is covered evenly by any number of first points, and depends on the seed', () => {
  const point = halton(1);
  for (const [dimension, base] of [2, 3, 5, 7].entries()) {
    const cells = Array.from({ length: base * base }, (_, i) => Math.floor(point(i, dimension) * base * base));
    expect(cells.toSorted((a, b) => a - b)).toEqual(Array.from({ length: base * base }, (_, i) => i));
  }
  const others = [2, 3, 4, 5].map((seed) => halton(seed)(1, 3));
  expect(new Set(others).size).toBeGreaterThan(1);
  // Two axes of one point have nothing to do with each other: the correlation of 400 points is under .1.
  const [x, y] = [4, 5].map((dimension) => Array.from({ length: 400 }, (_, i) => point(i, dimension) - 0.5));
  const product = (a: number[], b: number[]) => a.reduce((sum, each, i) => sum + each * b[i], 0);
  expect(Math.abs(product(x, y) / Math.sqrt(product(x, x) * product(y, y)))).toBeLessThan(0.1);
});

describe('rungs of successive halving', () => {
  it.each([
    // 27 trials of 9 epochs, a third goes on: 27 of 1, 9 of 3, 3 of 9.
    [27, 9, 1 / 3, ['27 × 1', '9 × 3', '3 × 9']],
    [20, 5, 1 / 3, ['20 × 1.67', '6 × 5']],
    [2, 9, 1 / 3, ['2 × 9']],
    [8, 8, 1 / 2, ['8 × 1', '4 × 2', '2 × 4', '1 × 8']],
    [8, 8, 1, ['8 × 8']],
    [5, 1, 1 / 3, ['5 × 1']],
  ] as const)('%i trials of %i epochs, %f go on', (trials, epochs, keep, expected) => {
    const words = rungs(trials, epochs, keep).map(
      (rung) => `${rung.trials} × ${Number((rung.share * epochs).toFixed(2))}`,
    );
    expect(words).toEqual(expected);
  });
});

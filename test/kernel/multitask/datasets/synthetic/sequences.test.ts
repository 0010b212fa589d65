import { describe, expect, test } from 'vitest';
import { sequences } from '../../../../../kernel/multitask/datasets/synthetic/sequences.ts';
import * as metrics from '../../../../../kernel/multitask/metrics/index.ts';
import { expectDrawnWith } from '../../../../support/drawn-with.ts';

const data = sequences({ rows: 20_000, items: 50, categories: 6, longest: 8, seed: 2 });

test('histories have the values of the item shown, and of its category', () => {
  const { columns } = data.features;
  expect(columns.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'categorical item',
    'categorical category',
    'list item history',
    'list category history',
  ]);
  const values = columns.map((column) => (column.kind === 'numeric' ? [] : column.values));
  expect(values[2]).toBe(values[0]);
  expect(values[3]).toBe(values[1]);
  expect(values.map(({ length }) => length)).toEqual([50, 6, 50, 6]);
});

describe.each(['train', 'validation', 'test'] as const)('%s', (part) => {
  const { categorical, lists, length } = data[part];
  const [items, categories] = categorical;
  const [itemHistory, categoryHistory] = lists;

  test('every item is of one category, also in the history', () => {
    expect(length).toBe(part === 'train' ? 20_000 : 4000);
    const categoryOf = new Map<number, number>();
    const seen = [...pairs(items, categories), ...pairs(itemHistory.codes, categoryHistory.codes)];
    for (const [item, category] of seen) {
      expect(categoryOf.get(item) ?? category).toBe(category);
      categoryOf.set(item, category);
    }
    expect(categoryHistory.offsets).toEqual(itemHistory.offsets);
  });

  test('lengths are from 0 to the longest, and the truth counts the matches', () => {
    const lengths = Array.from({ length }, (_, row) => itemHistory.offsets[row + 1] - itemHistory.offsets[row]);
    expect(Math.min(...lengths)).toBe(0);
    expect(Math.max(...lengths)).toBe(8);
    const matches = lengths.map((count, row) => {
      const from = itemHistory.offsets[row];
      return categoryHistory.codes.subarray(from, from + count).filter((code) => code === categories[row]).length;
    });
    expect([...data.truth[part].matches]).toEqual(matches);
  });

  test.each(['click', 'like'] as const)('%s is drawn with its true probability', (task) => {
    const labels = data[part].labels[task];
    expectDrawnWith(labels, data.truth[part][task]);
    expect(metrics.auc(labels, data.truth[part][task])).toBeGreaterThan(0.65);
  });
});

test('the interest is the item, the mean of the history and ln(1 + matches)', () => {
  // Rows of one item whose history is empty differ in nothing: their probabilities are one number.
  const { categorical, lists } = data.train;
  const { click, matches } = data.truth.train;
  const empty = new Map<number, number>();
  for (let row = 0; row < click.length; row++) {
    if (lists[0].offsets[row + 1] > lists[0].offsets[row]) continue;
    expect(matches[row]).toBe(0);
    const known = empty.get(categorical[0][row]) ?? click[row];
    expect(click[row]).toBe(known);
    empty.set(categorical[0][row], known);
  }
  expect(empty.size).toBeGreaterThan(40);
  // A history of items of the category shown alone: the logit grows by ln 3 − ln 2 from one item to two.
  const only = (count: number) => {
    for (let row = 0; row < click.length; row++) {
      const [from, to] = [lists[0].offsets[row], lists[0].offsets[row + 1]];
      if (to - from === count && matches[row] === count && categorical[0][row] === 0) return logit(click[row]);
    }
    throw new Error(`There is no such history of ${count}.`);
  };
  expect(only(2) - only(1)).toBeCloseTo(Math.log(3 / 2), 4);
});

test('without a match, the history says the same of every item', () => {
  const rank = (match: number) => {
    const { truth } = sequences({ rows: 4000, match });
    const some = truth.train.matches.map((n) => (n > 0 ? 1 : 0));
    return metrics.auc(some, truth.train.click);
  };
  expect(Math.abs(rank(0) - 0.5)).toBeLessThan(0.1);
  expect(rank(2)).toBeGreaterThan(0.9);
});

test('the same seed gives the same rows, another seed others', () => {
  const [one, again, other] = [1, 1, 3].map((seed) => sequences({ rows: 500, seed }));
  expect(again).toEqual(one);
  expect(other.train.labels.click).not.toEqual(one.train.labels.click);
});

test('fewer items than categories are an error', () => {
  expect(() => sequences({ items: 5, categories: 6 })).toThrow(
    'sequences: 5 items are fewer than 6 categories; each has one at least.',
  );
});

function pairs(a: ArrayLike<number>, b: ArrayLike<number>): [number, number][] {
  return Array.from(a, (value, i) => [value, b[i]]);
}

function logit(p: number): number {
  return Math.log(p / (1 - p));
}

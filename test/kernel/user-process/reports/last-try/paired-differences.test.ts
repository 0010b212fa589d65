import { describe, expect, test } from 'vitest';
import type { Rows } from '../../../../../kernel/multitask/data/dataset.ts';
import type { RunTask } from '../../../../../kernel/multitask/training/events.ts';
import {
  pairedDifferences,
  predictionsByTask,
} from '../../../../../kernel/user-process/reports/last-try/paired-differences.ts';
import { rowsPrint } from '../../../../../kernel/user-process/reports/last-try/rows-print.ts';

const tasks: readonly RunTask[] = [
  { name: 'click', kind: 'binary', output: 'pCTR' },
  { name: 'spend', kind: 'numeric' },
];
const rowsOf = (labels: Readonly<Record<string, readonly number[]>>, more: Partial<Rows> = {}): Rows => ({
  length: 4,
  columns: [],
  numeric: [],
  categorical: [],
  lists: [],
  labels: Object.fromEntries(Object.entries(labels).map(([name, values]) => [name, Float32Array.from(values)])),
  ...more,
});
const rows = rowsOf({ click: [0, 0, 1, 1], spend: [0, 0, Number.NaN, Number.NaN] });
const predicted = (pCTR: readonly number[], spend: readonly number[], of = rows) => {
  const predictions = { pCTR: Float32Array.from(pCTR), spend: Float32Array.from(spend) };
  const validated = { epoch: 1, rows: of, predictions };
  return { validated, kept: { print: rowsPrint(of), byTask: predictionsByTask(tasks, validated) } };
};
const own = predicted([0.1, 0.4, 0.35, 0.8], [1, 3, 7, 7]);
const before = predicted([0.1, 0.2, 0.3, 0.4], [1, 1, 7, 7]);
const compared = (other = before.kept) => pairedDifferences(tasks, own.validated, own.kept, other);

test('worked out by hand: AUC after DeLong, RMSE from the influence of each row', () => {
  const { differences, reason } = compared();
  expect(reason).toBeUndefined();
  const [click, spend] = differences;
  // AUC ¾ − 1, its paired error √⅛: −.25 ± 1.96 · .3536.
  expect(click).toMatchObject({ task: 'click', metric: 'AUC', mean: -0.25, rows: 4 });
  expect(click.lower).toBeCloseTo(-0.942951, 5);
  expect(click.upper).toBeCloseTo(0.442951, 5);
  // Squared errors 1 and 9 against 1 and 1: √5 − 1. The mean of the first two has the error 4, its root 4 ÷ 2√5 = .8944.
  expect(spend).toMatchObject({ task: 'spend', metric: 'RMSE', rows: 2 });
  expect(spend.mean).toBeCloseTo(1.236068, 5);
  expect(spend.lower).toBeCloseTo(1.236068 - 1.959964 * 0.894427, 5);
  expect(spend.upper).toBeCloseTo(1.236068 + 1.959964 * 0.894427, 5);
});

test('the same predictions differ by exactly nothing', () => {
  for (const { mean, lower, upper } of compared(own.kept).differences) expect([mean, lower, upper]).toEqual([0, 0, 0]);
});

describe('no difference, and why', () => {
  test('other rows', () => {
    const others = rowsOf({ click: [0, 1, 0, 1], spend: [0, 1, 2, 3] });
    const { differences, reason } = compared(predicted([1, 1, 1, 1], [1, 1, 1, 1], others).kept);
    expect(differences).toEqual([]);
    expect(reason).toBe('The validation rows are others than those of the last try, so there is nothing to pair.');
  });

  test('labels of one task are others', () => {
    const others = rowsOf({ click: [0, 0, 1, 1], spend: [5, 0, Number.NaN, Number.NaN] });
    const { differences, reason } = compared(predicted([1, 1, 1, 1], [1, 1, 1, 1], others).kept);
    expect(differences.map(({ task }) => task)).toEqual(['click']);
    expect(reason).toMatch(/^spend: the validation rows are others/);
  });

  test('a task that the last try did not have', () => {
    const { click } = before.kept.byTask;
    const { differences, reason } = compared({ ...before.kept, byTask: { click } });
    expect(differences).toHaveLength(1);
    expect(reason).toBe('spend: the last try did not have it.');
  });

  test('one class', () => {
    const ones = rowsOf({ click: [1, 1, 1, 1], spend: [0, 0, 0, 0] });
    const both = predicted([0.1, 0.2, 0.3, 0.4], [1, 1, 1, 1], ones);
    const { reason } = pairedDifferences(tasks, both.validated, both.kept, both.kept);
    expect(reason).toContain('click: All 4 labels are 1: there is no AUC.');
  });
});

describe('rows are known again by labels, weights and most columns', () => {
  const columns = ['a', 'b', 'c'].map((name) => ({ kind: 'numeric', name, mean: 0, sd: 1 }) as const);
  const made = (numeric: readonly (readonly number[])[], weights?: readonly number[]) =>
    rowsOf(
      { click: [0, 0, 1, 1], spend: [1, 2, 3, 4] },
      {
        columns,
        numeric: numeric.map((values) => Float32Array.from(values)),
        ...(weights && { weights: Float32Array.from(weights) }),
      },
    );
  const [a, b, c, d] = [
    [1, 2, 3, 4],
    [5, 6, 7, Number.NaN],
    [9, 9, 9, 9],
    [0, 1, 0, 1],
  ];
  const first = made([a, b, c]);
  const pairs = (other: Rows) =>
    pairedDifferences(
      tasks,
      predicted([0, 0, 1, 1], [1, 2, 3, 4], first).validated,
      predicted([0, 0, 1, 1], [1, 2, 3, 4], first).kept,
      predicted([0, 0, 1, 1], [1, 2, 3, 4], other).kept,
    ).differences.length;
  test.each([
    ['made anew', made([a, b, c]), 2],
    ['a feature made anew', made([a, b, d]), 2],
    ['most columns others', made([a, d, d]), 0],
    ['other weights', made([a, b, c], [1, 1, 1, 2]), 0],
  ])('%s', (_, other, expected) => expect(pairs(other)).toBe(expected));
});

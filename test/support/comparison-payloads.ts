import type { ComparisonPayload, ComparisonRow } from '../../kernel/payloads/comparison.ts';

/** A row whose seeds lie .001 apart about its mean. */
export function comparisonRow(
  candidate: string,
  mean: number,
  judgement: ComparisonRow['judgement'],
  seeds = 4,
): ComparisonRow {
  const differences = Array.from({ length: seeds }, (_, i) => ({ seed: i + 1, value: mean + 0.001 * (i - 1.5) }));
  const interval = { mean, lower: mean - 0.002, upper: mean + 0.002, adjusted: 0.01 };
  return judgement === 'baseline'
    ? { candidate, mean: 0.9, error: 0.001, differences: [], interval: null, judgement }
    : { candidate, mean: 0.9 + mean, error: 0.001, differences, interval, judgement };
}

/** Two candidates beside a baseline, in the middle of the last trial. */
export const comparisonExample: ComparisonPayload = {
  version: 1,
  state: 'running',
  baseline: 'single',
  candidates: ['single', 'MMoE', 'a candidate with a very long name'],
  seeds: 5,
  trials: { done: 12, failed: 1, of: 15 },
  running: [{ candidate: 'MMoE', seed: 5, epoch: 1, epochs: 10 }],
  secondsLeft: 83,
  tasks: [
    {
      name: 'income',
      metric: 'auc',
      rows: [
        comparisonRow('single', 0, 'baseline'),
        comparisonRow('MMoE', 0.004, 'better'),
        comparisonRow('a candidate with a very long name', 0.0002, 'not distinguishable'),
      ],
    },
  ],
};

const [income] = comparisonExample.tasks;
const [single, mmoe, long] = comparisonExample.candidates;
const ended = { running: [], secondsLeft: null };

/** By the last part of the example's file name. */
export const comparisonExamples = {
  running: comparisonExample,
  finished: {
    ...comparisonExample,
    ...ended,
    state: 'finished',
    trials: { done: 15, failed: 0, of: 15 },
    tasks: [
      income,
      {
        name: 'hours a week',
        metric: 'rmse',
        rows: [
          comparisonRow(single, 0, 'baseline'),
          comparisonRow(mmoe, -0.004, 'better'),
          comparisonRow(long, 0.009, 'worse', 40),
        ],
      },
    ],
  },
  'one-seed': {
    ...comparisonExample,
    ...ended,
    state: 'finished',
    seeds: 1,
    trials: { done: 3, failed: 0, of: 3 },
    tasks: [{ ...income, rows: income.rows.map(ofOneSeed) }],
  },
  'failed-trial': {
    ...comparisonExample,
    ...ended,
    state: 'finished',
    trials: { done: 10, failed: 5, of: 15 },
    tasks: [
      {
        ...income,
        rows: income.rows.map((row) =>
          row.candidate === long
            ? { ...row, mean: null, error: null, differences: [], interval: null, judgement: 'too few seeds' }
            : row,
        ),
      },
    ],
  },
} satisfies Readonly<Record<string, ComparisonPayload>>;

function ofOneSeed(row: ComparisonRow): ComparisonRow {
  if (row.judgement === 'baseline') return { ...row, error: null };
  return { ...row, error: null, differences: row.differences.slice(0, 1), interval: null, judgement: 'too few seeds' };
}

import { describe, expect, it } from 'vitest';
import { answerLines, lossWords, rowsWords } from '../../../../../kernel/payloads/reading/gates/answers.ts';
import { gatesPayload } from '../../../../../kernel/user-process/reports/gates-payload.ts';
import { gateExamples } from '../../../../support/gate-examples.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const healthy = gatesPayload(gateExamples.healthy);
const [level] = healthy.levels;

describe('a loss in words', () => {
  it.each([
    ['auc', -0.00412, 0.0012, 'AUC −.0041 ± .0012'],
    ['auc', 0.00002, 0.0002, 'AUC .0000 ± .0002'],
    ['rmse', 12.345, 1.5, 'RMSE +12.3 ± 1.50'],
    ['rmse', -0.00123, 0.0004, 'RMSE −.00123 ± .000400'],
    ['auc', -0.5, null, 'AUC −.5000 ± –'],
  ] as const)('%s %s ± %s', (metric, difference, error, words) => {
    expect(plain(lossWords({ task: 0, metric, difference, error }))).toBe(words);
  });

  it('or why there is no number', () => {
    const nothing = { task: 0, metric: 'auc', difference: null, error: null } as const;
    expect(lossWords({ ...nothing, reason: 'All 5 labels are 0: there is no AUC.' })).toBe(
      'AUC –: All 5 labels are 0: there is no AUC.',
    );
    expect(lossWords(nothing)).toBe('AUC –: it cannot be computed');
  });
});

it('the rows of a bar are named by gate, expert, weight and number', () => {
  const rows = { gate: 1, expert: 2, bin: 19, low: 0.95, high: 1, count: 1204, columns: [], lines: [] };
  expect(rowsWords(level, rows)).toBe('marital gives E2 a weight of .95 to 1 in 1,204 rows');
  expect(rowsWords(level, { ...rows, low: 0, high: 0.05, count: 1 })).toBe(
    'marital gives E2 a weight of 0 to .05 in 1 row',
  );
});

it('lines of text: one an expert that was asked; an expert that no task uses changes nothing', () => {
  const experts = level.experts.map((each, e) =>
    e === 0
      ? { ...each, without: { rows: 9, tasks: [{ task: 1, metric: 'auc', difference: -0.1, error: 0.02 } as const] } }
      : each,
  );
  const idle = experts.map((each, e) => (e === 3 ? { ...each, without: { rows: 9, tasks: [] } } : each));
  const lines = answerLines({ ...healthy, levels: [{ ...level, experts: idle }] });
  expect(lines.map(plain)).toEqual(['Without E0: marital AUC −.1000 ± .0200', 'Without E3: no task changes']);
  expect(answerLines(healthy)).toEqual([]);
});

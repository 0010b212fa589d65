import { describe, expect, it } from 'vitest';
import { lastTryWords, leavesZeroOut } from '../../../../kernel/payloads/reading/last-try.ts';
import type { TrainingBefore } from '../../../../kernel/payloads/training.ts';
import { plainText } from '../../../../kernel/text/index.ts';
import { trainingExamples } from '../../../support/training-payloads.ts';

const { finished } = trainingExamples;
const rival = trainingExamples['shared-bottom'];
const words = (before: Omit<TrainingBefore, 'payload'>) => {
  const found = lastTryWords({ ...finished, before: { payload: rival, ...before } });
  if (!found) throw new Error('there is a last try');
  return found;
};
const none = { removed: [], added: [], more: 0 };

it('says nothing where there is no last try', () => expect(lastTryWords(finished)).toBeUndefined());

describe('what changed', () => {
  it.each<[string, TrainingBefore['changed'], string]>([
    [
      'an option, and the line that names it only once',
      {
        settings: [{ name: 'learningRate', from: '0.003', to: '0.01' }],
        lines: {
          removed: ['fit(rows, { learningRate: 0.003 })'],
          added: ['fit(rows, { learningRate: 0.01 })'],
          more: 0,
        },
      },
      'What changed: learningRate .003 → .01.',
    ],
    [
      'lines that name no option',
      { settings: [], lines: { removed: ['a()'], added: ['b()', 'c()'], more: 0 } },
      'What changed: − a(), + b(), + c().',
    ],
    [
      'options of another model',
      {
        settings: [
          { name: 'experts', from: '8' },
          { name: 'bottomUnits', to: '[16]' },
        ],
        lines: none,
      },
      'What changed: experts 8 → none, bottomUnits [16], which it did not have.',
    ],
    ['nothing', { settings: [], lines: none }, 'Nothing changed in its options or the text of the cell.'],
    ['nothing that is known', { settings: [] }, 'Nothing changed in its options.'],
    [
      'very much',
      {
        settings: Array.from({ length: 11 }, (_, i) => ({ name: `o${i}`, from: '1', to: '2' })),
        lines: { removed: [], added: ['a', 'b', 'c', 'd'], more: 5 },
      },
      'What changed: o0 1 → 2, o1 1 → 2, o2 1 → 2, o3 1 → 2, o4 1 → 2, o5 1 → 2, o6 1 → 2, o7 1 → 2, + a, + b, + c and 9 more.',
    ],
  ])('%s', (_, changed, expected) =>
    expect(plainText(words({ changed }).changed)).toBe(`Grey: run 12 of this cell. ${expected}`),
  );

  it('an option is code, and so is a line', () => {
    const { changed } = words({ changed: { settings: [{ name: 'l2', from: '0', to: '1' }], lines: none } });
    expect(changed.filter(({ style }) => style === 'code').map(({ text }) => text)).toEqual(['l2 0 → 1']);
  });
});

describe('what came of it', () => {
  const changed = { settings: [], lines: none };
  const higher = { task: 'income', metric: 'AUC', mean: 0.0021, lower: 0.0007, upper: 0.0035, rows: 10_000 } as const;
  const same = { task: 'marital', metric: 'AUC', mean: 0.0001, lower: -0.0003, upper: 0.0005, rows: 10_000 } as const;

  it('nothing before the end', () => expect(words({ changed }).came).toEqual([]));

  it('is bold only where the interval leaves 0 out', () => {
    const { came } = words({ changed, differences: [higher, same] });
    expect(plainText(came)).toBe(
      'income AUC +.0021 [+.0007, +.0035] · marital AUC +.0001 [−.0003, +.0005], paired on the same 10,000 rows.',
    );
    expect(came.filter(({ style }) => style === 'strong').map(({ text }) => text)).toEqual(['+.0021']);
    expect([leavesZeroOut(higher), leavesZeroOut(same), leavesZeroOut({ ...same, lower: 0, upper: 0 })]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('an RMSE of any size has two digits of its interval', () => {
    const spend = { task: 'spend', metric: 'RMSE', mean: -123.456, lower: -200, upper: -40, rows: 7 } as const;
    expect(plainText(words({ changed, differences: [spend] }).came)).toBe(
      'spend RMSE −123 [−200, −40], paired on the same 7 rows.',
    );
  });

  it('or why it has none', () => {
    const reason = 'No differences: this run had no validation rows.';
    expect(plainText(words({ changed, differences: [], reason }).came)).toBe(reason);
  });
});

import { describe, expect, it } from 'vitest';
import { changedLines } from '../../../../../kernel/user-process/reports/last-try/changed-lines.ts';
import { changedSettings } from '../../../../../kernel/user-process/reports/last-try/changed-settings.ts';
import { trainingExamples } from '../../../../support/training-payloads.ts';

describe('lines of a cell', () => {
  it.each<[string, string, string, readonly string[], readonly string[]]>([
    ['the same', 'a\nb', 'a\nb', [], []],
    ['indented, and an empty line', 'a\nb', '  a\n\n  b', [], []],
    ['one in the middle', 'a\nb\nc', 'a\nB\nc', ['b'], ['B']],
    ['one more', 'a\nc', 'a\nb\nc', [], ['b']],
    ['one less', 'a\nb\nc', 'a\nc', ['b'], []],
    ['two apart', 'a\nb\nc\nd', 'A\nb\nc\nD', ['a', 'd'], ['A', 'D']],
    ['a line that was doubled', 'a\na', 'a\na\na', [], ['a']],
    ['moved', 'a\nb\nc', 'b\nc\na', ['a'], ['a']],
    ['from nothing', '', 'a', [], ['a']],
  ])('%s', (_, before, after, removed, added) => {
    expect(changedLines(before, after)).toEqual({ removed, added, more: 0 });
  });

  it('are bounded in number and length, and say how many more there are', () => {
    const lines = (word: string) =>
      Array.from({ length: 3000 }, (_, i) => `${word} ${i} ${'x'.repeat(500)}`).join('\n');
    const { removed, added, more } = changedLines(lines('old'), lines('new'));
    expect([removed.length, added.length, more]).toEqual([8, 8, 5984]);
    expect(Math.max(...removed.map((line) => line.length))).toBe(400);
  });
});

describe('settings', () => {
  const { run } = trainingExamples.finished;
  const before = { ...run, settings: { experts: '8', learningRate: '0.003', seed: '1' } };
  it.each([
    [before, []],
    [
      { ...before, settings: { ...before.settings, learningRate: '0.01' } },
      [{ name: 'learningRate', from: '0.003', to: '0.01' }],
    ],
    [{ ...before, settings: { learningRate: '0.003', seed: '1' } }, [{ name: 'experts', from: '8' }]],
    [{ ...before, settings: { ...before.settings, l2: '1' } }, [{ name: 'l2', to: '1' }]],
    [{ ...before, title: 'PLE' }, [{ name: 'model', from: 'MMoE', to: 'PLE' }]],
    [{ ...before, rows: 10 }, [{ name: 'rows', from: '199523', to: '10' }]],
    [{ ...before, goesOn: { from: 13, epochs: 3 } }, [{ name: 'weights', from: 'fresh', to: 'of run 13' }]],
  ])('%#', (after, expected) => expect(changedSettings(before, after)).toEqual(expected));
});

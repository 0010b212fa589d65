import { describe, expect, it } from 'vitest';
import {
  allAgree,
  type Conflict,
  conflictSentence,
  conflictsOf,
  noConflicts,
  pulledApart,
  taskPairs,
  withConflicts,
} from '../../../../kernel/multitask/conflicts/index.ts';

it('pairs of tasks stand in their order', () => {
  expect(taskPairs(1)).toEqual([]);
  expect(taskPairs(3)).toEqual([
    [0, 1],
    [0, 2],
    [1, 2],
  ]);
});

describe('the conflicts of an epoch', () => {
  const places = { parts: ['bottom', 'expert 0'], tasks: ['click', 'buy', 'like'] };

  it('stand part by part and pair by pair; what no step told is left out', () => {
    const nan = Number.NaN;
    const step = [0.5, nan, -0.5, 1, -1, 0];
    const told = conflictsOf(withConflicts(noConflicts, { epoch: 1, conflicts: [...step, ...step] }, 6), places);
    expect(told.map(({ part, tasks, cosine, steps }) => [part, ...tasks, cosine, steps])).toEqual([
      ['bottom', 'click', 'buy', 0.5, 2],
      ['bottom', 'buy', 'like', -0.5, 2],
      ['expert 0', 'click', 'buy', 1, 2],
      ['expert 0', 'click', 'like', -1, 2],
      ['expert 0', 'buy', 'like', 0, 2],
    ]);
  });

  it('begin anew with each epoch, and however long one is they do not grow', () => {
    let known = noConflicts;
    for (let i = 0; i < 5_000; i++) known = withConflicts(known, { epoch: 1, conflicts: [-1] }, 1);
    expect(known.cosines.list.length).toBeLessThanOrEqual(32);
    expect(conflictsOf(known, { parts: ['bottom'], tasks: ['a', 'b'] })).toEqual([
      { part: 'bottom', tasks: ['a', 'b'], cosine: -1, error: 0, negative: 1, steps: 5_000 },
    ]);
    known = withConflicts(known, { epoch: 2, conflicts: [1] }, 1);
    expect(conflictsOf(known, { parts: ['bottom'], tasks: ['a', 'b'] })).toMatchObject([{ cosine: 1, steps: 1 }]);
  });

  it('a run that does not tell them has none', () => {
    expect(conflictsOf(withConflicts(noConflicts, { epoch: 1 }, 6), places)).toEqual([]);
  });
});

describe('what is pulled apart', () => {
  const conflict = (part: string, cosine: number, more: Partial<Conflict> = {}): Conflict => ({
    part,
    tasks: ['click', 'buy'],
    cosine,
    error: 0.02,
    negative: 0.5,
    steps: 100,
    ...more,
  });
  const experts = ['expert 0', 'expert 1'];
  const gate = (serves: string, mean: readonly number[], level = 0) => ({ level, serves, experts, mean });

  it('the worst first, only what is clear', () => {
    const found = pulledApart([
      conflict('expert 0', -0.3),
      conflict('expert 1', -0.6),
      conflict('bottom', -0.1),
      conflict('embeddings', -0.4, { error: 0.2 }),
      conflict('tower', 0.9),
    ]);
    expect(found.map(({ part }) => part)).toEqual(['expert 1', 'expert 0']);
  });

  it('of an expert only where both tasks use it', () => {
    const both = [conflict('expert 0', -0.6), conflict('expert 1', -0.5), conflict('bottom', -0.4)];
    const parts = (...gates: Parameters<typeof pulledApart>[1] & object) =>
      pulledApart(both, gates).map(({ part }) => part);
    expect(parts(gate('click', [0.99, 0.01]), gate('buy', [0.5, 0.5]))).toEqual(['expert 0', 'bottom']);
    expect(parts(gate('click', [0.5, 0.5]), gate('buy', [0.5, 0.5]))).toEqual(['expert 0', 'expert 1', 'bottom']);
    // A shared gate passes it on to both; gates of another level say nothing of it.
    expect(parts(gate('click', [0.99, 0.01]), gate('buy', [0.99, 0.01]), gate('shared', [0.1, 0.9]))).toEqual([
      'expert 0',
      'expert 1',
      'bottom',
    ]);
    expect(parts({ ...gate('click', [0, 1], 1), experts: ['a', 'b'] })).toEqual(['expert 0', 'expert 1', 'bottom']);
    // A gate of the task that does not see the expert gives it nothing.
    expect(parts({ ...gate('click', [1]), experts: ['expert 0'] }, gate('buy', [0.5, 0.5]))).toEqual([
      'expert 0',
      'bottom',
    ]);
  });

  it.each([
    [[conflict('bottom', 0.5), conflict('expert 0', 0.4)], 'The tasks agree in every shared part.'],
    [[conflict('bottom', 0.5), conflict('expert 0', 0.1)], 'No shared part is clearly pulled apart.'],
    [[conflict('bottom', -0.42)], 'bottom: click and buy pull apart, cosine −.42\u00a0±\u00a0.02.'],
    [
      [conflict('bottom', -0.42), conflict('expert 0', -0.5), conflict('expert 1', -0.3)],
      'expert 0: click and buy pull apart, cosine −.50\u00a0±\u00a0.02; 2 more parts, too.',
    ],
    [[], 'No shared part is clearly pulled apart.'],
  ])('%# in words', (conflicts, words) => expect(conflictSentence(conflicts)).toBe(words));

  it('nothing told is no agreement', () => expect(allAgree([])).toBe(false));
});

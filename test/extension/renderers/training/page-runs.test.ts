import { expect, it } from 'vitest';
import { keepPreferences } from '../../../../extension/renderers/host/preferences.ts';
import { pageRuns } from '../../../../extension/renderers/training/page-runs.ts';
import { trainingExamples } from '../../../support/training-payloads.ts';

const { finished } = trainingExamples;
const rival = trainingExamples['shared-bottom'];

it('every run sees the others, by number, and hears when they change', () => {
  const runs = pageRuns();
  const heard: string[] = [];
  const first = runs.join(() => heard.push('first'));
  const second = runs.join(() => heard.push('second'));
  expect(first.others()).toEqual([]);
  second.show(rival);
  expect(heard).toEqual(['first']);
  expect(first.others().map(({ payload }) => payload.run.number)).toEqual([12]);
  const third = runs.join(() => heard.push('third'));
  third.show({ ...finished, run: { ...finished.run, number: 3 } });
  expect(first.others().map(({ payload }) => payload.run.number)).toEqual([3, 12]);
  expect(second.others().map(({ payload }) => payload.run.number)).toEqual([3]);
  third.leave();
  expect(first.others()).toHaveLength(1);
});

it('two runs of the same number, from two kernels, stay two', () => {
  const runs = pageRuns();
  const [a, b, c] = [runs.join(() => {}), runs.join(() => {}), runs.join(() => {})];
  b.show(rival);
  c.show(rival);
  expect(new Set(a.others().map(({ key }) => key)).size).toBe(2);
  expect(a.others().map(({ name }) => name)).toEqual(['run 12', 'run 12 (2)']);
  a.show(rival);
  expect(a.others().map(({ name }) => name)).toEqual(['run 12 (2)', 'run 12 (3)']);
});

it('preferences are kept by the host, and nonsense in them is ignored', () => {
  let state: unknown = { scale: 'logarithmic', smoothing: 0.5, gatesOpen: false };
  const context = { getState: () => state, setState: (next: unknown) => (state = next) };
  const preferences = keepPreferences(context);
  expect(preferences.read()).toEqual({
    scale: 'logarithmic',
    axis: 'step',
    smoothing: 0.5,
    gatesOpen: false,
    conflictsOpen: true,
    lastTry: true,
  });
  const chosen = {
    scale: 'linear',
    axis: 'time',
    smoothing: 0,
    gatesOpen: true,
    conflictsOpen: false,
    lastTry: false,
  } as const;
  preferences.write(chosen);
  expect(state).toEqual(chosen);
  expect(keepPreferences(context).read()).toEqual(chosen);
  for (const broken of [undefined, null, 'x', { scale: 'cubic', axis: 'fortnight', smoothing: 7, gatesOpen: 'no' }]) {
    expect(keepPreferences({ getState: () => broken }).read()).toEqual({
      scale: 'linear',
      axis: 'step',
      conflictsOpen: true,
      lastTry: true,
    });
  }
  expect(keepPreferences({}).read()).toEqual({
    scale: 'linear',
    axis: 'step',
    smoothing: undefined,
    conflictsOpen: true,
    lastTry: true,
  });
});

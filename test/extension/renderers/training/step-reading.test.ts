import { describe, expect, it } from 'vitest';
import type { Theme } from '../../../../extension/renderers/host/theme.ts';
import type { Scene } from '../../../../extension/renderers/training/scene.ts';
import { stepReading } from '../../../../extension/renderers/training/step-reading.ts';
import { runAxis } from '../../../../kernel/payloads/reading/run-axis.ts';
import type { TrainingPayload } from '../../../../kernel/payloads/training.ts';
import { trainingExamples } from '../../../support/training-payloads.ts';

const task = (name: string, loss: object) =>
  ({ name, kind: 'binary', bestEpoch: null, loss }) as TrainingPayload['tasks'][number];
const payload: TrainingPayload = {
  ...trainingExamples.running,
  progress: { ...trainingExamples.running.progress, step: 5, steps: 8, epochs: 2, stepsPerEpoch: 4 },
  epochs: [{ epoch: 1, step: 4, seconds: 1, train: {}, validation: { a: { rows: 1, logLoss: 0.42 } } }],
  tasks: [
    task('a', { stepsPerBucket: 2, first: 1, mean: [0.9, 0.5, 0.4], min: [0.8, 0.45, 0.4], max: [1, 0.55, 0.4] }),
    task('b', { stepsPerBucket: 1, first: 2, mean: [2, 2, 1, 1, 1] }),
  ],
};
const scene: Scene = {
  payload,
  rivals: [],
  settings: {
    hiddenTasks: new Set(),
    scale: 'linear',
    axis: 'step',
    smoothing: 0,
    gatesOpen: undefined,
    conflictsOpen: true,
    lastTry: true,
    split: 'validation',
    metric: undefined,
  },
  smoothing: 0,
  metric: undefined,
  axis: runAxis(payload),
  room: { loss: 34, quality: 40 },
  zoom: undefined,
  theme: {} as Theme,
  width: 800,
  isStacked: false,
};

it.each([
  [3, 'step 3 · epoch 1\na .5000 smoothed · steps .4500 to .5500\nb 1.0000 smoothed · step 1.0000'],
  [
    4,
    'step 4 · epoch 1\na .5000 smoothed · steps .4500 to .5500\nb 1.0000 smoothed · step 1.0000\nvalidation after epoch 1: a .4200',
  ],
  [-2, 'step 1 · epoch 1\na .9000 smoothed · steps .8000 to 1.0000\nb 2.0000 smoothed · step 2.0000'],
  [7, 'step 7 · epoch 2\nnot reached'],
  [9, 'step 9 · epoch 3\nnot reached'],
])('at step %d', (step, text) => expect(stepReading(scene, step)).toBe(text));

it('hidden tasks are left out', () => {
  const hidden = { ...scene, settings: { ...scene.settings, hiddenTasks: new Set(['a']) } };
  expect(stepReading(hidden, 1)).toBe('step 1 · epoch 1\nb 2.0000 smoothed · step 2.0000');
});

it('a compared run with half as many steps an epoch is read at the same part of its epoch', () => {
  const other: TrainingPayload = {
    ...payload,
    run: { ...payload.run, number: 2 },
    progress: { ...payload.progress, stepsPerEpoch: 2, steps: 4, step: 4 },
    tasks: [task('b', { stepsPerBucket: 1, first: 9, mean: [9, 8, 7, 6] })],
  };
  expect(stepReading({ ...scene, rivals: [{ name: 'run 2', payload: other }] }, 4)).toContain(
    'b 1.0000 smoothed · step 1.0000\n  run 2 8.0000 smoothed · step 8.0000',
  );
});

describe('runs of unequal length', () => {
  const long = Array.from({ length: 10 }, (_, i) => 10 - i);
  const ended = (number: number, step: number, stepsPerEpoch = 4): TrainingPayload => ({
    ...payload,
    state: 'finished',
    run: { ...payload.run, number },
    progress: { ...payload.progress, stepsPerEpoch, steps: step, step },
    tasks: [task('b', { stepsPerBucket: 1, first: 10, mean: long.slice(0, step) })],
    epochs: [],
  });
  const read = (own: TrainingPayload, others: readonly TrainingPayload[], step: number) =>
    stepReading(
      { ...scene, payload: own, rivals: others.map((each) => ({ name: `run ${each.run.number}`, payload: each })) },
      step,
    );

  it('behind the end of the compared run it has no value', () => {
    expect(read(ended(1, 10), [ended(2, 3)], 7)).toBe(
      'step 7 · epoch 2\nb 4.0000 smoothed · step 4.0000\nrun 2 ended at step 3',
    );
  });

  it('behind its own end only the compared runs are read', () => {
    expect(read(ended(1, 3), [ended(2, 10), ended(3, 2)], 7)).toBe(
      'step 7 · epoch 2\nb\n  run 2 4.0000 smoothed · step 4.0000\nrun 1 ended at step 3\nrun 3 ended at step 2',
    );
  });

  it('another pace is said: step 8 here is step 4 there', () => {
    expect(read(ended(1, 10), [ended(2, 3, 2)], 8)).toContain('run 2 ended at step 3 of its own');
  });

  it('a compared run that still trains has not come as far', () => {
    expect(read(ended(1, 10), [{ ...ended(2, 3), state: 'running' }], 7)).toContain('run 2 has not reached');
  });
});

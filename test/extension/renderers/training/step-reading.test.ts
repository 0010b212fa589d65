import { expect, it } from 'vitest';
import type { Theme } from '../../../../extension/renderers/host/theme.ts';
import type { Scene } from '../../../../extension/renderers/training/scene.ts';
import { stepReading } from '../../../../extension/renderers/training/step-reading.ts';
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
  other: undefined,
  settings: { hiddenTasks: new Set(), scale: 'linear', smoothing: 0, split: 'validation' },
  smoothing: 0,
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
  expect(stepReading({ ...scene, other }, 4)).toContain(
    'b 1.0000 smoothed · step 1.0000\n  run 2 8.0000 smoothed · step 8.0000',
  );
});

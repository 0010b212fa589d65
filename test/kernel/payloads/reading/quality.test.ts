import { expect, it } from 'vitest';
import { metricCells, shownEpoch, splitsOf } from '../../../../kernel/payloads/reading/metric-cells.ts';
import { bestEpoch, judgedOn, lossOf, markedBest } from '../../../../kernel/payloads/reading/quality.ts';
import { progressLine, runFacts } from '../../../../kernel/payloads/reading/training-words.ts';
import type { TrainingEpoch } from '../../../../kernel/payloads/training.ts';
import { payloadOf, trainingExamples } from '../../../support/training-payloads.ts';
import { inventRun } from '../../../support/training-run.ts';

const { running, finished, interrupted, failed, waiting } = trainingExamples;
const epochs = (metric: 'auc' | 'rmse', ...values: (number | null)[]): readonly TrainingEpoch[] =>
  values.map((value, i) => ({
    epoch: i + 1,
    step: i,
    seconds: i,
    train: {},
    validation: { a: { rows: 1, [metric]: value } },
  }));

it('the best epoch is the first with the highest AUC, or lowest RMSE', () => {
  expect(bestEpoch({ name: 'a', kind: 'binary' }, epochs('auc', 0.7, 0.9, 0.9, 0.8), 'validation')).toBe(2);
  expect(bestEpoch({ name: 'a', kind: 'numeric' }, epochs('rmse', 3, 1, 2), 'validation')).toBe(2);
  expect(bestEpoch({ name: 'a', kind: 'binary' }, epochs('auc', null, 0.5), 'validation')).toBe(2);
  expect(bestEpoch({ name: 'a', kind: 'binary' }, epochs('auc', null), 'validation')).toBeNull();
});

it('best is marked after the end only, and only when there was a choice', () => {
  expect(finished.tasks.map((task) => markedBest(finished, task))).toEqual([3, 2]);
  expect(running.tasks.map((task) => markedBest(running, task))).toEqual([null, null]);
  expect(interrupted.tasks.map((task) => markedBest(interrupted, task))).toEqual([null, null]);
});

it('without validation rows epochs are judged on train rows', () => {
  expect(judgedOn(finished)).toBe('validation');
  expect(judgedOn(payloadOf(inventRun({ run: { validationRows: 0 } })))).toBe('train');
});

it('the loss of a numeric task is its squared RMSE', () => {
  expect(lossOf('numeric', { rows: 1, rmse: 3 })).toBe(9);
  expect(lossOf('binary', { rows: 1, logLoss: 0.3, rmse: 3 })).toBe(0.3);
  expect(lossOf('binary', undefined)).toBeNull();
});

it('calibration outside .95 to 1.05 is an alarm; a missing AUC says why', () => {
  const [auc, logLoss, ratio] = metricCells('binary', {
    rows: 9,
    auc: null,
    logLoss: 0.2,
    calibration: 1.061,
    warnings: ['All 9 labels are 0.'],
  });
  expect(auc).toEqual({ text: '–', value: null, note: 'All 9 labels are 0.' });
  expect(logLoss).toEqual({ text: '.2000', value: 0.2 });
  expect(ratio).toEqual({ text: '1.061', value: 1.061, alarm: true });
  expect(metricCells('binary', { rows: 9, calibration: 0.95 })[2].alarm).toBeUndefined();
});

it('shows the epoch whose weights were kept', () => {
  expect(shownEpoch({ ...finished, keptEpoch: 2 })?.epoch).toBe(2);
  expect(shownEpoch({ ...finished, keptEpoch: undefined })?.epoch).toBe(3);
  expect(splitsOf(finished).map(({ name, epoch }) => [name, epoch])).toEqual([
    ['train', 3],
    ['validation', 3],
  ]);
  expect(splitsOf({ ...finished, test: {} }).map(({ name }) => name)).toEqual(['train', 'validation', 'test']);
  expect(splitsOf(waiting).map(({ pending }) => pending)).toEqual(['after epoch 1', 'after epoch 1']);
  expect(splitsOf(failed).map(({ pending }) => pending)).toEqual(['no epoch ended', 'no epoch ended']);
});

const inWords = (payload: typeof running) => {
  const { left, right } = progressLine(payload);
  return [left, right].map((side) =>
    side
      .map((phrases) => phrases.map(({ text }) => text).join(''))
      .filter(Boolean)
      .join(' | '),
  );
};
it.each([
  [waiting, ['waiting for step 1', '']],
  [running, ['epoch 2/3 | step 1,196 of 2,340', '40,928 examples/s | 0:08 left']],
  [
    finished,
    ['3 epochs, 2,340 steps in 0:15 | Weights of epoch 3 kept: best mean validation AUC.', '40,928 examples/s'],
  ],
  [
    interrupted,
    ['Interrupted in epoch 2/3. Weights of step 1,204 kept. | Last validation: epoch 1, step 780.', 'ran 0:08'],
  ],
  [
    failed,
    [
      'Failed at step 311. The loss of marital became NaN. A lower learningRate may help (now 0.5). | Weights of step 311 kept.',
      'ran 0:02',
    ],
  ],
])('progress in words: %#', (payload, expected) => expect(inWords(payload)).toEqual(expected));

it('facts of a run', () => {
  expect(runFacts(finished.run)).toEqual([
    '8 experts',
    'census-income, 199,523 rows',
    'batch 256',
    'seed 7',
    'trainer simd ×2',
  ]);
});

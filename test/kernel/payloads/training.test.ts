import { describe, expect, it } from 'vitest';
import { parseTrainingPayload } from '../../../kernel/payloads/training.ts';
import { trainingExamples } from '../../support/training-payloads.ts';

const { finished } = trainingExamples;
const [income] = finished.tasks;
const { conflict } = trainingExamples;
const conflicting = (change: object) => ({ ...conflict, conflicts: { ...conflict.conflicts, ...change } });

/** The example with one thing wrong, and what is said about it. */
const wrong: readonly (readonly [unknown, string])[] = [
  [null, 'payload is null; an object was expected.'],
  ['{}', 'payload is "{}"; an object was expected.'],
  [{}, 'payload.version is missing; 1 was expected.'],
  [{ ...finished, version: '1' }, 'payload.version is "1"; 1 was expected.'],
  [
    { ...finished, version: 3 },
    'It was written by a newer Multitask Notebooks (version 3; this one draws version 1). Update the extension.',
  ],
  [{ ...finished, run: { ...finished.run, title: 7 } }, 'payload.run.title is 7; a string was expected.'],
  [
    { ...finished, state: 'done' },
    'payload.state is "done"; "running" or "finished" or "interrupted" or "failed" was expected.',
  ],
  [
    { ...finished, progress: { ...finished.progress, step: -1 } },
    'payload.progress.step is -1; a whole number of at least 0 was expected.',
  ],
  [
    { ...finished, progress: { ...finished.progress, epochs: 0 } },
    'payload.progress.epochs is 0; at least 1 was expected.',
  ],
  [
    { ...finished, tasks: [{ ...income, loss: { stepsPerBucket: 1, first: null, mean: [0.5, 'x'] } }] },
    'payload.tasks[0].loss.mean[1] is "x"; a finite number or null was expected.',
  ],
  [
    { ...finished, tasks: [{ ...income, loss: { stepsPerBucket: 1, first: null, mean: Array(1001).fill(0) } }] },
    'payload.tasks[0].loss.mean has 1001 elements; at most 1000 are taken.',
  ],
  [
    { ...finished, tasks: [{ ...income, loss: { stepsPerBucket: 2, first: 1, mean: [1, 2], min: [1], max: [1, 2] } }] },
    'The loss of "income" has lists of different lengths.',
  ],
  [conflicting({ pairs: [[0, 2]] }), 'Its conflicts are of tasks that it does not have.'],
  [conflicting({ pairs: [[0]] }), 'Its conflicts are of tasks that it does not have.'],
  [conflicting({ series: [] }), 'Its conflicts have not one list for each part and pair of tasks.'],
  [conflicting({ stepsPerBucket: 0 }), 'Its conflicts have not one list for each part and pair of tasks.'],
  [
    conflicting({ over: { epoch: 1, cosines: [[null, null]] } }),
    'Its conflicts have not one list for each part and pair of tasks.',
  ],
  [
    conflicting({ series: conflict.conflicts?.series.map(() => [{ mean: [1], error: [0.1, 0.1], negative: [0] }]) }),
    'Its conflicts have lists of different lengths.',
  ],
  [
    conflicting({ series: [[{ mean: Array(201).fill(0), error: [], negative: [] }]] }),
    'payload.conflicts.series[0][0].mean has 201 elements; at most 200 are taken.',
  ],
  [
    { ...finished, weights: { stepsPerBucket: 1, mean: [['x']] } },
    'payload.weights.mean[0][0] is "x"; a finite number or null was expected.',
  ],
  [
    { ...finished, epochs: [{ ...finished.epochs[0], train: { income: { rows: 10, auc: 'high' } } }] },
    'payload.epochs[0].train["income"].auc is "high"; a finite number or null was expected.',
  ],
];

describe('a payload that cannot be drawn', () => {
  it.each(wrong)('%# says why', (value, reason) => expect(parseTrainingPayload(value)).toEqual({ ok: false, reason }));
});

it('fields that a later version may add do no harm', () => {
  const value = { ...finished, later: 1, run: { ...finished.run, device: 'gpu' } };
  expect(parseTrainingPayload(value)).toEqual({ ok: true, value });
});

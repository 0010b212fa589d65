import type { SearchProgress, SearchTrial } from '../../kernel/multitask/experiments/index.ts';
import type { SearchPayload } from '../../kernel/payloads/search.ts';
import { searchPayload } from '../../kernel/user-process/reports/search-payload.ts';

const trial = (
  number: number,
  value: number | null,
  [rate, choice]: readonly [at: number, choice: number],
  more: Partial<SearchPayload['trials'][number]> = {},
): SearchPayload['trials'][number] => ({
  number,
  state: value === null ? 'waiting' : 'stopped',
  epoch: value === null ? 0 : 1,
  epochs: value === null ? 0 : 1,
  value,
  picks: [
    { at: rate, label: (10 ** (3 * rate - 4)).toPrecision(3), value: 10 ** (3 * rate - 4) },
    { at: choice / 2, label: String(2 ** (choice + 1)), value: 2 ** (choice + 1) },
    null,
  ],
  ...more,
});

/** Six trials of a learning rate, experts, and a dropout that only one of them was asked for; in the second rung. */
export const searchExample: SearchPayload = {
  version: 1,
  state: 'running',
  metric: 'mean validation AUC',
  words: '',
  rung: { done: 1, of: 2 },
  states: { done: 0, stopped: 2, failed: 1, waiting: 3 },
  axes: [
    {
      name: 'learningRate',
      ticks: [
        { at: 0, label: '.0001' },
        { at: 1, label: '.1' },
      ],
    },
    {
      name: 'experts',
      ticks: [
        { at: 0, label: '2' },
        { at: 0.5, label: '4' },
        { at: 1, label: '8' },
      ],
    },
    {
      name: 'an option with a very long name',
      ticks: [
        { at: 0, label: '0' },
        { at: 1, label: '.5' },
      ],
    },
  ],
  trials: [
    trial(2, 0.9, [0.5, 2], {
      state: 'waiting',
      epoch: 2,
      epochs: 3,
      picks: [
        { at: 0.5, label: '.00316', value: 0.0031622776 },
        { at: 1, label: '8', value: 8 },
        { at: 0.25, label: '.125', value: 0.125 },
      ],
    }),
    trial(1, 0.88, [0.25, 1]),
    trial(4, 0.8, [0, 0]),
    trial(3, null, [1, 0], { state: 'failed', epochs: 1, reason: 'the loss is NaN at step 12' }),
    trial(5, null, [0.7, 1]),
    trial(6, null, [0.9, 2]),
  ],
};

/** The same at its end. */
export const searchEnd: SearchPayload = {
  ...searchExample,
  state: 'finished',
  words:
    'Best mean validation AUC .9000 with learningRate .00316, experts 8, of 6 trials with seed 1. The best of many is lucky, too: compare it on fresh seeds before you believe the number.',
  rung: { done: 0, of: 0 },
  states: { done: 1, stopped: 4, failed: 1, waiting: 0 },
};

const axes = [
  { kind: 'choice', name: 'model', values: ['sharedBottom', 'mmoe', 'ple'] },
  { kind: 'log', name: 'learningRate', low: 0.0003, high: 0.03 },
  { kind: 'linear', name: 'dropout', low: 0, high: 0.5 },
] as const;

/** Twelve trials whose value grows towards a learning rate of .003. */
const trials = Array.from({ length: 12 }, (_, i): SearchTrial => {
  // The last bit of a power differs between versions of V8.
  const learningRate = Number((0.0003 * 100 ** (((i * 5) % 12) / 11)).toPrecision(6));
  const dropout = ((i * 7) % 12) / 24;
  const state = i < 4 ? 'done' : i === 7 ? 'failed' : 'stopped';
  return {
    number: i + 1,
    picks: { model: axes[0].values[i % 3], learningRate, dropout },
    state,
    epochs: i < 4 ? 9 : 3,
    epoch: i < 4 ? 7 : 3,
    value: state === 'failed' ? Number.NaN : 0.93 - 0.01 * Math.abs(Math.log10(learningRate / 0.003)) - 0.004 * dropout,
    seconds: 4,
    ...(state === 'failed' ? { reason: 'The loss of income became NaN.' } : {}),
  };
});

const search: SearchProgress = {
  state: 'running',
  metric: 'mean validation AUC',
  seed: 1,
  axes,
  trials: trials.map((trial, i) =>
    i < 5 ? trial : { ...trial, state: 'waiting', epochs: 0, epoch: 0, value: Number.NaN },
  ),
  done: 5,
  of: 12,
};

/** By the last part of the example's file name. */
export const searchExamples: Readonly<Record<string, SearchPayload>> = {
  running: searchPayload(search),
  finished: { ...searchPayload({ ...search, state: 'finished', trials, done: 0, of: 0 }), words: searchEnd.words },
};

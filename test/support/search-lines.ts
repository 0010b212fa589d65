import type { SearchTrial } from '../../kernel/multitask/experiments/index.ts';
import type { SearchLines } from '../../kernel/payloads/search.ts';
import { searchLines } from '../../kernel/user-process/reports/search-plot.ts';

const axes = [
  { kind: 'choice', name: 'model', values: ['sharedBottom', 'mmoe', 'ple'] },
  { kind: 'log', name: 'learningRate', low: 0.0003, high: 0.03 },
  { kind: 'linear', name: 'dropout', low: 0, high: 0.5 },
] as const;

/** Twelve trials whose value grows towards a learning rate of .003. */
const trials = Array.from({ length: 12 }, (_, i): SearchTrial => {
  const learningRate = 0.0003 * 100 ** (((i * 5) % 12) / 11);
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

const search = { axes, trials, metric: 'mean validation AUC' };

/** By the last part of the example's file name. */
export const searchExamples: Readonly<Record<string, SearchLines>> = {
  running: searchLines({ ...search, trials: trials.slice(0, 5) }, 'running · 5 of 12 trials of this rung, 12 in all'),
  finished: searchLines(search, 'finished · 4 done · 7 stopped · 1 failed'),
};

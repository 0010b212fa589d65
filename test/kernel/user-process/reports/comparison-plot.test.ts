import { describe, expect, it } from 'vitest';
import type { StudyProgress } from '../../../../kernel/multitask/experiments/index.ts';
import { rowsErrors, summarise } from '../../../../kernel/multitask/experiments/study.ts';
import { parseComparisonPayload } from '../../../../kernel/payloads/comparison.ts';
import { comparisonMime } from '../../../../kernel/payloads/mime.ts';
import { comparisonPayload } from '../../../../kernel/user-process/reports/comparison-payload.ts';
import {
  comparisonBundle,
  comparisonWords,
  watchStudy,
} from '../../../../kernel/user-process/reports/comparison-plot.ts';

const labels = Float32Array.from([0, 0, 1, 1]);
const trial = (candidate: string, seed: number, auc: number) => ({
  trial: { candidate, seed, state: 'done' as const, epoch: 1, epochs: 1, seconds: 1, metrics: { buy: { auc } } },
  predictions: { buy: Float32Array.from([0.1, 0.4, 0.35, 0.8]) },
});
const study = summarise(
  {
    state: 'finished',
    baseline: 'single',
    candidates: ['single', 'MMoE'],
    tasks: [{ name: 'buy', metric: 'auc' }],
    seeds: [1, 2, 3],
  },
  [trial('single', 1, 0.5), trial('single', 2, 0.6), trial('MMoE', 1, 0.52), trial('MMoE', 2, 0.63)],
  [{ candidate: 'MMoE', seed: 3, state: 'failed', reason: 'no' }],
  rowsErrors({ labels: { buy: labels } }),
);
const progress: StudyProgress = {
  state: 'running',
  study,
  trials: 6,
  running: [{ candidate: 'single', seed: 3, epoch: 1, epochs: 4 }],
  secondsLeft: 61.4,
};

describe('the payload of a comparison', () => {
  const payload = comparisonPayload(progress);
  it('has every seed’s difference, the interval, and what runs', () => {
    expect(payload).toMatchObject({ trials: { done: 4, failed: 1, of: 6 }, secondsLeft: 61 });
    const [base, mmoe] = payload.tasks[0].rows;
    expect(base).toMatchObject({ mean: 0.55, differences: [], interval: null, judgement: 'baseline' });
    expect(mmoe.differences).toEqual([
      { seed: 1, value: 0.02 },
      { seed: 2, value: 0.03 },
    ]);
    // Mean .025, s.e. .005, t(.975, 1) = 12.7062.
    expect(mmoe.interval?.mean).toBeCloseTo(0.025, 6);
    expect(mmoe.interval?.upper).toBeCloseTo(0.025 + 12.7062 * 0.005, 5);
    expect(mmoe.judgement).toBe('not distinguishable');
  });
  it('survives JSON, and a broken one is refused with the place', () => {
    const read = JSON.parse(JSON.stringify(payload));
    expect(parseComparisonPayload(read)).toEqual({ ok: true, value: payload });
    read.tasks[0].rows[1].mean = 'x';
    expect(parseComparisonPayload(read)).toEqual({
      ok: false,
      reason: 'payload.tasks[0].rows[1].mean is "x"; a finite number or null was expected.',
    });
  });
});

it('says below the picture why trials failed, each reason once', () => {
  const failed = (candidate: string, seed: number, reason: string) =>
    ({ candidate, seed, state: 'failed', reason }) as const;
  const trials = [failed('a', 1, 'no table'), failed('a', 2, 'no table'), failed('a', 3, 'NaN'), failed('b', 1, 'NaN')];
  const { 'text/plain': text } = comparisonWords({ ...study, trials });
  expect(String(text).split('\n').slice(1)).toEqual([
    'a failed with 2 seeds: no table',
    'a failed with seed 3: NaN',
    'b failed with seed 1: NaN',
  ]);
  expect(comparisonWords({ ...study, trials: [] })['text/plain']).toBe(study.differences[0].words);
});

it('updates one display, at most four times a second, the last always', () => {
  const sent: unknown[] = [];
  let at = 0;
  const hear = watchStudy(
    (bundle, options) => void sent.push([Object.keys(bundle), options]),
    () => at,
    'id',
  );
  for (at of [0, 100, 249, 250, 300]) hear(progress);
  hear({ ...progress, state: 'finished', running: [] });
  const types = [comparisonMime, 'image/svg+xml', 'text/plain'];
  expect(sent).toEqual([
    [types, { display_id: 'id' }],
    [types, { display_id: 'id', update: true }],
    [types, { display_id: 'id', update: true }],
  ]);
});

it('a study as a value is its last picture, with the table as text', () => {
  const bundle = comparisonBundle(study);
  expect(bundle[comparisonMime]).toMatchObject({ state: 'finished', running: [], secondsLeft: null });
  expect(bundle['text/plain']).toMatch(/^single, MMoE over 3 seeds\ntask/);
});

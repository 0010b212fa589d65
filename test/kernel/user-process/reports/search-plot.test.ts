import { describe, expect, it } from 'vitest';
import type { SearchAxis, SearchProgress } from '../../../../kernel/multitask/experiments/index.ts';
import { searchMime } from '../../../../kernel/payloads/mime.ts';
import { parseSearchPayload } from '../../../../kernel/payloads/search.ts';
import { searchPayload } from '../../../../kernel/user-process/reports/search-payload.ts';
import { watchSearch } from '../../../../kernel/user-process/reports/search-plot.ts';

const axes: readonly SearchAxis[] = [
  { name: 'rate', kind: 'log', low: 1e-4, high: 1e-2 },
  { name: 'units', kind: 'choice', values: [[8], [16], [16, 8]] },
  { name: 'experts', kind: 'integer', low: 2, high: 6 },
];
const progress: SearchProgress = {
  state: 'running',
  metric: 'mean validation AUC',
  seed: 1,
  axes,
  done: 1,
  of: 3,
  trials: [
    {
      number: 1,
      picks: { rate: 1e-3, units: axes[1].kind === 'choice' && axes[1].values[1] },
      state: 'waiting',
      epochs: 1,
      epoch: 1,
      value: 0.8,
      seconds: 1,
    },
    {
      number: 2,
      picks: { rate: 1e-2, experts: 3 },
      state: 'failed',
      epochs: 0,
      epoch: 0,
      value: Number.NaN,
      seconds: 0,
      reason: 'no',
    },
    { number: 3, picks: { rate: 1e-4 }, state: 'stopped', epochs: 1, epoch: 1, value: 0.9, seconds: 1 },
  ],
};

describe('the payload of a search', () => {
  const payload = searchPayload(progress);
  it('has the best first, each with its places on the axes', () => {
    expect(payload.trials.map(({ number, value }) => [number, value])).toEqual([
      [3, 0.9],
      [1, 0.8],
      [2, null],
    ]);
    const [, first, failed] = payload.trials;
    expect(first.picks[0]?.at).toBeCloseTo(0.5, 12);
    expect(first.picks[1]).toEqual({ at: 0.5, label: '[16]' });
    expect(first.picks[2]).toBeNull();
    expect(failed.picks[2]).toEqual({ at: 0.25, label: '3', value: 3 });
    expect(failed.reason).toBe('no');
    expect(payload.states).toEqual({ done: 0, stopped: 1, failed: 1, waiting: 1 });
  });
  it('survives JSON, and a broken one is refused with the place', () => {
    const read = JSON.parse(JSON.stringify(payload));
    expect(parseSearchPayload(read)).toEqual({ ok: true, value: payload });
    read.trials[0].value = 'x';
    expect(parseSearchPayload(read)).toEqual({
      ok: false,
      reason: 'payload.trials[0].value is "x"; a finite number or null was expected.',
    });
  });
  it('is bounded, and says how many there are all the same', () => {
    const many = Array.from({ length: 1000 }, (_, i) => ({ ...progress.trials[0], number: i + 1 }));
    const large = searchPayload({ ...progress, trials: many });
    expect(large.trials).toHaveLength(400);
    expect(large.states.waiting).toBe(1000);
    const [axis] = searchPayload({
      ...progress,
      axes: [{ name: 'a', kind: 'choice', values: Array.from({ length: 100 }, (_, i) => i) }],
    }).axes;
    expect(axis.ticks.length).toBeLessThanOrEqual(13);
    expect(axis.ticks.at(-1)).toEqual({ at: 1, label: '99' });
  });
});

it('updates one display, at most four times a second, the last always', () => {
  const sent: unknown[] = [];
  let at = 0;
  const hear = watchSearch(
    (bundle, options) => void sent.push([Object.keys(bundle), options]),
    () => at,
    'id',
  );
  for (at of [0, 100, 249]) hear(progress);
  hear({ ...progress, state: 'interrupted' });
  const types = [searchMime, 'image/svg+xml', 'text/plain'];
  expect(sent).toEqual([
    [types, { display_id: 'id' }],
    [types, { display_id: 'id', update: true }],
  ]);
});

it('a trial that failed is no value, whatever it had reached', () => {
  const failed = { ...progress.trials[2], state: 'failed', value: 0.99, reason: 'NaN' } as const;
  const { trials } = searchPayload({ ...progress, trials: [...progress.trials.slice(0, 2), failed] });
  expect(trials.map(({ number, value }) => [number, value])).toEqual([
    [1, 0.8],
    [2, null],
    [3, null],
  ]);
});

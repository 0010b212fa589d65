import { describe, expect, it } from 'vitest';
import type { ComparisonPayload, ComparisonRow } from '../../../../kernel/payloads/comparison.ts';
import { comparisonPicture } from '../../../../kernel/pictures/index.ts';

function row(candidate: string, mean: number, judgement: ComparisonRow['judgement'], seeds = 4): ComparisonRow {
  const differences = Array.from({ length: seeds }, (_, i) => ({ seed: i + 1, value: mean + 0.001 * (i - 1.5) }));
  const interval = { mean, lower: mean - 0.002, upper: mean + 0.002, adjusted: 0.01 };
  return judgement === 'baseline'
    ? { candidate, mean: 0.9, error: 0.001, differences: [], interval: null, judgement }
    : { candidate, mean: 0.9 + mean, error: 0.001, differences, interval, judgement };
}

const payload: ComparisonPayload = {
  version: 1,
  state: 'running',
  baseline: 'single',
  candidates: ['single', 'MMoE', 'a candidate with a very long name'],
  seeds: 5,
  trials: { done: 12, failed: 1, of: 15 },
  running: [{ candidate: 'MMoE', seed: 5, epoch: 1, epochs: 10 }],
  secondsLeft: 83,
  tasks: [
    {
      name: 'income',
      metric: 'auc',
      rows: [
        row('single', 0, 'baseline'),
        row('MMoE', 0.004, 'better'),
        row('a candidate with a very long name', 0.0002, 'not distinguishable'),
      ],
    },
  ],
};

describe('the still picture of a comparison', () => {
  it.each([860, 400])('%i px', async (width) => {
    await expect(comparisonPicture(payload, width)).toMatchFileSnapshot(
      `../../../golden/pictures/comparison-${width}.svg`,
    );
  });

  it('puts dots, mean and interval where the axis, ±.01 from 306 to 668, has them', () => {
    const picture = comparisonPicture(payload);
    // .004 − .0015 = .0025 of the first seed: 487 + 181 · .25; the mean: 487 + 181 · .4.
    expect(picture).toContain('<circle cx="532.25"');
    expect(picture).toContain('<rect x="555.4"');
    expect(picture).toContain('M523.2 ');
  });

  it('is words for whoever cannot see it', () => {
    expect(/<title>(.*?)<\/title>/.exec(comparisonPicture(payload))?.[1]).toBe(
      'Comparison with single. 1 of 2 differences to single is better. income, MMoE: better. ' +
        'income, a candidate with a very long name: not distinguishable.',
    );
  });

  it('stays small for the largest that crosses, and says what it leaves out', () => {
    const rows = Array.from({ length: 64 }, (_, i) => row(`candidate ${i}`, 0.01, 'better', 1024));
    const tasks = Array.from({ length: 256 }, (_, i) => ({ name: `task ${i}`, metric: 'auc' as const, rows }));
    const picture = comparisonPicture({
      ...payload,
      tasks: tasks.map((task) => ({ ...task, rows: rows.slice(0, 8) })),
    });
    expect(Buffer.byteLength(picture)).toBeLessThan(150_000);
    expect(picture).toContain('248 more tasks are in the table.');
  });

  it('holds no element from a name', () => {
    const hostile = { ...payload, tasks: [{ ...payload.tasks[0], name: '</text><script>' }] };
    expect(comparisonPicture(hostile)).not.toMatch(/<script/);
  });

  it('draws an axis before anything is known', () => {
    const empty = { ...payload.tasks[0], rows: [{ ...row('single', 0, 'baseline'), mean: null, error: null }] };
    expect(comparisonPicture({ ...payload, tasks: [empty] })).not.toMatch(/NaN|Infinity/);
  });
});

import { describe, expect, it } from 'vitest';
import { comparisonPicture } from '../../../../kernel/pictures/index.ts';
import { comparisonExample as payload, comparisonRow as row } from '../../../support/comparison-payloads.ts';

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

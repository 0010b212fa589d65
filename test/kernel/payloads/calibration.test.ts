import { describe, expect, it } from 'vitest';
import { parseCalibrationPayload } from '../../../kernel/payloads/calibration.ts';
import { calibrationChart } from '../../../kernel/payloads/reading/reports/calibration-chart.ts';
import {
  calibrationBinWords,
  calibrationFacts,
  calibrationGap,
  calibrationOutside,
  calibrationSentence,
  calibrationVerdict,
} from '../../../kernel/payloads/reading/reports/calibration-words.ts';
import { calibrationPicture } from '../../../kernel/pictures/index.ts';
import { calibrationExamples } from '../../support/calibration-payloads.ts';

const { income, mixed } = calibrationExamples;
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('examples/calibration-*.json', () => {
  it.each(Object.entries(calibrationExamples))('%s can be drawn', async (name, payload) => {
    const json = JSON.stringify(payload);
    expect(parseCalibrationPayload(JSON.parse(json))).toEqual({ ok: true, value: payload });
    expect(json.length).toBeLessThan(40_000);
    await expect(`${json}\n`).toMatchFileSnapshot(`../../../kernel/payloads/examples/calibration-${name}.json`);
  });
});

it('refuses a task with neither a curve nor why it has none, and one with both', () => {
  const [task] = income.tasks;
  const reason = 'Task "income" needs a curve, or why it has none.';
  expect(parseCalibrationPayload({ ...income, tasks: [{ ...task, curve: undefined }] })).toEqual({ ok: false, reason });
  expect(parseCalibrationPayload({ ...income, tasks: [{ ...task, refusal: 'no' }] })).toEqual({ ok: false, reason });
  expect(parseCalibrationPayload({ ...income, version: 2 }).ok).toBe(false);
});

describe('in words', () => {
  const curve = {
    predicted: 0.2,
    observed: 0.19,
    bias: { value: 0.01, error: 0.002 },
    ratio: { value: 1.0526, error: 0.0121 },
    gap: { value: 0.01234, chance: 0.0056 },
    off: 3,
    bins: Array(15).fill({ rows: 1, predicted: 0, observed: 0, low: null, high: null }),
    histogram: { low: 0, high: 1, counts: [1], outside: 0 },
  };
  const verdict = (more: object, kind: 'binary' | 'numeric' = 'binary') =>
    plain(calibrationVerdict({ ...curve, ...more }, kind));

  it('whether it is right on average, by the ratio or in label units', () => {
    expect(verdict({})).toBe('On average 5.3 % too high: pred ÷ obs 1.053 ± .012.');
    expect(verdict({ ratio: { value: 0.8, error: 0.01 } })).toBe('On average 20 % too low: pred ÷ obs 0.800 ± .010.');
    expect(verdict({ ratio: { value: 1.02, error: 0.011 } })).toBe('Right on average: pred ÷ obs 1.020 ± .011.');
    expect(verdict({ ratio: { value: 4.2, error: null } })).toBe('On average 320 % too high: pred ÷ obs 4.200.');
    const euros = { ratio: undefined, bias: { value: -812.4, error: 90.11 } };
    expect(verdict(euros, 'numeric')).toBe(
      'On average 812.4 too low: predicted − observed −812.4 ± 90, in label units.',
    );
    expect(verdict({ ...euros, bias: { value: 5, error: 90 } }, 'numeric')).toMatch(/^Right on average/);
  });

  it('the gap, beside that of chance, and what is off', () => {
    expect(calibrationGap(curve, 'binary')).toBe('ECE .0123, by chance .0056; 3 of 15 bins off the diagonal.');
    expect(calibrationGap(curve, 'numeric')).toMatch(/^Mean gap \.01234, by chance/);
    expect(calibrationOutside(curve)).toBe('');
    const beyond = (outside: number) => calibrationOutside({ ...curve, histogram: { ...curve.histogram, outside } });
    expect([beyond(1), beyond(1200)]).toEqual([
      '1 prediction is beyond the histogram.',
      '1,200 predictions are beyond the histogram.',
    ]);
  });

  it('facts, bins and tasks', () => {
    expect(calibrationFacts(income)).toBe('MMoE · census-income test, 20,000 rows');
    const bin = { rows: 1333, predicted: 0.05121, observed: 0.0487, low: 0.0441, high: 0.0537 };
    expect(plain(calibrationBinWords(bin, 'binary'))).toBe(
      'predicted .0512, observed .0487, 95 % interval .0441 to .0537, 1,333 rows',
    );
    expect(calibrationBinWords({ ...bin, rows: 1, low: null }, 'binary')).toBe(
      'predicted .0512, observed .0487, 1 row',
    );
    expect(calibrationSentence(mixed.tasks[0])).toBe('buys: No label is observed in these rows.');
  });
});

describe('the chart', () => {
  it('has one scale across and up: what is right is on the diagonal', () => {
    for (const task of income.tasks) {
      const chart = calibrationChart(task, 300);
      if (!chart) throw new Error('no chart');
      const { plot, points, ticks, bars, width } = chart;
      expect(plot.right - plot.left).toBeCloseTo(plot.bottom - plot.top, 9);
      for (const { x, y } of ticks) expect(x - plot.left).toBeCloseTo(plot.bottom - y, 9);
      for (const { bin, x, y, interval } of points) {
        expect(Math.sign(x - plot.left - (plot.bottom - y)) || 0).toBe(Math.sign(bin.predicted - bin.observed) || 0);
        expect(x).toBeGreaterThanOrEqual(plot.left);
        expect(x).toBeLessThanOrEqual(plot.right);
        for (const end of interval ?? []) {
          expect(end).toBeGreaterThanOrEqual(plot.top - 1e-6);
          expect(end).toBeLessThanOrEqual(plot.bottom + 1e-6);
        }
      }
      expect(Math.max(...bars.map((bar) => bar.x + bar.width))).toBeLessThanOrEqual(width);
    }
  });

  it('is none for a task without a curve', () => expect(calibrationChart(mixed.tasks[0], 300)).toBeUndefined());
});

describe('the still picture', () => {
  it.each(Object.entries(calibrationExamples))('of %s stays small and has names as text', (_, payload) => {
    const svg = calibrationPicture(payload);
    expect(svg.length).toBeLessThan(150_000);
    expect(svg).not.toContain('<b>');
    expect(svg).toMatch(/^<svg .*<\/svg>$/s);
    expect(svg).not.toContain('NaN');
  });

  it('says how many tasks it leaves out', () => {
    expect(calibrationPicture(calibrationExamples['many-tasks'])).toContain('2 more tasks are not drawn.');
  });
});

import { describe, expect, test } from 'vitest';
import { clickFunnel } from '../../../../../kernel/multitask/datasets/synthetic/click-funnel.ts';
import * as metrics from '../../../../../kernel/multitask/metrics/index.ts';

const funnel = clickFunnel({ rows: 40_000, clickRate: 0.2, conversionRate: 0.3, seed: 2 });

test('the rates are those asked for', () => {
  const { pCTR, pCVR } = funnel.truth.train;
  expect(mean(pCTR)).toBeCloseTo(0.2, 6);
  expect(mean(pCTR.map((p, row) => p * pCVR[row])) / mean(pCTR)).toBeCloseTo(0.3, 6);
});

describe.each(['train', 'validation', 'test'] as const)('%s', (part) => {
  const { labels, length } = funnel[part];
  const { pCTR, pCVR, wouldConvert } = funnel.truth[part];

  test('a conversion needs a click, and happens where the truth says', () => {
    expect(length).toBe(part === 'train' ? 40_000 : 8_000);
    for (let row = 0; row < length; row++) {
      expect(labels.conversion[row]).toBe(labels.click[row] * wouldConvert[row]);
      expect(labels.conversionOfClick[row]).toBe(labels.click[row] ? wouldConvert[row] : Number.NaN);
    }
  });

  test('labels are drawn with the true probabilities', () => {
    // Errors of both are below 0.005 at these sizes, were the labels drawn from anything else they would not be.
    expect(metrics.calibration(labels.click, pCTR)).toBeCloseTo(1, 1);
    expect(metrics.expectedCalibrationError(labels.click, pCTR)).toBeLessThan(0.015);
    expect(metrics.expectedCalibrationError(wouldConvert, pCVR)).toBeLessThan(0.015);
    expect(metrics.auc(labels.click, pCTR)).toBeGreaterThan(0.75);
    expect(metrics.auc(wouldConvert, pCVR)).toBeGreaterThan(0.75);
  });
});

test('clicked impressions convert more easily than all of them', () => {
  const { labels } = funnel.train;
  const { pCVR } = funnel.truth.train;
  const ofClicked = pCVR.filter((_, row) => labels.click[row] === 1);
  expect(mean(ofClicked)).toBeGreaterThan(1.25 * mean(pCVR));
});

test('the correlation of the effects is told', () => {
  const rank = (correlation: number) => {
    const { truth } = clickFunnel({ rows: 4000, correlation });
    const high = mean(truth.train.pCTR);
    const clickable = truth.train.pCTR.map((p) => (p > high ? 1 : 0));
    return metrics.auc(clickable, truth.train.pCVR);
  };
  expect(rank(1)).toBe(1);
  expect(rank(-1)).toBe(0);
  expect(Math.abs(rank(0) - 0.5)).toBeLessThan(0.15);
});

test('a value means the same in every part', () => {
  const byItem = (part: 'train' | 'test') => {
    const item = funnel[part].categorical[1];
    const sums = Array.from({ length: 30 }, () => ({ rows: 0, sum: 0 }));
    item.forEach((code: number, row: number) => {
      if (code >= 30) return;
      sums[code].rows++;
      sums[code].sum += Math.log(funnel.truth[part].pCTR[row]);
    });
    return sums.map(({ rows, sum }) => sum / rows);
  };
  const [train, held] = [byItem('train'), byItem('test')];
  const middle = mean(Float32Array.from(train));
  expect(
    metrics.auc(
      train.map((value) => (value > middle ? 1 : 0)),
      held,
    ),
  ).toBeGreaterThan(0.85);
});

test('features: four columns of codes, two of numbers, every code within its vocabulary', () => {
  const { columns } = funnel.features;
  expect(columns.map((column) => column.name)).toEqual(['user group', 'item', 'city', 'device', 'age', 'price']);
  funnel.train.categorical.forEach((codes, i) => {
    const column = columns[i];
    if (column.kind !== 'categorical') throw new Error(`${column.name} is ${column.kind}`);
    expect(new Set(codes).size).toBe(column.values.length);
    expect(codes.every((code: number) => code >= 0 && code < column.values.length)).toBe(true);
  });
});

test('a seed decides everything', () => {
  expect(clickFunnel({ rows: 100, seed: 4 })).toEqual(clickFunnel({ rows: 100, seed: 4 }));
  expect(clickFunnel({ rows: 100, seed: 5 }).train).not.toEqual(clickFunnel({ rows: 100, seed: 4 }).train);
});

describe('options that cannot be', () => {
  const check = (name: string, options: Parameters<typeof clickFunnel>[0], message: RegExp) =>
    test(name, () => expect(() => clickFunnel(options)).toThrow(message));
  check(
    'a rate in percent',
    { clickRate: 5 },
    /^clickFunnel: clickRate is 5; a number above 0 and below 1 was expected\.$/,
  );
  check(
    'no conversions',
    { conversionRate: 0 },
    /^clickFunnel: conversionRate is 0; a number above 0 and below 1 was expected\.$/,
  );
  check('correlation', { correlation: 2 }, /^clickFunnel: correlation is 2; a number from -1 to 1 was expected\.$/);
});

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

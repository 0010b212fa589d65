import { describe, expect, test } from 'vitest';
import { randomStream } from '../../../../../kernel/multitask/data/random.ts';
import { type Curve, measureCurve } from '../../../../../kernel/multitask/metrics/calibration/index.ts';
import * as metrics from '../../../../../kernel/multitask/metrics/index.ts';

type Columns = { labels: number[]; predictions: number[]; weights?: number[] };

const two = { bins: 2, binning: 'rows' } as const;

function measured(
  kind: 'binary' | 'numeric',
  { weights, ...columns }: Columns,
  how: Parameters<typeof measureCurve>[2] = two,
) {
  return measureCurve(kind, { ...columns, weights }, how);
}

function curveOf(...given: Parameters<typeof measured>): Curve {
  const found = measured(...given);
  if ('refusal' in found) throw new Error(found.refusal);
  return found.curve;
}

const eight = { labels: [0, 0, 0, 1, 1, 1, 0, 1], predictions: [0.1, 0.1, 0.1, 0.1, 0.6, 0.6, 0.6, 0.6] };

describe('probabilities, worked out by hand', () => {
  const curve = curveOf('binary', eight);

  test('means, ratio and bias with their standard errors', () => {
    expect(curve.predicted).toBeCloseTo(0.35, 12);
    expect(curve.observed).toBeCloseTo(0.5, 12);
    expect(curve.ratio?.value).toBeCloseTo(0.7, 12);
    // p − .7 y: .1 three times, −.6, −.1 three times, .6; √(Σ squares = .78) ÷ Σ y = 4
    expect(curve.ratio?.error).toBeCloseTo(Math.sqrt(0.78) / 4, 12);
    // (p − y) + .15: .25 three times, −.75, −.25 three times, .75; Σ squares = 1.5, with Bessel's 8 ÷ 7
    expect(curve.bias.value).toBeCloseTo(-0.15, 12);
    expect(curve.bias.error).toBeCloseTo(Math.sqrt((1.5 * 8) / 7) / 8, 12);
  });

  test('the gap is the expected calibration error; by chance it is √(2 ÷ π) of the bins’ standard deviations', () => {
    expect(curve.gap.value).toBeCloseTo(0.15, 12);
    expect(curve.gap.value).toBeCloseTo(metrics.expectedCalibrationError(eight.labels, eight.predictions, two), 12);
    // √(.1 · .9 ÷ 4) = .15 and √(.6 · .4 ÷ 4) = .244949
    expect(curve.gap.chance).toBeCloseTo(0.797885 * 0.5 * (0.15 + 0.244949), 5);
  });

  test('bins with Wilson’s intervals', () => {
    expect(curve.bins.map(({ rows, predicted, observed }) => [rows, predicted, observed])).toEqual([
      [4, 0.1, 0.25],
      [4, 0.6, 0.75],
    ]);
    // z² = 3.841459: (.25 + .480182) ÷ 1.960364 ∓ (1.959964 ÷ 1.960364) √(.1875 ÷ 4 + 3.841459 ÷ 64)
    expect(curve.bins[0].low).toBeCloseTo(0.04559, 5);
    expect(curve.bins[0].high).toBeCloseTo(0.69936, 5);
    expect(curve.bins[1].low).toBeCloseTo(1 - 0.69936, 5);
    expect(curve.off).toBe(0);
  });

  test('the histogram of probabilities is from 0 on, to 1 where they reach ½', () => {
    const { low: from, high, counts, outside } = curve.histogram;
    expect(from).toBe(0);
    expect(high).toBe(1);
    expect(counts[3]).toBe(4);
    expect(counts[18]).toBe(4);
    const rare = curveOf('binary', { labels: [0, 0, 1, 0], predictions: [0.1, 0.1, 0.4, 0.4] });
    expect(rare.histogram.high).toBe(1);
    const low = curveOf('binary', { labels: [0, 0, 0, 1, 0, 0], predictions: [0.1, 0.1, 0.1, 0.2, 0.2, 0.2] });
    // Means from 0, no positive of three, to a third.
    expect(low.histogram.high).toBeCloseTo((1 / 3) * 1.1, 12);
    expect(counts.reduce((sum, each) => sum + each, outside)).toBe(8);
  });
});

describe('values, worked out by hand', () => {
  const four = { labels: [10, 14, 30, 50], predictions: [11, 11.5, 40, 44] };
  const curve = curveOf('numeric', four);

  test('means and intervals in label units', () => {
    expect(curve.ratio).toBeUndefined();
    expect(curve.bias.value).toBeCloseTo((1 - 2.5 + 10 - 6) / 4, 12);
    expect(curve.bins.map(({ predicted, observed }) => [predicted, observed])).toEqual([
      [11.25, 12],
      [42, 40],
    ]);
    // The sd of 10 and 14 is √8, its mean's error 2; Student's t of one degree of freedom 12.706
    expect(curve.bins[0].low).toBeCloseTo(12 - 2 * 12.7062, 3);
    expect(curve.bins[0].high).toBeCloseTo(12 + 2 * 12.7062, 3);
    expect(curve.gap.value).toBeCloseTo((0.75 + 2) / 2, 12);
    // p − y: 1 and −2.5, whose mean's error is 1.75; 10 and −6, 8
    expect(curve.gap.chance).toBeCloseTo(0.797885 * 0.5 * (1.75 + 8), 4);
  });

  test('a bin of one row has no interval, and counts as none that is off', () => {
    const { bins, off } = curveOf('numeric', four, { bins: 4, binning: 'rows' });
    expect(bins.map(({ low, high }) => [low, high])).toEqual(Array(4).fill([Number.NaN, Number.NaN]));
    expect(off).toBe(0);
  });

  test('bins of one width divide the range of the predictions', () => {
    const { bins } = curveOf('numeric', four, { bins: 3, binning: 'width' });
    expect(bins.map(({ rows }) => rows)).toEqual([2, 2]);
  });

  test('one value for all rows is one bin', () => {
    const { bins, histogram } = curveOf('numeric', { labels: [1, 2, 3], predictions: [2, 2, 2] });
    expect(bins).toMatchObject([{ rows: 3, predicted: 2, observed: 2 }]);
    expect(histogram.counts.reduce((sum, each) => sum + each, histogram.outside)).toBe(3);
  });
});

describe('rows that count', () => {
  test('a row without a label, or of weight 0, is as good as absent', () => {
    const more = {
      labels: [...eight.labels, Number.NaN, 1],
      predictions: [...eight.predictions, 0.9, 0.9],
      weights: [...eight.labels.map(() => 1), 1, 0],
    };
    const found = measured('binary', more);
    expect(found).toEqual(measured('binary', eight));
    expect(found.rows).toBe(8);
  });

  test('a row of weight 3 counts in all means as three, and in intervals as what it tells', () => {
    const weighted = curveOf('binary', { labels: [0, 1, 1], predictions: [0.2, 0.2, 0.7], weights: [3, 1, 1] }, two);
    const written = curveOf('binary', { labels: [0, 0, 0, 1, 1], predictions: [0.2, 0.2, 0.2, 0.2, 0.7] }, two);
    expect(weighted.ratio?.value).toBeCloseTo(written.ratio?.value ?? 0, 12);
    expect(weighted.gap.value).toBeCloseTo(written.gap.value, 12);
    expect(weighted.bins[0].observed).toBeCloseTo(0.25, 12);
    // 16 ÷ 10 rows, not 4
    expect(weighted.bins[0].high).toBeGreaterThan(written.bins[0].high);
  });
});

test('a model that is right shows the gap that chance makes, and one bin in twenty off', () => {
  const random = randomStream(3, 'calibrated');
  let [gap, chance, off, bins] = [0, 0, 0, 0];
  for (let run = 0; run < 40; run++) {
    const predictions = Array.from({ length: 1000 }, () => random.uniform() ** 2);
    const labels = predictions.map((p) => (random.uniform() < p ? 1 : 0));
    const curve = curveOf('binary', { labels, predictions }, { bins: 10, binning: 'rows' });
    gap += curve.gap.value / 40;
    chance += curve.gap.chance / 40;
    off += curve.off;
    bins += curve.bins.length;
  }
  expect(gap / chance).toBeGreaterThan(0.9);
  expect(gap / chance).toBeLessThan(1.1);
  expect(off / bins).toBeGreaterThan(0.02);
  expect(off / bins).toBeLessThan(0.09);
});

describe('what has no curve says why', () => {
  test.each<[string, 'binary' | 'numeric', Columns, string]>([
    ['no label', 'binary', { labels: [Number.NaN], predictions: [0.3] }, 'No label is observed.'],
    ['one row', 'numeric', { labels: [3], predictions: [0.3] }, 'Only one row has a label.'],
    ['only 0', 'binary', { labels: [0, 0], predictions: [0.3, 0.1] }, 'All 2 labels are 0: there is nothing to set'],
    ['only 1', 'binary', { labels: [1, 1], predictions: [0.3, 0.1] }, 'All 2 labels are 1'],
    ['NaN', 'numeric', { labels: [1, 2], predictions: [0.3, Number.NaN] }, 'The prediction of row 1 is NaN'],
    ['infinite', 'numeric', { labels: [1, 2], predictions: [Infinity, 0] }, 'The prediction of row 0 is Infinity'],
  ])('%s', (_, kind, columns, words) => {
    expect(measured(kind, columns)).toHaveProperty('refusal', expect.stringContaining(words));
  });

  test('a logit is an error', () => {
    expect(() => measured('binary', { labels: [0, 1], predictions: [0.3, 2] })).toThrow('row 1 has 2');
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomStream } from '../../../../kernel/multitask/data/index.ts';
import * as metrics from '../../../../kernel/multitask/metrics/index.ts';

const nan = Number.NaN;

// numpy arrays of these values in the comments below.
const y = [0, 0, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0];
const a = [0.1, 0.4, 0.35, 0.8, 0.35, 0.7, 0.2, 0.9, 0.6, 0.4, 0.05, 0.3];
const b = [0.2, 0.3, 0.6, 0.7, 0.3, 0.4, 0.1, 0.6, 0.5, 0.4, 0.2, 0.3];
const weights = [1, 2, 0.5, 3, 1, 0.25, 4, 1, 1, 2, 0.5, 1];
const groups = [...'ppppqqqqrrrr'];

describe('scikit-learn’s sample_weight', () => {
  const check = (name: string, actual: () => number, expected: number) =>
    test(name, () => expect(actual()).toBeCloseTo(expected, 12));
  check('AUC', () => metrics.auc(y, a, { weights }), 0.9); // roc_auc_score(y, a, sample_weight=w)
  check('AUC of the other', () => metrics.auc(y, b, { weights }), 0.9086206896551724); // roc_auc_score(y, b, sample_weight=w)
  check('log loss', () => metrics.logLoss(y, a, { weights }), 0.42202627497574857); // log_loss(y, a, sample_weight=w)
  check('RMSE', () => metrics.rmse(y, a, { weights }), 0.3649498675121029); // mean_squared_error(y, a, sample_weight=w) ** .5
  check('MAE', () => metrics.mae(y, a, { weights }), 0.3144927536231884); // mean_absolute_error(y, a, sample_weight=w)
  // np.average(a, weights=w) / np.average(y, weights=w)
  check('calibration', () => metrics.calibration(y, a, { weights }), 1.024137931034483);
  // sum(w[m].sum() / w.sum() * abs(np.average(a[m], weights=w[m]) - np.average(y[m], weights=w[m]))) over
  // m = np.minimum(a * 5 // 1, 4) == k
  check(
    'calibration error, five bins of width',
    () => metrics.expectedCalibrationError(y, a, { weights, bins: 5, binning: 'width' }),
    0.1376811594202898,
  );
  // np.average([roc_auc_score(y[m], a[m], sample_weight=w[m])], weights=[w[m].sum()]) over m = g == 'p', 'q', 'r'
  check('group AUC', () => metrics.groupAuc(y, a, groups, { weights }).auc, 0.8956521739130434);
  // roc_auc_score(y, np.floor(a * 4095), sample_weight=w)
  check('AUC in buckets', () => metrics.bucketedAuc(y, a, { weights }), 0.9);

  // V = psi(a) @ wn / wn.sum() of positives, wp @ psi(a) / wp.sum() of negatives, both with mean A;
  // (5/4 * ((wp / wp.sum() * (Vp - A)) ** 2).sum() + 7/6 * ((wn / wn.sum() * (Vn - A)) ** 2).sum()) ** .5
  check('error of the AUC', () => metrics.aucInterval(y, a, { weights }).error, 0.09629219018079146);
  check('paired difference', () => metrics.compareAuc(y, a, b, { weights }).difference, 0.9 - 0.9086206896551724);
  check('paired error', () => metrics.compareAuc(y, a, b, { weights }).error, 0.05291304618276229);
  check('paired p', () => metrics.compareAuc(y, a, b, { weights }).pValue, 0.8705799924336732);
});

const everyMetric: Record<string, (labels: number[], scores: number[], weights?: number[]) => unknown> = {
  auc: (labels, scores, weights) => metrics.auc(labels, scores, { weights }),
  aucInterval: (labels, scores, weights) => metrics.aucInterval(labels, scores, { weights }),
  compareAuc: (labels, scores, weights) =>
    metrics.compareAuc(
      labels,
      scores,
      scores.map((score) => (score * 7) % 1),
      { weights },
    ),
  logLoss: (labels, scores, weights) => metrics.logLoss(labels, scores, { weights }),
  rmse: (labels, scores, weights) => metrics.rmse(labels, scores, { weights }),
  mae: (labels, scores, weights) => metrics.mae(labels, scores, { weights }),
  calibration: (labels, scores, weights) => metrics.calibration(labels, scores, { weights }),
  calibrationCurve: (labels, scores, weights) => metrics.calibrationCurve(labels, scores, { weights }),
  expectedCalibrationError: (labels, scores, weights) => metrics.expectedCalibrationError(labels, scores, { weights }),
  bucketedAuc: (labels, scores, weights) => metrics.bucketedAuc(labels, scores, { weights }),
  groupAuc: (labels, scores, weights) =>
    metrics.groupAuc(
      labels,
      scores,
      scores.map((score) => Math.round(score * 12) % 3),
      { weights },
    ),
  bootstrap: (labels, scores, weights) => metrics.bootstrap(metrics.auc, labels, scores, { weights, samples: 20 }),
  bootstrapDifference: (labels, scores, weights) =>
    metrics.bootstrapDifference(
      metrics.logLoss,
      labels,
      scores,
      scores.map((score) => 1 - score),
      { weights, samples: 20 },
    ),
  evaluateOutputs: (labels, scores, weights) => {
    const { out } = metrics.evaluateOutputs(
      [{ name: 'out', kind: 'binary', task: { name: 'click', kind: 'binary' } }],
      { out: scores },
      { labels: { click: Float32Array.from(labels) }, weights: weights && Float32Array.from(weights) },
    );
    // Where nothing counts the words tell labels that are not there from those that weigh nothing.
    return out.rows === 0 ? { ...out, warnings: [] } : out;
  },
};

const rows = fc.array(
  fc.record({
    label: fc.constantFrom(0, 1, nan),
    score: fc.integer({ min: 0, max: 12 }).map((score) => score / 12),
    weight: fc.constantFrom(0, 0.25, 1, 3),
  }),
  { minLength: 1, maxLength: 40 },
);
const parts = (some: readonly { label: number; score: number; weight: number }[]) =>
  [some.map((row) => row.label), some.map((row) => row.score), some.map((row) => row.weight)] as const;

describe.each(Object.entries(everyMetric))('%s', (_, metric) => {
  test('equal weights change nothing, bit for bit', () =>
    fc.assert(
      fc.property(rows, fc.constantFrom(0.1, 1, 7), (some, weight) => {
        const [labels, scores] = parts(some);
        const equal = labels.map(() => weight);
        expect(metric([...labels], [...scores], equal)).toEqual(metric([...labels], [...scores]));
      }),
    ));

  test('a row of weight 0 is absent, bit for bit, whatever it holds', () =>
    fc.assert(
      fc.property(rows, (some) => {
        const kept = some.filter((row) => row.weight > 0);
        if (kept.length === 0) return;
        const spoilt = some.map((row) => (row.weight > 0 ? row : { ...row, score: nan, label: 5 }));
        const run = (those: typeof some) => {
          const [labels, scores, weights] = parts(those);
          return metric([...labels], [...scores], [...weights]);
        };
        expect(run(spoilt)).toEqual(run(kept));
      }),
    ));
});

describe('wrong weights are refused', () => {
  const check = (name: string, given: number[], message: RegExp) =>
    test(name, () => expect(() => metrics.auc([0, 1], [0, 1], { weights: given })).toThrow(message));
  check('too few', [1], /1 weights and 2 rows/);
  check('negative', [1, -1], /row 1 has -1/);
  check('NaN', [nan, 1], /row 0 has NaN/);
  check('infinite', [1, Number.POSITIVE_INFINITY], /row 1 has Infinity/);
});

test('all weights 0: nothing is observed', () => {
  expect(metrics.auc([0, 1], [0, 1], { weights: [0, 0] })).toBeNaN();
  expect(metrics.aucInterval([0, 1], [0, 1], { weights: [0, 0] }).warnings?.[0]).toMatch(
    /No row has a label and a weight above 0/,
  );
});

test('a perfect order has AUC 1 exactly, whatever the weights', () => {
  const random = randomStream(1, 'test');
  const labels = Array.from({ length: 999 }, () => random.below(2));
  const scores = labels.map((label) => label + random.uniform());
  const some = labels.map(() => random.uniform() * 1e3);
  expect(metrics.auc(labels, scores, { weights: some })).toBe(1);
  expect(
    metrics.auc(
      labels.map((label) => 1 - label),
      scores,
      { weights: some },
    ),
  ).toBe(0);
});

test('the weighted error and the bootstrap agree', () => {
  const random = randomStream(3, 'test');
  const labels = Float32Array.from({ length: 1500 }, () => random.below(2));
  const some = Float32Array.from(labels, () => random.uniform() ** 3 * 10);
  const noisy = (noise: number) => labels.map((label) => label + noise * random.normal());
  const [first, second] = [noisy(1), noisy(1.3)];
  const options = { samples: 400, seed: 5, weights: some };
  const alone = metrics.bootstrap(metrics.auc, labels, first, options).error;
  expect(Math.abs(alone / metrics.aucInterval(labels, first, { weights: some }).error - 1)).toBeLessThan(0.12);
  const paired = metrics.bootstrapDifference(metrics.auc, labels, first, second, options).error;
  expect(Math.abs(paired / metrics.compareAuc(labels, first, second, { weights: some }).error - 1)).toBeLessThan(0.12);
});

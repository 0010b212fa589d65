import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomStream } from '../../../../kernel/multitask/data/random.ts';
import * as metrics from '../../../../kernel/multitask/metrics/index.ts';
import { ascending } from '../../../../kernel/statistics/index.ts';

const nan = Number.NaN;

/** Each number is worked out by hand in the comment. */
describe('worked out by hand', () => {
  const check = (name: string, actual: () => number, expected: number) =>
    test(name, () => {
      if (Number.isNaN(expected)) expect(actual()).toBeNaN();
      else expect(actual()).toBeCloseTo(expected, 6);
    });

  // 3 of the 4 pairs are in order.
  const labels = [0, 0, 1, 1];
  const scores = [0.1, 0.4, 0.35, 0.8];
  check('AUC', () => metrics.auc(labels, scores), 3 / 4);
  check('AUC of float32 scores', () => metrics.auc(labels, Float32Array.from(scores)), 3 / 4);
  // The tie counts one half: (½ + 1 + 1 + 1) ÷ 4.
  check('AUC with a tie', () => metrics.auc([0, 1, 0, 1], [0.5, 0.5, 0.2, 0.9]), 3.5 / 4);
  check('AUC of one constant score', () => metrics.auc(labels, [7, 7, 7, 7]), 1 / 2);
  check('AUC of negative scores, −0 equal to 0', () => metrics.auc([0, 1, 1, 0], [-3, -1, 0, -0]), 2.5 / 4);
  check('AUC leaves rows without a label out', () => metrics.auc([0, nan, 0, 1, 1], [0.1, 0.9, 0.4, 0.35, 0.8]), 3 / 4);
  check('AUC of one class', () => metrics.auc([1, 1], [0.1, 0.2]), nan);
  check('AUC of no rows', () => metrics.auc([], []), nan);
  check('AUC of a NaN score', () => metrics.auc([0, 1], [0.1, nan]), nan);

  // Placements of the positives are ½ and 1, of the negatives 1 and ½: √(⅛ ÷ 2 + ⅛ ÷ 2).
  check('DeLong error', () => metrics.aucInterval(labels, scores).error, Math.sqrt(1 / 8));
  check('DeLong interval is cut at 1', () => metrics.aucInterval(labels, scores).upper, 1);
  check('DeLong interval', () => metrics.aucInterval(labels, scores).lower, 0.75 - 1.959964 * Math.sqrt(1 / 8));
  check(
    'interval of another level',
    () => metrics.aucInterval(labels, scores, { level: 0.5 }).lower,
    0.75 - 0.6744898 * Math.sqrt(1 / 8),
  );
  check('error of a single positive', () => metrics.aucInterval([0, 0, 1], [1, 2, 3]).error, nan);

  // Against a perfect model the differences of placements are −½, 0 and 0, −½.
  const perfect = [0.1, 0.2, 0.3, 0.4];
  check('paired difference', () => metrics.compareAuc(labels, scores, perfect).difference, -1 / 4);
  check('paired error', () => metrics.compareAuc(labels, scores, perfect).error, Math.sqrt(1 / 8));
  check('paired p value is erfc(½)', () => metrics.compareAuc(labels, scores, perfect).pValue, 0.4795001);
  check('paired AUC of the second model', () => metrics.compareAuc(labels, scores, perfect).b, 1);
  check('a model against itself', () => metrics.compareAuc(labels, scores, scores).pValue, 1);
  check('paired comparison of one class', () => metrics.compareAuc([0, 0], [1, 2], [2, 1]).pValue, nan);

  check("Paddle's AUC", () => metrics.bucketedAuc(labels, scores), 3 / 4);
  check("Paddle's AUC puts small rates into one bucket", () => metrics.bucketedAuc([0, 1], [0.0001, 0.0002]), 1 / 2);
  check("Paddle's AUC of one class is Paddle's 0", () => metrics.bucketedAuc([0, 0], [0.1, 0.2]), 0);
  check("Paddle's AUC takes the whole range", () => metrics.bucketedAuc([0, 1], [0, 1]), 1);

  // Group a: 1 over 2 rows with 1 positive; b: ¾ over 4 rows with 2; c has one class.
  const groups = ['a', 'a', 'b', 'b', 'b', 'b', 'c'];
  const grouped = (weight?: 'rows' | 'positives' | 'equal') =>
    metrics.groupAuc([0, 1, ...labels, 1], [0.8, 0.9, ...scores, 0.5], groups, weight && { weight });
  check('group AUC by rows', () => grouped().auc, (2 * 1 + 4 * 0.75) / 6);
  check('group AUC by positives', () => grouped('positives').auc, (1 + 2 * 0.75) / 3);
  check('group AUC, equal groups', () => grouped('equal').auc, (1 + 0.75) / 2);
  check('group AUC skips one-class groups', () => grouped().skipped, 1);
  check('group AUC without any', () => metrics.groupAuc([1, 1], [0, 1], [0, 1]).auc, nan);

  // −(ln 0.8 + ln 0.6) ÷ 2
  check('log loss', () => metrics.logLoss([1, 0], [0.8, 0.4]), 0.3669846);
  check('log loss leaves rows without a label out', () => metrics.logLoss([1, nan, 0], [0.8, 0, 0.4]), 0.3669846);
  check('log loss of a sure mistake is −ln 1e-7', () => metrics.logLoss([1], [0]), 16.1180957);
  check('log loss clipped as asked', () => metrics.logLoss([0], [1], { epsilon: 0.01 }), 4.6051702);
  check('log loss without labels', () => metrics.logLoss([nan], [0.5]), nan);

  check('RMSE', () => metrics.rmse([1, 2], [2, 4]), Math.sqrt(2.5));
  check('MAE', () => metrics.mae([1, 2, nan], [2, 4, 100]), 1.5);

  check('calibration', () => metrics.calibration([1, 0], [0.8, 0.4]), 1.2);
  check('calibration without positives', () => metrics.calibration([0, 0], [0.8, 0.4]), nan);
  // ½ |0.4 − 0| + ½ |0.8 − 1|
  const error = (options: { bins: number; binning?: 'width' }) =>
    metrics.expectedCalibrationError([1, 0], [0.8, 0.4], options);
  check('calibration error, two bins of rows', () => error({ bins: 2 }), 0.3);
  check('calibration error, one bin', () => error({ bins: 1 }), 0.1);
  // [0, ⅓) is empty, [⅓, ⅔) has 0.4, [⅔, 1] has 0.8.
  check('calibration error, three bins of width', () => error({ bins: 3, binning: 'width' }), 0.3);
  // Equal probabilities share a bin, whatever the order of their labels.
  check(
    'calibration error of ties',
    () => metrics.expectedCalibrationError([0, 0, 1, 1], [0.5, 0.5, 0.5, 0.5], { bins: 2 }),
    0,
  );
  check(
    'a probability of 1 is in the last bin',
    () => metrics.calibrationCurve([1], [1], { binning: 'width' })[0].predicted,
    1,
  );
});

describe('what cannot be', () => {
  const check = (name: string, act: () => unknown, message: RegExp) => test(name, () => expect(act).toThrow(message));
  check('a label that is no class', () => metrics.auc([0, 3], [0, 1]), /labels 0 and 1.*row 1 has 3/);
  check('different lengths', () => metrics.auc([0, 1], [0]), /2 labels and 1 predictions/);
  check('a missing group', () => metrics.groupAuc([0, 1], [0, 1], [1]), /2 labels and 1 groups/);
  check("a logit in Paddle's AUC", () => metrics.bucketedAuc([0, 1], [0, 1.5]), /row 1 has 1.5/);
  check(
    'a level in percent',
    () => metrics.aucInterval([0, 1], [0, 1], { level: 95 }),
    /level is 95; a number above 0 and below 1/,
  );
  check('no bins', () => metrics.calibrationCurve([0], [0], { bins: 0 }), /bins is 0; a whole number from 1 on/);
});

describe('properties', () => {
  /** Few distinct scores, so that ties are common. */
  const rows = fc.array(fc.record({ label: fc.constantFrom(0, 1), score: fc.integer({ min: 0, max: 12 }) }), {
    minLength: 2,
    maxLength: 60,
  });
  const twoClasses = rows.filter((some) => new Set(some.map((row) => row.label)).size === 2);
  const columns = (some: readonly { label: number; score: number }[]) => ({
    labels: some.map((row) => row.label),
    scores: some.map((row) => row.score / 12),
  });
  const check = (name: string, holds: (labels: number[], scores: number[]) => void) =>
    test(name, () =>
      fc.assert(
        fc.property(twoClasses, (some) => {
          const { labels, scores } = columns(some);
          holds(labels, scores);
        }),
      ),
    );

  check('AUC counts pairs', (labels, scores) => {
    let pairs = 0;
    let wins = 0;
    labels.forEach((positive, i) => {
      labels.forEach((negative, j) => {
        if (positive !== 1 || negative !== 0) return;
        pairs++;
        wins += scores[i] > scores[j] ? 1 : scores[i] === scores[j] ? 0.5 : 0;
      });
    });
    expect(metrics.auc(labels, scores)).toBeCloseTo(wins / pairs, 12);
  });
  check('AUC(1 − p) = 1 − AUC(p)', (labels, scores) => {
    const turned = scores.map((score) => 1 - score);
    expect(metrics.auc(labels, turned)).toBeCloseTo(1 - metrics.auc(labels, scores), 12);
  });
  check('AUC and its error see only the order', (labels, scores) => {
    const cubes = metrics.aucInterval(
      labels,
      scores.map((score) => Math.exp(3 * score) - 40),
    );
    expect(cubes).toEqual(metrics.aucInterval(labels, scores));
  });
  check('group AUC of one group is AUC', (labels, scores) => {
    expect(
      metrics.groupAuc(
        labels,
        scores,
        labels.map(() => 0),
      ).auc,
    ).toBeCloseTo(metrics.auc(labels, scores), 12);
  });
  check("Paddle's AUC is exact when buckets do not mix scores", (labels, scores) => {
    expect(metrics.bucketedAuc(labels, scores)).toBeCloseTo(metrics.auc(labels, scores), 12);
  });
  check('comparison is antisymmetric', (labels, scores) => {
    const other = scores.map((score, i) => (score * 7 + i) % 1);
    const there = metrics.compareAuc(labels, scores, other);
    const back = metrics.compareAuc(labels, other, scores);
    expect(there.difference).toBeCloseTo(-back.difference, 12);
    if (!Number.isNaN(there.pValue)) expect(there.pValue).toBeCloseTo(back.pValue, 12);
    expect(there.difference).toBeCloseTo(metrics.auc(labels, scores) - metrics.auc(labels, other), 12);
  });
  check('calibration error is at least the error in the large', (labels, scores) => {
    const inTheLarge = Math.abs(scores.reduce((a, b) => a + b) - labels.reduce((a, b) => a + b)) / labels.length;
    expect(metrics.expectedCalibrationError(labels, scores)).toBeGreaterThanOrEqual(inTheLarge - 1e-12);
  });
  check('rows without a label change nothing', (labels, scores) => {
    const masked = labels.flatMap((label) => [label, nan]);
    const doubled = Float64Array.from(scores.flatMap((score) => [score, 0.3]));
    for (const metric of [metrics.auc, metrics.logLoss, metrics.rmse, metrics.mae, metrics.calibration]) {
      expect(metric(masked, doubled)).toBe(metric(labels, scores));
    }
  });
});

test('DeLong and the bootstrap agree on the error of an AUC and of a difference', () => {
  const random = randomStream(3, 'test');
  const labels = Float32Array.from({ length: 1500 }, () => random.below(2));
  const noisy = (noise: number) => labels.map((label) => label + noise * random.normal());
  const [a, b] = [noisy(1), noisy(1.3)];
  const options = { samples: 400, seed: 5 };
  const ofA = metrics.aucInterval(labels, a);
  const drawn = metrics.bootstrap(metrics.auc, labels, a, options);
  expect(Math.abs(drawn.error / ofA.error - 1)).toBeLessThan(0.12);
  expect(Math.abs(drawn.lower - ofA.lower)).toBeLessThan(0.004);
  expect(Math.abs(drawn.upper - ofA.upper)).toBeLessThan(0.004);
  const paired = metrics.compareAuc(labels, a, b);
  const ratio = metrics.bootstrapDifference(metrics.auc, labels, a, b, options).error / paired.error;
  expect(Math.abs(ratio - 1)).toBeLessThan(0.12);
});

test('a bootstrap repeats with its seed and differs without', () => {
  const [labels, scores] = [
    [0, 1, 0, 1, 1, 0],
    [0.1, 0.3, 0.4, 0.2, 0.9, 0.5],
  ];
  const once = metrics.bootstrap(metrics.logLoss, labels, scores, { samples: 50, seed: 1 });
  expect(metrics.bootstrap(metrics.logLoss, labels, scores, { samples: 50, seed: 1 })).toEqual(once);
  expect(metrics.bootstrap(metrics.logLoss, labels, scores, { samples: 50, seed: 2 })).not.toEqual(once);
});

test('the radix order is the comparison order, for many rows', () => {
  const random = randomStream(1, 'test');
  const doubles = Float64Array.from({ length: 5000 }, () => random.normal() * 10 ** (random.below(60) - 30));
  doubles[17] = doubles[4000] = -0;
  doubles[18] = 0;
  doubles[19] = Number.POSITIVE_INFINITY;
  for (const scores of [doubles, Float32Array.from(doubles), Array.from(doubles)]) {
    const rows = Array.from(scores, (_, i) => i);
    expect(Array.from(ascending(scores))).toEqual(rows.sort((a, b) => scores[a] - scores[b] || a - b));
  }
});

describe('evaluateOutputs', () => {
  const task = (name: string, kind: 'binary' | 'numeric' = 'binary') => ({ name, kind }) as const;
  const click = { name: 'pCTR', kind: 'binary', task: task('click') } as const;

  test('names outputs, leaves outputs without a task out, and has the right metrics per kind', () => {
    const result = metrics.evaluateOutputs(
      [
        click,
        { name: 'pCVR', kind: 'binary', task: undefined },
        { name: 'price', kind: 'numeric', task: task('price', 'numeric') },
      ],
      {
        pCTR: Float32Array.of(0.1, 0.4, 0.35, 0.8),
        pCVR: new Float32Array(4),
        price: Float32Array.of(2, 4, 9, 9),
      },
      { labels: { click: Float32Array.of(0, 0, 1, 1), price: Float32Array.of(1, 2, nan, nan) } },
    );
    expect(Object.keys(result)).toEqual(['pCTR', 'price']);
    expect(result.pCTR).toMatchObject({ rows: 4, auc: 0.75, aucError: Math.sqrt(1 / 8) });
    expect(result.pCTR.logLoss).toBeCloseTo(0.472288, 5);
    expect(result.pCTR.calibration).toBeCloseTo(1.65 / 2, 6);
    expect(result.pCTR).not.toHaveProperty('rmse');
    expect(result.pCTR).not.toHaveProperty('warnings');
    expect(result.price).toEqual({ rows: 2, rmse: Math.sqrt(2.5), mae: 1.5 });
  });

  const check = (name: string, labels: number[], predictions: number[], warning: RegExp) =>
    test(name, () => {
      const columns = { pCTR: Float32Array.from(predictions) };
      const { pCTR } = metrics.evaluateOutputs([click], columns, { labels: { click: Float32Array.from(labels) } });
      expect(pCTR.auc).toBeNaN();
      expect(pCTR.warnings?.join(' ')).toMatch(warning);
    });
  check('warns of a task without positives', [0, 0, nan], [0.1, 0.2, 0.3], /All 2 labels of task "click" are 0/);
  check('warns of a task without negatives', [1, 1], [0.1, 0.2], /All 2 labels of task "click" are 1/);
  check('warns of a task without labels', [nan], [0.1], /No label of task "click"/);
  check(
    'warns of diverged predictions',
    [0, 1],
    [0.1, nan],
    /"click" are not numbers in 1 of 2 rows, first NaN in row 1.*diverged/,
  );

  test('a missing label column is named', () => {
    expect(() => metrics.evaluateOutputs([click], { pCTR: new Float32Array(1) }, { labels: {} })).toThrow(/"click"/);
  });
});

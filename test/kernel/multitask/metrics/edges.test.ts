import { describe, expect, test } from 'vitest';
import * as metrics from '../../../../kernel/multitask/metrics/index.ts';
import { twoSided } from '../../../../kernel/multitask/metrics/normal.ts';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

// numpy: y, a and b of the comments below.
const y = [0, 0, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0];
const a = [0.1, 0.4, 0.35, 0.8, 0.35, 0.7, 0.2, 0.9, 0.6, 0.4, 0.05, 0.3];
const b = [0.2, 0.3, 0.6, 0.7, 0.3, 0.4, 0.1, 0.6, 0.5, 0.4, 0.2, 0.3];

describe('the normal tail is scipy’s', () => {
  // [2 * scipy.stats.norm.sf(z)], that is scipy.special.erfc(z / 2 ** .5)
  const check = (z: number, p: number) =>
    test(`at ${z}`, () => expect(Math.abs(twoSided(z) - p)).toBeLessThanOrEqual(4e-15 * p));
  check(0, 1);
  check(0.5, 0.6170750774519739);
  check(1, 0.31731050786291415);
  check(-1, 0.31731050786291415);
  check(3, 0.0026997960632601918);
  check(6, 1.9731752900754036e-9);
  check(10, 1.5239706048321166e-23);
  check(40, 0);
  check(infinity, 0);

  test('an interval reaches scipy.stats.norm.ppf(.975) errors', () => {
    const { lower, value, error } = metrics.aucInterval(y, a);
    expect((value - lower) / error).toBeCloseTo(1.959963984540054, 12);
  });
});

describe('DeLong with ties is numpy’s', () => {
  // psi = lambda s: (s[y==1][:,None] > s[y==0]) + .5 * (s[y==1][:,None] == s[y==0])
  // S = cov([A.mean(1), B.mean(1)]) / 5 + cov([A.mean(0), B.mean(0)]) / 7 with A, B = psi(a), psi(b)
  test('errors', () => {
    expect(metrics.aucInterval(y, a).value).toBeCloseTo(0.8857142857142857, 14); // roc_auc_score(y, a)
    expect(metrics.aucInterval(y, a).error).toBeCloseTo(0.09706579576495004, 14); // S[0,0] ** .5
    expect(metrics.aucInterval(y, b).error).toBeCloseTo(0.13850513878332368, 14); // S[1,1] ** .5
  });
  test('the paired comparison', () => {
    const paired = metrics.compareAuc(y, a, b);
    expect(paired.a).toBeCloseTo(0.8857142857142857, 14);
    expect(paired.b).toBeCloseTo(0.7857142857142857, 14);
    expect(paired.error).toBeCloseTo(0.10674529414980902, 14); // (S[0,0] + S[1,1] - 2 * S[0,1]) ** .5
    expect(paired.z).toBeCloseTo(0.936809447165488, 12);
    expect(paired.pValue).toBeCloseTo(0.34885658491572524, 12); // 2 * scipy.stats.norm.sf(abs(z))
    expect(paired).not.toHaveProperty('warnings');
  });
});

describe('comparisons whose error is 0', () => {
  const labels = [0, 0, 1, 1];
  const perfect = [1, 2, 3, 4];
  const check = (
    name: string,
    first: number[],
    second: number[],
    expected: { difference: number; z: number; pValue: number },
  ) =>
    test(name, () => {
      const result = metrics.compareAuc(labels, first, second);
      expect(result).toMatchObject({ ...expected, error: 0, lower: expected.difference, upper: expected.difference });
    });
  check('a perfect model against a constant one', perfect, [5, 5, 5, 5], { difference: 0.5, z: infinity, pValue: 0 });
  check('a constant model against a perfect one', [5, 5, 5, 5], perfect, { difference: -0.5, z: -infinity, pValue: 0 });
  check('a perfect model against a reversed one', perfect, [4, 3, 2, 1], { difference: 1, z: infinity, pValue: 0 });
  check('a model against itself', [1, 3, 2, 4], [1, 3, 2, 4], { difference: 0, z: 0, pValue: 1 });
  check('a model against its own logits', [0.1, 0.4, 0.3, 0.8], [-2, 0, -1, 3], { difference: 0, z: 0, pValue: 1 });
  check('two constant models', [1, 1, 1, 1], [9, 9, 9, 9], { difference: 0, z: 0, pValue: 1 });

  test('no difference, but an error: p is exactly 1', () => {
    // a wins one pair that b loses, and the other way round.
    const result = metrics.compareAuc([0, 0, 1, 1], [1, 3, 2, 4], [3, 1, 2, 4]);
    expect(result).toMatchObject({ difference: 0, z: 0, pValue: 1 });
    expect(result.error).toBeGreaterThan(0);
  });
  test('p is never above 1, whatever the scores', () => {
    for (let seed = 1; seed < 200; seed++) {
      const scores = (step: number) => y.map((_, i) => (i * step * seed) % 7);
      const { pValue } = metrics.compareAuc(y, scores(3), scores(5));
      expect(pValue).toBeLessThanOrEqual(1);
      expect(pValue).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('what has no value says why', () => {
  const check = (name: string, interval: () => { warnings?: readonly string[] }, reason: RegExp) =>
    test(name, () => expect(interval().warnings?.join(' ')).toMatch(reason));

  check('an interval without positives', () => metrics.aucInterval([0, 0, nan], [1, 2, 3]), /All 2 labels are 0/);
  check('an interval without negatives', () => metrics.aucInterval([1, 1], [1, 2]), /All 2 labels are 1/);
  check('an interval without labels', () => metrics.aucInterval([nan], [1]), /No row has a label and a weight above 0/);
  check('an interval of a NaN score', () => metrics.aucInterval([nan, 0, 1], [1, 2, nan]), /score in row 2 is NaN/);
  check('an interval of one positive', () => metrics.aucInterval([0, 0, 1], [1, 2, 3]), /only one positive row/);
  check('an interval of one negative', () => metrics.aucInterval([0, 1, 1], [1, 2, 3]), /only one negative row/);
  check('an interval of a perfect order', () => metrics.aucInterval([0, 0, 1, 1], [1, 2, 3, 4]), /0 by the formula/);
  check('a comparison of one class', () => metrics.compareAuc([1, 1], [1, 2], [2, 1]), /All 2 labels are 1/);
  check(
    'a comparison with a NaN in the second model',
    () => metrics.compareAuc([0, 1], [1, 2], [2, nan]),
    /second model in row 1 is NaN/,
  );
  check(
    'a comparison of one positive',
    () => metrics.compareAuc([0, 0, 1], [1, 2, 3], [1, 3, 2]),
    /only one positive row/,
  );
  check(
    'group AUC without a group of both classes',
    () => metrics.groupAuc([1, 0], [1, 2], [7, 8]),
    /None of 2 groups/,
  );
  check('group AUC with a NaN score', () => metrics.groupAuc([1, 0], [nan, 2], [7, 7]), /score in row 0 is NaN/);
  check('a bootstrap of no rows', () => metrics.bootstrap(metrics.auc, [nan], [1]), /nothing to draw from/);
  check(
    'a bootstrap that draws one class now and then',
    () => metrics.bootstrap(metrics.auc, [0, 0, 1], [1, 2, 3]),
    /NaN in \d+ of 1000 samples/,
  );

  test('intervals lie in [0, 1], NaN apart', () => {
    for (const labels of [
      [0, 0, 1, 1],
      [0, 1],
      [1, 1],
      [nan, nan],
    ]) {
      const { lower, upper } = metrics.aucInterval(
        labels,
        labels.map((_, i) => i),
      );
      expect(lower < 0 || upper > 1).toBe(false);
    }
    expect(metrics.aucInterval([0, 0, 1], [1, 2, 3])).toMatchObject({ value: 1, error: nan, lower: nan, upper: nan });
    expect(metrics.aucInterval([0, 0, 1], [2, 3, 1])).toMatchObject({ value: 0, error: nan, lower: nan, upper: nan });
  });
  test('a bootstrap without a number is NaN in every part', () => {
    const { value, error, lower, upper } = metrics.bootstrap(metrics.auc, [1, 1], [0.1, 0.2], { samples: 20 });
    expect([value, error, lower, upper]).toEqual([nan, nan, nan, nan]);
  });
  test('an infinite score is a score', () => expect(metrics.auc([0, 1, 1], [0, infinity, -infinity])).toBe(0.5));
});

describe('wrong input is refused with its row', () => {
  const check = (name: string, act: () => unknown, message: RegExp) => test(name, () => expect(act).toThrow(message));
  check('a label of ½ behind rows without labels', () => metrics.auc([nan, nan, 0.5], [1, 2, 3]), /row 2 has 0.5/);
  check('a logit in log loss', () => metrics.logLoss([nan, 0, 1], [9, 0.5, 1.5]), /logLoss.*row 2 has 1.5/);
  check('a logit in calibration', () => metrics.calibration([0, 1], [0.5, -2]), /row 1 has -2/);
  check('a logit in the calibration error', () => metrics.expectedCalibrationError([0, 1], [7, 0]), /row 0 has 7/);
  check(
    'one sample of the bootstrap',
    () => metrics.bootstrap(metrics.auc, y, a, { samples: 1 }),
    /samples is 1; a whole number from 2 on was expected/,
  );
  check('an epsilon of 1', () => metrics.logLoss(y, a, { epsilon: 1 }), /epsilon is 1; a number from 0 to below 0.5/);
  // A cell is not type-checked when it runs.
  const untyped = (value: string) => value as 'rows';
  check(
    'an unknown binning',
    () => metrics.calibrationCurve(y, a, { binning: untyped('widths') }),
    /binning is "widths"; "rows" or "width" was expected/,
  );
  check(
    'an unknown weight of groups',
    () => metrics.groupAuc(y, a, y, { weight: untyped('row') }),
    /weight is "row"; "rows", "positives" or "equal"/,
  );
});

describe('predictions that are no numbers are named', () => {
  const evaluate = (kind: 'binary' | 'numeric', predictions: number[]) =>
    metrics.evaluateOutputs(
      [{ name: 'out', kind, task: { name: 'click', kind } }],
      { out: predictions },
      { labels: { click: Float32Array.of(0, nan, 1, 0, 1) } },
    ).out.warnings;
  test('how many and which', () => {
    expect(evaluate('binary', [0.5, nan, 0.5, nan, nan])?.[0]).toMatch(
      /"click" are not numbers in 2 of 4 rows, first NaN in row 3/,
    );
    expect(evaluate('numeric', [1, 1, infinity, 1, 1])?.[0]).toMatch(/1 of 4 rows, first Infinity in row 2/);
  });
  test('those of rows without a label do not matter', () =>
    expect(evaluate('binary', [0.1, nan, 0.5, 0.2, 0.6])).toBe(undefined));
});

describe('what is no number is refused, where JavaScript would count on', () => {
  const check = (name: string, take: () => unknown, words: RegExp) => test(name, () => expect(take).toThrow(words));
  const [labels, scores, strings] = [[1, 0], [0.9, 0.1], ['10', '9'] as never];
  const nothing = undefined as never;
  check(
    'scores that are texts',
    () => metrics.auc(labels, strings),
    /^The predictions must be numbers: row 0 has "10"/,
  );
  check(
    'labels that are texts',
    () => metrics.auc(strings, scores),
    /labels must be numbers, NaN where unknown: row 0 has "10"/,
  );
  check('labels that are true', () => metrics.logLoss([true, false] as never, scores), /row 0 has true/);
  check('a null', () => metrics.rmse([1, 2], [1, null] as never), /predictions must be numbers: row 1 has null/);
  check('a gap', () => metrics.mae(new Array(2), scores), /labels must be numbers.*row 0 has undefined/);
  check('big integers', () => metrics.prAuc(BigInt64Array.of(1n, 0n) as never, scores), /row 0 has 1n/);
  check('weights that are texts', () => metrics.auc(labels, scores, { weights: ['1', '1'] as never }), /weights/);
  check('no labels', () => metrics.calibrationCurve(nothing, scores), /^The labels are undefined; an array of numbers/);
  check('no predictions', () => metrics.ndcg(labels, null as never, [1, 1]), /^The predictions are null/);
  check(
    'no groups',
    () => metrics.groupAuc(labels, scores, nothing),
    /^The groups are undefined; an array with the group/,
  );
  check('a promise', () => metrics.recall(labels, Promise.resolve(scores) as never, [1, 1]), /a promise \(is an await/);
  check(
    'a bootstrapped text',
    () => metrics.bootstrap((() => 'x') as never, labels, scores),
    /bootstrap: the metric gave "x"/,
  );
});

test('a metric of one’s own may sort what it is bootstrapped on', () => {
  const [labels, scores] = [Float64Array.of(1, 0, 1), Float64Array.of(0.9, 0.1, 0.4)];
  const least: metrics.Metric = (_, predictions) => (predictions as Float64Array).sort()[0];
  metrics.bootstrap(least, labels, scores, { samples: 10 });
  metrics.bootstrapDifference(least, labels, scores, scores, { samples: 10 });
  expect([...scores]).toEqual([0.9, 0.1, 0.4]);
});

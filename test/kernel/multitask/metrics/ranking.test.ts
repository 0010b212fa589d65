import { describe, expect, it } from 'vitest';
import { auc, ndcg, prAuc, recall } from '../../../../kernel/multitask/metrics/index.ts';

describe('average precision, by hand', () => {
  it('is the precision at each positive, on average', () => {
    // From the top: 1 (1 of 1), 0, 1 (2 of 3), 0, 1 (3 of 5).
    expect(prAuc([1, 0, 1, 0, 1], [9, 8, 7, 6, 5])).toBeCloseTo((1 + 2 / 3 + 3 / 5) / 3, 12);
  });

  it('takes equal scores as one threshold', () => {
    // All alike: the share of positives. Two thresholds: 1 of 2 · ½ of the positives, then 2 of 4 · ½.
    expect(prAuc([1, 0, 0, 1], [1, 1, 1, 1])).toBe(0.5);
    expect(prAuc([1, 0, 0, 1], [2, 2, 1, 1])).toBe(0.5);
  });

  it('weighs rows, and leaves out those of weight 0 or without a label', () => {
    expect(prAuc([1, 0, 1], [3, 2, 1], { weights: [1, 2, 1] })).toBeCloseTo((1 + 2 / 4) / 2, 12);
    expect(prAuc([1, 0, 1, Number.NaN, 0], [3, 2, 1, 9, 0], { weights: [1, 0, 1, 5, 1] })).toBe(1);
  });

  it('is NaN of one class or of a NaN score', () => {
    expect(prAuc([1, 1], [1, 2])).toBeNaN();
    expect(prAuc([1, 0], [1, Number.NaN])).toBeNaN();
  });
});

describe('NDCG@k and recall@k, by hand', () => {
  const labels = [0, 1, 1, 0, 1, 0, 0, 0];
  const scores = [4, 3, 2, 1, 1, 2, 9, 8];
  const users = ['a', 'a', 'a', 'a', 'b', 'b', 'c', 'c'];

  it('is the mean over groups with a positive', () => {
    // a: 0 1 1 0, so 1 ÷ log₂ 3 + 1 ÷ log₂ 4 of 1 + 1 ÷ log₂ 3; b: 0 1, so 1 ÷ log₂ 3 of 1; c has none.
    const a = (1 / Math.log2(3) + 1 / 2) / (1 + 1 / Math.log2(3));
    const { value, ...counts } = ndcg(labels, scores, users);
    expect(value).toBeCloseTo((a + 1 / Math.log2(3)) / 2, 12);
    expect(counts).toEqual({ groups: 2, skipped: 1 });
  });

  it('looks at the first k places only', () => {
    expect(ndcg(labels, scores, users, { top: 1 }).value).toBe(0);
    expect(recall(labels, scores, users, { top: 2 })).toEqual({ value: (1 / 2 + 1) / 2, groups: 2, skipped: 1 });
    expect(recall(labels, scores, users, { top: 100 }).value).toBe(1);
  });

  it('rows of one score share their places, whatever their order', () => {
    // Two rows share places 1 and 2; one positive gets half of each: (1 + 1 ÷ log₂ 3) ÷ 2 of 1.
    const half = (1 + 1 / Math.log2(3)) / 2;
    expect(ndcg([1, 0], [5, 5], [0, 0]).value).toBeCloseTo(half, 12);
    expect(ndcg([0, 1], [5, 5], [0, 0]).value).toBeCloseTo(half, 12);
    expect(recall([0, 1, 0], [5, 5, 5], [0, 0, 0], { top: 1 }).value).toBeCloseTo(1 / 3, 12);
  });

  it('says why there is no number', () => {
    expect(ndcg([0, 0], [1, 2], [0, 1])).toEqual({
      value: Number.NaN,
      groups: 0,
      skipped: 2,
      warnings: ['None of 2 groups has a positive row: there is nothing to rank.'],
    });
    expect(recall([0, 1], [1, Number.NaN], [0, 0])).toMatchObject({
      value: Number.NaN,
      warnings: ['The score in row 1 is NaN: there is no order.'],
    });
    expect(() => ndcg([0, 1], [1, 2], [0])).toThrow('There must be one group per label: got 2 labels and 1 groups.');
    expect(() => ndcg([0, 2], [1, 2], [0, 0])).toThrow('Binary metrics need labels 0 and 1');
  });

  it('of 3,000 rows as of few', () => {
    const many = Float64Array.from({ length: 3000 }, (_, i) => (i % 7 === 0 ? 1 : 0));
    const score = many.map((label, i) => label + Math.sin(i));
    const places = [...score.keys()].sort((a, b) => score[b] - score[a]);
    const hits = places.slice(0, 100).filter((i) => many[i] === 1).length;
    const positives = many.filter((label) => label === 1).length;
    expect(recall(many, score, new Uint8Array(3000), { top: 100 }).value).toBeCloseTo(hits / positives, 12);
    expect(auc(many, score)).toBeGreaterThan(prAuc(many, score));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostBuckets } from '../../../../kernel/payloads/training.ts';
import { lossSeries, noLosses, withLosses } from '../../../../kernel/user-process/reports/loss-buckets.ts';

/** Losses of steps 1 … n in stretches of random lengths. */
function inStretches(losses: readonly number[], lengths: readonly number[]) {
  let buckets = noLosses;
  let at = 0;
  for (let i = 0; at < losses.length; i++) {
    const stretch = losses.slice(at, at + lengths[i % lengths.length]);
    at += stretch.length;
    buckets = withLosses(buckets, at, stretch);
  }
  return lossSeries(buckets);
}

describe('loss buckets', () => {
  it('hold single steps as long as there is room', () => {
    expect(inStretches([0.7, 0.5, 0.6], [2])).toEqual({ stepsPerBucket: 1, first: 0.7, mean: [0.7, 0.5, 0.6] });
  });

  it('merge neighbours when they are full: 1,001 steps are 501 pairs', () => {
    const losses = Array.from({ length: 1001 }, (_, i) => i + 1);
    const { stepsPerBucket, mean, min, max } = inStretches(losses, [7]);
    expect(stepsPerBucket).toBe(2);
    expect(mean).toHaveLength(501);
    expect([mean[0], min?.[0], max?.[0]]).toEqual([1.5, 1, 2]);
    expect([mean[500], min?.[500], max?.[500]]).toEqual([1001, 1001, 1001]);
  });

  it('a step without an observed label is missing, not zero', () => {
    expect(inStretches([0.5, Number.NaN, 0.3], [1]).mean).toEqual([0.5, null, 0.3]);
    const { mean } = inStretches([...Array(1000).fill(Number.NaN), 4, 6], [50]);
    expect(mean.at(-1)).toBe(5);
    expect(mean[0]).toBeNull();
  });

  it('a resumed run leaves the steps before it empty', () => {
    expect(lossSeries(withLosses(noLosses, 3, [0.2]))).toEqual({
      stepsPerBucket: 1,
      first: null,
      mean: [null, null, 0.2],
    });
  });

  it('however the steps come, extremes and mean are those of all steps', () => {
    const losses = fc.array(fc.double({ min: 0.01, max: 9, noNaN: true }), { minLength: 1, maxLength: 5000 });
    const lengths = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(losses, lengths, (all, stretches) => {
        const { stepsPerBucket, mean, min = mean, max = mean } = inStretches(all, stretches);
        expect(mean.length).toBeLessThanOrEqual(mostBuckets);
        expect(mean.length).toBe(Math.ceil(all.length / stepsPerBucket));
        expect(Math.min(...min.map(Number))).toBeCloseTo(Math.min(...all), 3);
        expect(Math.max(...max.map(Number))).toBeCloseTo(Math.max(...all), 3);
      }),
      { numRuns: 30 },
    );
  });

  it('never changes what it was given', () => {
    const before = withLosses(noLosses, 2, [1, 2]);
    const copy = structuredClone(before);
    withLosses(before, 5, [3, 4, 5]);
    expect(before).toEqual(copy);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coarser, smoothedLine, stepLine, usualSmoothing } from '../../../../kernel/payloads/reading/loss-lines.ts';
import type { LossSeries } from '../../../../kernel/payloads/training.ts';

const steps = (mean: readonly (number | null)[]): LossSeries => ({ stepsPerBucket: 1, first: mean[0], mean });

describe('smoothed loss', () => {
  it('is the debiased average: .5 and .3 at smoothing .9', () => {
    // Step 1: .1 × .5 ÷ .1 = .5. Step 2: (.9 × .05 + .1 × .3) ÷ (.9 × .1 + .1) = .075 ÷ .19 = .39474.
    const { x, y } = smoothedLine(steps([0.5, 0.3]), 2, 0.9);
    expect(x).toEqual([1, 2]);
    expect(y[0]).toBeCloseTo(0.5, 10);
    expect(y[1]).toBeCloseTo(0.394736842, 8);
  });

  it('without smoothing is the loss itself', () => {
    expect(smoothedLine(steps([0.5, 0.3, 0.4]), 3, 0).y).toEqual([0.5, 0.3, 0.4]);
  });

  it('a bucket of n equal steps weighs as n steps', () => {
    const single = smoothedLine(steps([0.5, 0.5, 0.3, 0.3]), 4, 0.9).y.at(-1);
    const pairs = smoothedLine({ stepsPerBucket: 2, first: 0.5, mean: [0.5, 0.3] }, 4, 0.9).y.at(-1);
    expect(pairs).toBeCloseTo(Number(single), 10);
  });

  it('goes on over missing steps, and is missing before the first', () => {
    expect(smoothedLine(steps([null, 0.5, null]), 3, 0.9).y).toEqual([null, 0.5, 0.5]);
  });

  it('the last bucket ends at the last step', () => {
    expect(smoothedLine({ stepsPerBucket: 4, first: 1, mean: [1, 1] }, 6, 0).x).toEqual([4, 6]);
  });
});

it('single steps are strokes between the extremes of their bucket, in turns', () => {
  const series = { stepsPerBucket: 2, first: 1, mean: [2, 5], min: [1, 4], max: [3, 6] };
  expect(stepLine(series, 4)).toEqual({ x: [1.5, 1.5, 3.5, 3.5], y: [1, 3, 6, 4] });
});

it('a coarser series has the same extremes and no more buckets than asked for', () => {
  const losses = fc.array(fc.double({ min: 0.01, max: 2, noNaN: true }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(losses, fc.integer({ min: 1, max: 50 }), (mean, most) => {
      const { mean: merged, min = merged, max = merged } = coarser(steps(mean), most);
      expect(merged.length).toBeLessThanOrEqual(most);
      expect(Math.min(...min.map(Number))).toBe(Math.min(...mean));
      expect(Math.max(...max.map(Number))).toBe(Math.max(...mean));
    }),
  );
});

it.each([
  [2340, 0.97],
  [1000, 0.96],
  [237, 0.83],
  [10, 0.5],
])('a run of %i steps is smoothed by %d', (steps, smoothing) => expect(usualSmoothing(steps)).toBe(smoothing));

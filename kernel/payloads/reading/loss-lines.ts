import type { LossSeries } from '../training.ts';

/** A line through steps: `x` are 1-based steps, `y` losses; null breaks the line. */
export type Line = { readonly x: readonly number[]; readonly y: readonly (number | null)[] };

/** Smoothing that remembers about the last 33 steps, or a fortieth of a short run: a longer memory would lag behind its fall. */
export function usualSmoothing(steps: number): number {
  return Number(Math.max(0.5, Math.min(0.97, 1 - 40 / Math.max(1, steps))).toFixed(2));
}

/**
 * Exponential moving average per step, debiased as in Adam (Kingma & Ba 2015, §3): one point at each bucket's last step.
 * A bucket of n steps weighs as n steps of its mean. Missing buckets carry the average on.
 */
export function smoothedLine(series: LossSeries, lastStep: number, smoothing: number): Line {
  const decay = smoothing ** series.stepsPerBucket;
  let sum = 0;
  let mass = 0;
  const y = series.mean.map((value) => {
    if (value !== null) {
      sum = decay * sum + (1 - decay) * value;
      mass = decay * mass + (1 - decay);
    }
    return mass === 0 ? null : sum / mass;
  });
  return { x: y.map((_, i) => bucketEnd(series, i, lastStep)), y };
}

/** The losses of single steps, as a stroke from the least to the greatest of each bucket, in turns up and down. */
export function stepLine(series: LossSeries, lastStep: number): Line {
  const { mean, min, max } = series;
  if (min === undefined || max === undefined) return { x: mean.map((_, i) => bucketEnd(series, i, lastStep)), y: mean };
  const x: number[] = [];
  const y: (number | null)[] = [];
  for (let i = 0; i < mean.length; i++) {
    const middle = (i * series.stepsPerBucket + 1 + bucketEnd(series, i, lastStep)) / 2;
    x.push(middle, middle);
    y.push((i % 2 === 0 ? min : max)[i] ?? null, (i % 2 === 0 ? max : min)[i] ?? null);
  }
  return { x, y };
}

/** The same series in at most `most` buckets, by merging neighbours: one bucket per pixel column is enough. */
export function coarser(series: LossSeries, most: number): LossSeries {
  const group = Math.ceil(series.mean.length / most);
  if (group <= 1) return series;
  const { mean, min = mean, max = mean, stepsPerBucket } = series;
  const groups = Array.from(
    { length: Math.ceil(mean.length / group) },
    (_, i) => [i * group, (i + 1) * group] as const,
  );
  const merge = (values: readonly (number | null)[], join: (known: readonly number[]) => number) =>
    groups.map(([from, to]) => {
      const known = values.slice(from, to).filter((value) => value !== null);
      return known.length === 0 ? null : join(known);
    });
  return {
    ...series,
    stepsPerBucket: stepsPerBucket * group,
    mean: merge(mean, (known) => known.reduce((sum, value) => sum + value, 0) / known.length),
    min: merge(min, (known) => Math.min(...known)),
    max: merge(max, (known) => Math.max(...known)),
  };
}

/** The 1-based step at which bucket `i` ends; the last bucket ends at the run's last step. */
function bucketEnd({ mean, stepsPerBucket }: LossSeries, i: number, lastStep: number): number {
  const end = (i + 1) * stepsPerBucket;
  return i === mean.length - 1 ? Math.max(i * stepsPerBucket + 1, Math.min(end, lastStep)) : end;
}

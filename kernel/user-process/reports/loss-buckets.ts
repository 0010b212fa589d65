import { type LossSeries, mostBuckets } from '../../payloads/training.ts';

/**
 * Losses of all steps so far in at most `mostBuckets` buckets of equal width. When they are full, neighbours merge and
 * the width doubles, so every bucket still has the true minimum, maximum and mean of its steps.
 */
export type LossBuckets = {
  readonly stepsPerBucket: number;
  readonly first: number | null;
  /** [bucket]; `seen` counts the steps with a loss, the others are NaN or ±Infinity. */
  readonly sum: readonly number[];
  readonly seen: readonly number[];
  readonly min: readonly number[];
  readonly max: readonly number[];
};

export const noLosses: LossBuckets = { stepsPerBucket: 1, first: null, sum: [], seen: [], min: [], max: [] };

/** Adds the losses of the consecutive steps that end at the 1-based step `last`. */
export function withLosses(buckets: LossBuckets, last: number, losses: ArrayLike<number>): LossBuckets {
  const next = roomFor(buckets, last);
  const { stepsPerBucket } = next;
  const [sum, seen, min, max] = [[...next.sum], [...next.seen], [...next.min], [...next.max]];
  let first = next.first;
  for (let bucket = sum.length; bucket < Math.ceil(last / stepsPerBucket); bucket++) {
    sum.push(0);
    seen.push(0);
    min.push(Number.POSITIVE_INFINITY);
    max.push(Number.NEGATIVE_INFINITY);
  }
  for (let i = 0; i < losses.length; i++) {
    const step = last - losses.length + 1 + i;
    const loss = losses[i] ?? Number.NaN;
    if (!Number.isFinite(loss)) continue;
    if (step === 1) first = loss;
    const bucket = Math.floor((step - 1) / stepsPerBucket);
    sum[bucket] = (sum[bucket] ?? 0) + loss;
    seen[bucket] = (seen[bucket] ?? 0) + 1;
    min[bucket] = Math.min(min[bucket] ?? loss, loss);
    max[bucket] = Math.max(max[bucket] ?? loss, loss);
  }
  return { stepsPerBucket, first, sum, seen, min, max };
}

/** The series of a payload, in five significant digits. */
export function lossSeries({ stepsPerBucket, first, sum, seen, min, max }: LossBuckets): LossSeries {
  const known = (value: number | undefined, i: number) => ((seen[i] ?? 0) === 0 ? null : significant(value));
  const mean = sum.map((total, i) => known(total / (seen[i] ?? 1), i));
  const series = { stepsPerBucket, first: first === null ? null : significant(first), mean };
  return stepsPerBucket === 1 ? series : { ...series, min: min.map(known), max: max.map(known) };
}

/** Merged until step `last` falls into one of `mostBuckets` buckets. */
function roomFor(buckets: LossBuckets, last: number): LossBuckets {
  let { stepsPerBucket, sum, seen, min, max } = buckets;
  while (last > mostBuckets * stepsPerBucket) {
    stepsPerBucket *= 2;
    sum = pairs(sum, (a, b) => a + b, 0);
    seen = pairs(seen, (a, b) => a + b, 0);
    min = pairs(min, Math.min, Number.POSITIVE_INFINITY);
    max = pairs(max, Math.max, Number.NEGATIVE_INFINITY);
  }
  return { ...buckets, stepsPerBucket, sum, seen, min, max };
}

function pairs(values: readonly number[], join: (a: number, b: number) => number, none: number): readonly number[] {
  const half = Math.ceil(values.length / 2);
  return Array.from({ length: half }, (_, i) => join(values[2 * i] ?? none, values[2 * i + 1] ?? none));
}

function significant(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(5));
}

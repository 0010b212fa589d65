import { clearCosine } from '../../../statistics/index.ts';
import type { CosineSeries } from '../../training-conflicts.ts';

/** The mean cosine of some consecutive steps, as a bar from the zero line. */
export type CosineBar = {
  /** Steps, as an axis counts them: from the end of the step before the first, to the end of the last. */
  readonly from: number;
  readonly to: number;
  readonly mean: number;
  readonly error: number | null;
  readonly negative: number;
  /** Below −.2: coloured as what is wrong is. */
  readonly tone: 'apart' | 'plain';
};

/** The steps `from` to `to` in at most `most` bars; buckets without a cosine have none. */
export function cosineBars(
  { mean, error, negative }: CosineSeries,
  stepsPerBucket: number,
  lastStep: number,
  most: number,
  [from, to]: readonly [number, number] = [0, lastStep],
): readonly CosineBar[] {
  const first = Math.max(0, Math.floor(from / stepsPerBucket));
  const last = Math.min(mean.length, Math.ceil(to / stepsPerBucket));
  const every = Math.max(1, Math.ceil((last - first) / most));
  return Array.from({ length: Math.max(0, Math.ceil((last - first) / every)) }, (_, i) => first + i * every).flatMap(
    (begin) => {
      const buckets = Array.from({ length: Math.min(every, last - begin) }, (_, i) => begin + i).flatMap((bucket) => {
        const value = mean[bucket];
        return value == null ? [] : [{ value, error: error[bucket] ?? null, negative: negative[bucket] ?? 0 }];
      });
      if (buckets.length === 0) return [];
      const sum = (of: (bucket: (typeof buckets)[number]) => number) =>
        buckets.reduce((total, bucket) => total + of(bucket), 0);
      const joined = sum(({ value }) => value) / buckets.length;
      const unknown = buckets.some((bucket) => bucket.error === null);
      return {
        from: begin * stepsPerBucket,
        to: Math.min((begin + every) * stepsPerBucket, Math.max(lastStep, begin * stepsPerBucket + 1)),
        mean: joined,
        error: unknown ? null : Math.sqrt(sum((bucket) => (bucket.error ?? 0) ** 2)) / buckets.length,
        negative: sum((bucket) => bucket.negative) / buckets.length,
        tone: joined <= -clearCosine ? 'apart' : 'plain',
      };
    },
  );
}

/** The cosine at the edge of strips that stand under each other: two fifths … 1; one bar of twenty may be cut. */
export function cosineEdge(strips: readonly (readonly CosineBar[])[]): number {
  const sizes = strips.flatMap((bars) => bars.map(({ mean }) => Math.abs(mean))).sort((a, b) => a - b);
  const largest = sizes[Math.floor(0.95 * sizes.length)] ?? 0;
  return Math.min(5, Math.max(2, Math.ceil(largest * 5 - 1e-9))) / 5;
}

/** What stands at that edge: `+.6`, `−1`. */
export function edgeText(edge: number): string {
  const size = String(Math.abs(edge)).replace(/^0/, '');
  return edge < 0 ? `−${size}` : `+${size}`;
}

/** Bars of a tone as one path: `x` of a step, `y` of a cosine, in pixels. */
export function barsPath(
  bars: readonly CosineBar[],
  tone: CosineBar['tone'],
  { x, y }: { readonly x: (step: number) => number; readonly y: (cosine: number) => number },
): string {
  const short = (pixels: number) => Number(pixels.toFixed(1));
  const zero = short(y(0));
  return bars
    .filter((bar) => bar.tone === tone)
    .map(({ from, to, mean }) => `M${short(x(from))} ${zero}V${short(y(mean))}H${short(x(to))}V${zero}Z`)
    .join('');
}

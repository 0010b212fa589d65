import { difference } from '../../../text/index.ts';

/** The axis of a task's differences: symmetric about zero, with every dot and every interval on it. */
export type ComparisonAxis = {
  /** Its ends are ± this, the next 1, 2 or 5 × 10ⁿ. */
  readonly reach: number;
  /** Its two ends and its middle, in words; no ends where there is no difference yet. */
  readonly labels: readonly [string, string, string];
};

/** Differences to a baseline: one a seed, and their mean with its interval where there is one. */
export type Differences = {
  readonly differences: readonly { readonly value: number }[];
  readonly interval: { readonly mean: number; readonly lower: number; readonly upper: number } | null;
};

export function comparisonAxis(rows: readonly Differences[]): ComparisonAxis {
  const sizes = rows.flatMap(({ differences, interval }) => [
    ...differences.map(({ value }) => Math.abs(value)),
    ...(interval === null ? [] : [Math.abs(interval.lower), Math.abs(interval.upper)]),
  ]);
  if (sizes.length === 0) return { reach: 1, labels: ['', '0', ''] };
  const largest = Math.max(1e-6, ...sizes);
  const power = 10 ** Math.floor(Math.log10(largest));
  const reach = ([1, 2, 5, 10].find((factor) => factor * power >= largest) ?? 10) * power;
  const digits = Math.max(1, -Math.floor(Math.log10(reach) + 1e-9));
  return { reach, labels: [difference(-reach, digits), '0', difference(reach, digits)] };
}

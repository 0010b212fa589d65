import { difference } from '../../../text/index.ts';
import type { ComparisonRow } from '../../comparison.ts';

/** The axis of a task's differences: symmetric about zero, with every dot and every interval on it. */
export type ComparisonAxis = {
  /** Its ends are ± this, the next 1, 2 or 5 × 10ⁿ. */
  readonly reach: number;
  /** Its two ends and its middle, in words. */
  readonly labels: readonly [string, string, string];
};

export function comparisonAxis(rows: readonly ComparisonRow[]): ComparisonAxis {
  const sizes = rows.flatMap(({ differences, interval }) => [
    ...differences.map(({ value }) => Math.abs(value)),
    ...(interval === null ? [] : [Math.abs(interval.lower), Math.abs(interval.upper)]),
  ]);
  const largest = Math.max(1e-6, ...sizes);
  const power = 10 ** Math.floor(Math.log10(largest));
  const reach = ([1, 2, 5, 10].find((factor) => factor * power >= largest) ?? 10) * power;
  const digits = Math.max(1, -Math.floor(Math.log10(reach) + 1e-9));
  return { reach, labels: [difference(-reach, digits), '0', difference(reach, digits)] };
}

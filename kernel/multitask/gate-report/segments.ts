import type { Grouping } from './groupings.ts';

/** Mean weights within groups of rows. */
export type Segmentation = Pick<Grouping, 'by' | 'of'> & {
  /** Mutual information of group and expert, summed over the gates, in nats: how much the division tells about routing. */
  readonly information: number;
  /** The groups, in the order of their labels. */
  readonly segments: readonly Segment[];
};

/** One group of rows. */
export type Segment = {
  /** What the rows have in common. */
  readonly label: string;
  /** How many rows are in it. */
  readonly rows: number;
  /** Mean weight of each gate's own experts. [gate][expert] */
  readonly means: readonly (readonly number[])[];
};

/** @param weights g[row, expert] of each gate, row-major; `widths` how many experts each has. */
export function segmentation(
  grouping: Grouping,
  weights: readonly ArrayLike<number>[],
  widths: readonly number[],
): Segmentation {
  const rows = grouping.groups.length;
  const counts = new Array<number>(grouping.labels.length).fill(0);
  for (let row = 0; row < rows; row++) if (grouping.groups[row] >= 0) counts[grouping.groups[row]]++;
  const sums = weights.map((gate, k) => groupSums(gate, widths[k], grouping));
  const segments = grouping.labels
    .map((label, group) => ({
      label,
      rows: counts[group],
      means: sums.map((sum, k) =>
        Array.from({ length: widths[k] }, (_, e) => sum[group * widths[k] + e] / counts[group]),
      ),
    }))
    .filter((segment) => segment.rows > 0);
  return { by: grouping.by, of: grouping.of, information: information(segments), segments };
}

/** [group, expert] */
function groupSums(weights: ArrayLike<number>, width: number, { groups, labels }: Grouping): Float64Array {
  const sums = new Float64Array(labels.length * width);
  for (let row = 0; row < groups.length; row++) {
    const group = groups[row];
    if (group < 0) continue;
    for (let e = 0; e < width; e++) sums[group * width + e] += weights[row * width + e];
  }
  return sums;
}

/** Σ over gates and groups of share of rows × KL(mean of the group ‖ mean of all groups). */
function information(segments: readonly Segment[]): number {
  const rows = segments.reduce((sum, segment) => sum + segment.rows, 0);
  const gates = segments[0]?.means.length ?? 0;
  let total = 0;
  for (let k = 0; k < gates; k++) {
    const overall = segments[0].means[k].map((_, e) =>
      segments.reduce((sum, segment) => sum + (segment.rows / rows) * segment.means[k][e], 0),
    );
    for (const segment of segments) {
      segment.means[k].forEach((mean, e) => {
        if (mean > 0) total += (segment.rows / rows) * mean * Math.log(mean / overall[e]);
      });
    }
  }
  return Math.max(0, total);
}

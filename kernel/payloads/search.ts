/** What a picture of a search shows: a line a trial through the axes of what was picked, to the metric. */
export type SearchLines = {
  /** What is said above: the metric, and how far the search is. */
  readonly title: string;
  readonly facts: string;
  readonly axes: readonly SearchLinesAxis[];
  readonly trials: readonly SearchLine[];
};

export type SearchLinesAxis = {
  readonly name: string;
  /** Words beside the axis, and where: 0 is its lower end, 1 its upper. */
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
};

export type SearchLine = {
  /** On each axis, from 0 to 1; null where the trial was not asked for it. The metric is the last axis. */
  readonly at: readonly (number | null)[];
  /** From the worst value, 0, to the best, 1. */
  readonly rank: number;
  readonly isBest: boolean;
};

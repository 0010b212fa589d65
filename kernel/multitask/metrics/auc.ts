import { type Interval, normalInterval, twoSided } from './normal.ts';
import { hasNaN, observed } from './observed.ts';
import { type ClassCounts, classCounts, meanWithError, placements } from './placements.ts';

/**
 * Area under the ROC curve: the probability that a random positive row scores higher than a random negative one, ties
 * counting one half (Mann–Whitney U). Exact, O(n log n).
 *
 * @param labels 0 or 1 per row; NaN rows are left out. Another value is an error that names the row.
 * @param scores the probability of each row, or anything that rises with it.
 * @returns NaN when only one class is present or a score is NaN: there is no curve.
 */
export function auc(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  return aucWithError(labels, scores).auc;
}

/** AUC and its standard error (DeLong, DeLong & Clarke-Pearson 1988); the error is NaN below two rows of a class. */
export function aucWithError(labels: ArrayLike<number>, scores: ArrayLike<number>): { auc: number; error: number } {
  const rows = observed(labels, scores);
  const counts = classCounts(rows.labels);
  if (!hasCurve(counts, rows.predictions)) return { auc: Number.NaN, error: Number.NaN };
  const { mean, error } = meanWithError(rows.labels, placements(rows.labels, rows.predictions, counts), counts);
  return { auc: mean, error };
}

/**
 * AUC with its DeLong confidence interval, cut to [0, 1].
 *
 * @param options.level coverage of the interval, 0.95 unless told.
 */
export function aucInterval(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  options: { readonly level?: number } = {},
): Interval {
  const { auc, error } = aucWithError(labels, scores);
  const interval = normalInterval(auc, error, options.level);
  return { ...interval, lower: Math.max(0, interval.lower), upper: Math.min(1, interval.upper) };
}

/**
 * Compares two models on the same rows: DeLong's paired test. Far sharper than comparing two intervals, since both
 * models find the same rows hard.
 *
 * @returns `difference` is AUC(a) − AUC(b); `pValue` is two-sided. Without any difference between the two orders
 *   the error is 0 and `pValue` 1.
 */
export function compareAuc(
  labels: ArrayLike<number>,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: { readonly level?: number } = {},
): AucComparison {
  const first = observed(labels, a);
  const second = observed(labels, b);
  const counts = classCounts(first.labels);
  if (!hasCurve(counts, first.predictions) || !hasCurve(counts, second.predictions)) {
    const nothing = { a: Number.NaN, b: Number.NaN, difference: Number.NaN, z: Number.NaN, pValue: Number.NaN };
    return { ...nothing, error: Number.NaN, lower: Number.NaN, upper: Number.NaN };
  }
  const ofA = placements(first.labels, first.predictions, counts);
  const ofB = placements(first.labels, second.predictions, counts);
  const { mean, error } = meanWithError(
    first.labels,
    ofA.map((placement, row) => placement - ofB[row]),
    counts,
  );
  const z = error === 0 ? 0 : mean / error;
  const { lower, upper } = normalInterval(mean, error, options.level);
  const meanOf = (values: Float64Array) => meanWithError(first.labels, values, counts).mean;
  return { a: meanOf(ofA), b: meanOf(ofB), difference: mean, error, lower, upper, z, pValue: twoSided(z) };
}

export type AucComparison = {
  readonly a: number;
  readonly b: number;
  readonly difference: number;
  /** Standard error and confidence interval of `difference`. */
  readonly error: number;
  readonly lower: number;
  readonly upper: number;
  readonly z: number;
  readonly pValue: number;
};

function hasCurve({ positives, negatives }: ClassCounts, scores: ArrayLike<number>): boolean {
  return positives > 0 && negatives > 0 && !hasNaN(scores);
}

import { readOptions } from '../options/index.ts';
import { type IntervalOptions, intervalOptions, type Weighted, weightedOptions } from './metric-options.ts';
import { type Interval, normalInterval, twoSided } from './normal.ts';
import { hasNaN, type Observed, observed } from './observed.ts';
import { classCounts, meanWithError, placements } from './placements.ts';

/**
 * Area under the ROC curve: the probability that a random positive row scores higher than a random negative one, ties
 * counting one half (Mann–Whitney U). Exact, O(n log n).
 *
 * @param labels 0 or 1 per row; NaN rows are left out. Another value is an error that names the row.
 * @param scores the probability of each row, or anything that rises with it.
 * @returns from 0 to 1, a half at random; NaN when only one class is present or a score is NaN: there is no curve.
 * @throws when there is not one entry for each row, a label is neither 0 nor 1, or an option does not fit.
 */
export function auc(labels: ArrayLike<number>, scores: ArrayLike<number>, options: Weighted = {}): number {
  const { weights } = readOptions('auc', weightedOptions, options);
  return aucWithError(observed(labels, scores, weights)).auc;
}

/** AUC and its standard error (DeLong, DeLong & Clarke-Pearson 1988); the error is NaN below two rows of a class. */
export function aucWithError(rows: Observed): { auc: number; error: number } {
  if (reasonForNoCurve(rows)) return { auc: Number.NaN, error: Number.NaN };
  const { mean, error } = meanWithError(rows, placements(rows));
  return { auc: mean, error };
}

/**
 * AUC with its DeLong confidence interval, cut to [0, 1].
 *
 * @returns from 0 to 1; NaN where there is no curve, or no error to be had from one row of a class; `warnings` says why.
 * @throws when there is not one entry for each row, a label is neither 0 nor 1, or an option does not fit.
 */
export function aucInterval(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  options: IntervalOptions = {},
): Interval {
  const { weights, level } = readOptions('aucInterval', intervalOptions, options);
  const rows = observed(labels, scores, weights);
  const { auc, error } = aucWithError(rows);
  const interval = normalInterval(auc, error, level);
  return {
    ...interval,
    lower: Math.max(0, interval.lower),
    upper: Math.min(1, interval.upper),
    ...warnings([
      reasonForNoCurve(rows) ??
        reasonForNoError(rows) ??
        (error === 0 && 'No pair of rows tells anything about the error: it is 0 by the formula, not by evidence.'),
    ]),
  };
}

/**
 * Compares two models on the same rows: DeLong's paired test. Far sharper than comparing two intervals, since both
 * models find the same rows hard.
 *
 * @returns `difference` is AUC(a) − AUC(b); `pValue` is two-sided, from 0 to 1. Without any difference between the two
 *   orders the error is 0 and `pValue` 1; where one order differs from the other by the same amount in every row, the
 *   error is 0, `z` is ±∞ and `pValue` 0. What cannot be computed is NaN, and `warnings` says why.
 * @throws when there is not one entry for each row, a label is neither 0 nor 1, or an option does not fit.
 */
export function compareAuc(
  labels: ArrayLike<number>,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: IntervalOptions = {},
): AucComparison {
  const { weights, level } = readOptions('compareAuc', intervalOptions, options);
  const first = observed(labels, a, weights);
  const second = observed(labels, b, weights);
  const ofFirst = reasonForNoCurve(first, 'of the first model');
  const reason = ofFirst ?? reasonForNoCurve(second, 'of the second model');
  if (reason) {
    const nothing = { a: Number.NaN, b: Number.NaN, difference: Number.NaN, z: Number.NaN, pValue: Number.NaN };
    return { ...nothing, error: Number.NaN, lower: Number.NaN, upper: Number.NaN, warnings: [reason] };
  }
  const ofA = placements(first);
  const ofB = placements(second);
  const differences = ofA.map((placement, row) => placement - ofB[row]);
  const same = differences.every((difference) => difference === 0);
  // Models that order all rows alike differ by nothing, also where one row of a class would leave the error unknown.
  const { mean, error } = same ? { mean: 0, error: 0 } : meanWithError(first, differences);
  // 0 ÷ 0 is no evidence; x ÷ 0 is ±∞.
  const z = mean === 0 ? (Number.isNaN(error) ? error : 0) : mean / error;
  const { lower, upper } = normalInterval(mean, error, level);
  const meanOf = (values: Float64Array) => meanWithError(first, values).mean;
  return {
    a: meanOf(ofA),
    b: meanOf(ofB),
    difference: mean,
    error,
    lower,
    upper,
    z,
    pValue: twoSided(z),
    ...warnings([
      Number.isNaN(error) && reasonForNoError(first),
      error === 0 && mean !== 0 && 'The two models differ by the same amount in every row: the error is 0.',
    ]),
  };
}

/** Two models on the same rows by their AUC. */
export type AucComparison = {
  /** AUC of the first model. */
  readonly a: number;
  /** AUC of the second model. */
  readonly b: number;
  /** AUC(a) − AUC(b), from −1 to 1. */
  readonly difference: number;
  /** Standard error and confidence interval of `difference`. */
  readonly error: number;
  /** Lower end of the confidence interval of `difference`. */
  readonly lower: number;
  /** Upper end of the confidence interval of `difference`. */
  readonly upper: number;
  /** `difference` in standard errors. */
  readonly z: number;
  /** Two-sided p-value of no difference, from 0 to 1. */
  readonly pValue: number;
  /** Why a number is NaN or of no use; absent when there is nothing to say. */
  readonly warnings?: readonly string[];
};

/** Why these rows have no AUC, for a person. */
export function reasonForNoCurve(rows: Observed, whose = ''): string | undefined {
  const { positives, negatives } = classCounts(rows);
  if (positives + negatives === 0) return 'No row has a label and a weight above 0: there is no AUC.';
  if (positives === 0) return `All ${negatives} labels are 0: there is no AUC.`;
  if (negatives === 0) return `All ${positives} labels are 1: there is no AUC.`;
  if (!hasNaN(rows.predictions)) return undefined;
  const scores = whose === '' ? 'score' : `score ${whose}`;
  for (let i = 0; ; i++)
    if (Number.isNaN(rows.predictions[i])) return `The ${scores} in row ${rows.row(i)} is NaN: there is no AUC.`;
}

function reasonForNoError(rows: Observed): string | undefined {
  const { positives, negatives } = classCounts(rows);
  if (positives > 1 && negatives > 1) return undefined;
  return `There is only one ${positives === 1 ? 'positive' : 'negative'} row: an error takes two of each class.`;
}

function warnings(candidates: readonly (string | false | undefined)[]): Pick<Interval, 'warnings'> {
  const found = candidates.filter((candidate) => typeof candidate === 'string');
  return found.length > 0 ? { warnings: found } : {};
}

import type { Observed } from './observed.ts';

/**
 * How far each row stands on the right side of the other class: for a positive row the share of negatives that score
 * lower, for a negative row the share of positives that score higher, ties one half. [row] With weights, shares of weight.
 *
 * Their mean over either class is the AUC, and their variances give DeLong's standard error (DeLong 1988, eq. 5–6). One
 * sort finds them all (Sun & Xu 2014). Both classes must be present and no score NaN.
 */
export function placements({ labels, predictions, weights, order: sorted }: Observed): Float64Array {
  const order = sorted();
  const result = new Float64Array(order.length);
  // Totals in the order of the scores: what lies below the highest score is then the total to the last bit.
  let [positives, negatives] = [0, 0];
  for (const row of order) {
    const weight = weights ? weights[row] : 1;
    if (labels[row] === 1) positives += weight;
    else negatives += weight;
  }
  let positivesBelow = 0;
  let negativesBelow = 0;
  for (let first = 0; first < order.length; ) {
    let end = first;
    const score = predictions[order[first]];
    let [positivesUpTo, negativesUpTo] = [positivesBelow, negativesBelow];
    for (; end < order.length && predictions[order[end]] === score; end++) {
      const weight = weights ? weights[order[end]] : 1;
      if (labels[order[end]] === 1) positivesUpTo += weight;
      else negativesUpTo += weight;
    }
    const ofPositive = (negativesBelow + (negativesUpTo - negativesBelow) / 2) / negatives;
    const ofNegative = (positives - positivesUpTo + (positivesUpTo - positivesBelow) / 2) / positives;
    for (let i = first; i < end; i++) result[order[i]] = labels[order[i]] === 1 ? ofPositive : ofNegative;
    [positivesBelow, negativesBelow] = [positivesUpTo, negativesUpTo];
    first = end;
  }
  return result;
}

/**
 * Mean over the positive rows, and the DeLong standard error of that mean: √(S₁₀ ÷ m + S₀₁ ÷ n) with the sample variance
 * of `values` within each class. `values` are placements, or differences of two models' placements.
 *
 * With weights the mean is a ratio of sums, whose variance is that of its linear part: m ÷ (m − 1) · Σ (wᵢ ÷ Σ w)²
 * (valueᵢ − mean)². Weights are those of rows drawn independently, as of a survey or of importance; a weight of 2 is not
 * two rows. Equal weights give DeLong's own.
 */
export function meanWithError(rows: Observed, values: Float64Array): { mean: number; error: number } {
  const positive = meanAndVariance(rows, values, 1);
  const negative = meanAndVariance(rows, values, 0);
  return { mean: positive.mean, error: Math.sqrt(positive.variance + negative.variance) };
}

/** Rows of each class; a label that is neither 0 nor 1 is an error. */
export function classCounts({ labels, row }: Pick<Observed, 'labels' | 'row'>): ClassCounts {
  let positives = 0;
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label !== 0 && label !== 1) {
      throw new RangeError(`Binary metrics need labels 0 and 1, NaN where unknown: row ${row(i)} has ${label}.`);
    }
    positives += label;
  }
  return { positives, negatives: labels.length - positives };
}

export type ClassCounts = { readonly positives: number; readonly negatives: number };

/**
 * The mean of a class and the variance of that mean. Two passes, since placements close to 1 would lose their variance to
 * rounding in one. NaN variance below two rows.
 */
function meanAndVariance({ labels, weights }: Observed, values: Float64Array, label: number) {
  let count = 0;
  let total = 0;
  let sum = 0;
  for (let row = 0; row < values.length; row++) {
    if (labels[row] !== label) continue;
    count++;
    total += weights ? weights[row] : 1;
    sum += weights ? weights[row] * values[row] : values[row];
  }
  const mean = sum / total;
  let squares = 0;
  for (let row = 0; row < values.length; row++) {
    if (labels[row] !== label) continue;
    const share = weights ? (weights[row] / total) * count : 1;
    squares += (share * (values[row] - mean)) ** 2;
  }
  return { mean, variance: count < 2 ? Number.NaN : squares / (count - 1) / count };
}

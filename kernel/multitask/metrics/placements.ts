import { ascending } from './ascending.ts';

/**
 * How far each row stands on the right side of the other class: for a positive row the share of negatives that score
 * lower, for a negative row the share of positives that score higher, ties one half. [row]
 *
 * Their mean over either class is the AUC, and their variances give DeLong's standard error (DeLong 1988, eq. 5–6). One
 * sort finds them all (Sun & Xu 2014). Both classes must be present and no score NaN.
 */
export function placements(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  { positives, negatives }: ClassCounts,
): Float64Array {
  const order = ascending(scores);
  const result = new Float64Array(order.length);
  let positivesBelow = 0;
  let negativesBelow = 0;
  for (let first = 0; first < order.length; ) {
    let end = first;
    let tiedPositives = 0;
    const score = scores[order[first]];
    for (; end < order.length && scores[order[end]] === score; end++) tiedPositives += labels[order[end]];
    const tiedNegatives = end - first - tiedPositives;
    const ofPositive = (negativesBelow + tiedNegatives / 2) / negatives;
    const ofNegative = (positives - positivesBelow - tiedPositives / 2) / positives;
    for (let i = first; i < end; i++) result[order[i]] = labels[order[i]] === 1 ? ofPositive : ofNegative;
    positivesBelow += tiedPositives;
    negativesBelow += tiedNegatives;
    first = end;
  }
  return result;
}

/**
 * Mean over the positive rows, and the DeLong standard error of that mean: √(S₁₀ ÷ m + S₀₁ ÷ n) with the sample variance
 * of `values` within each class. `values` are placements, or differences of two models' placements.
 */
export function meanWithError(
  labels: ArrayLike<number>,
  values: Float64Array,
  counts: ClassCounts,
): { mean: number; error: number } {
  const positive = meanAndVariance(labels, values, 1, counts.positives);
  const negative = meanAndVariance(labels, values, 0, counts.negatives);
  return {
    mean: positive.mean,
    error: Math.sqrt(positive.variance / counts.positives + negative.variance / counts.negatives),
  };
}

/** Rows of each class among labels without NaN; a label that is neither 0 nor 1 is an error. */
export function classCounts(labels: ArrayLike<number>): ClassCounts {
  let positives = 0;
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row];
    if (label !== 0 && label !== 1) {
      throw new RangeError(`Binary metrics need labels 0 and 1, NaN where unknown: observed row ${row} has ${label}.`);
    }
    positives += label;
  }
  return { positives, negatives: labels.length - positives };
}

export type ClassCounts = { readonly positives: number; readonly negatives: number };

/** Two passes, since placements close to 1 would lose their variance to rounding in one. NaN variance below two rows. */
function meanAndVariance(labels: ArrayLike<number>, values: Float64Array, label: number, count: number) {
  let sum = 0;
  for (let row = 0; row < values.length; row++) if (labels[row] === label) sum += values[row];
  const mean = sum / count;
  let squares = 0;
  for (let row = 0; row < values.length; row++) if (labels[row] === label) squares += (values[row] - mean) ** 2;
  return { mean, variance: count < 2 ? Number.NaN : squares / (count - 1) };
}

import { readOptions } from '../options/index.ts';
import { reasonForNoCurve } from './auc.ts';
import { type Weighted, weightedOptions } from './metric-options.ts';
import { type Observed, observed, totalWeight, weightedMean } from './observed.ts';
import { classCounts, meanWithError, placements } from './placements.ts';

/**
 * How far each row moves the AUC: [row], 0 where a row does not count. They sum to 0, and the root of the sum of their squares is the
 * AUC's standard error (DeLong 1988), so that of a difference of AUCs on the same rows is the root of the sum of squared differences.
 *
 * @returns [row], summing to 0; all NaN where there is no AUC, or one row of a class leaves its error unknown.
 * @throws when there is not one entry for each row, a label is neither 0 nor 1, or an option does not fit.
 */
export function aucInfluence(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  options: Weighted = {},
): Float64Array {
  const { weights } = readOptions('aucInfluence', weightedOptions, options);
  const rows = observed(labels, scores, weights);
  const { positives, negatives } = classCounts(rows);
  if (reasonForNoCurve(rows) || positives < 2 || negatives < 2) return new Float64Array(labels.length).fill(Number.NaN);
  const found = placements(rows);
  const { mean } = meanWithError(rows, found);
  const weight = (i: number) => rows.weights?.[i] ?? 1;
  const totals = [0, 0];
  for (let i = 0; i < found.length; i++) totals[rows.labels[i]] += weight(i);
  const sizes = [negatives, positives];
  return spread(labels.length, rows, (i) => {
    const label = rows.labels[i];
    // As in a sample variance: m ÷ (m − 1) within each class.
    return Math.sqrt(sizes[label] / (sizes[label] - 1)) * (weight(i) / totals[label]) * (found[i] - mean);
  });
}

/**
 * How far each row moves the RMSE, to first order. The root of the sum of their squares is its standard error.
 *
 * @returns [row], in label units; all NaN below two rows.
 * @throws when there is not one entry for each row, or an option does not fit.
 */
export function rmseInfluence(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  options: Weighted = {},
): Float64Array {
  const { weights } = readOptions('rmseInfluence', weightedOptions, options);
  const rows = observed(labels, predictions, weights);
  const count = rows.labels.length;
  if (count < 2) return new Float64Array(labels.length).fill(Number.NaN);
  const mean = weightedMean(rows, (label, prediction) => (prediction - label) ** 2);
  const scale = mean === 0 ? 0 : Math.sqrt(count / (count - 1)) / totalWeight(rows) / (2 * Math.sqrt(mean));
  return spread(
    labels.length,
    rows,
    (i) => scale * (rows.weights?.[i] ?? 1) * ((rows.predictions[i] - rows.labels[i]) ** 2 - mean),
  );
}

function spread(length: number, rows: Observed, value: (i: number) => number): Float64Array {
  const all = new Float64Array(length);
  for (let i = 0; i < rows.labels.length; i++) all[rows.row(i)] = value(i);
  return all;
}

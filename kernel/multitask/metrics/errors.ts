import { readOptions } from '../options/index.ts';
import { type Weighted, weightedOptions } from './metric-options.ts';
import { observed, weightedMean } from './observed.ts';

/**
 * Root mean squared error over the rows with a label.
 *
 * @returns in label units; NaN without labels.
 * @throws when there is not one entry for each row, or an option does not fit.
 */
export function rmse(labels: ArrayLike<number>, predictions: ArrayLike<number>, options: Weighted = {}): number {
  const rows = observed(labels, predictions, readOptions('rmse', weightedOptions, options).weights);
  return Math.sqrt(weightedMean(rows, (label, prediction) => (prediction - label) * (prediction - label)));
}

/**
 * Mean absolute error over the rows with a label.
 *
 * @returns in label units; NaN without labels.
 * @throws when there is not one entry for each row, or an option does not fit.
 */
export function mae(labels: ArrayLike<number>, predictions: ArrayLike<number>, options: Weighted = {}): number {
  const rows = observed(labels, predictions, readOptions('mae', weightedOptions, options).weights);
  return weightedMean(rows, (label, prediction) => Math.abs(prediction - label));
}

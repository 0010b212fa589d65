import { observed, type Weighted, weightedMean } from './observed.ts';

/** Root mean squared error over the rows with a label, in label units; NaN without labels. */
export function rmse(labels: ArrayLike<number>, predictions: ArrayLike<number>, options: Weighted = {}): number {
  const rows = observed(labels, predictions, options.weights);
  return Math.sqrt(weightedMean(rows, (label, prediction) => (prediction - label) * (prediction - label)));
}

/** Mean absolute error over the rows with a label, in label units; NaN without labels. */
export function mae(labels: ArrayLike<number>, predictions: ArrayLike<number>, options: Weighted = {}): number {
  const rows = observed(labels, predictions, options.weights);
  return weightedMean(rows, (label, prediction) => Math.abs(prediction - label));
}

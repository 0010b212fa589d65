import { observed } from './observed.ts';

/** Root mean squared error over the rows with a label, in label units; NaN without labels. */
export function rmse(labels: ArrayLike<number>, predictions: ArrayLike<number>): number {
  return Math.sqrt(meanOver(labels, predictions, (error) => error * error));
}

/** Mean absolute error over the rows with a label, in label units; NaN without labels. */
export function mae(labels: ArrayLike<number>, predictions: ArrayLike<number>): number {
  return meanOver(labels, predictions, Math.abs);
}

function meanOver(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  penalty: (error: number) => number,
): number {
  const rows = observed(labels, predictions);
  let sum = 0;
  for (let i = 0; i < rows.labels.length; i++) sum += penalty(rows.predictions[i] - rows.labels[i]);
  return sum / rows.labels.length;
}

import { readOptions } from '../options/index.ts';
import { rmse } from './errors.ts';
import { rmseInfluence } from './influence.ts';
import { type IntervalOptions, intervalOptions } from './metric-options.ts';
import { normalInterval } from './normal.ts';

/**
 * Compares two models on the same rows by their RMSE, in label units: the error is that of the difference to first order, so what
 * both find hard cancels.
 *
 * @returns `difference` is RMSE(a) − RMSE(b), with its standard error and confidence interval, in label units. NaN below two labels.
 * @throws when there is not one entry for each row, or an option does not fit.
 */
export function compareRmse(
  labels: ArrayLike<number>,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: IntervalOptions = {},
): RmseComparison {
  const { weights, level } = readOptions('compareRmse', intervalOptions, options);
  const [ofA, ofB] = [a, b].map((predictions) => rmse(labels, predictions, { weights }));
  const [movesA, movesB] = [a, b].map((predictions) => rmseInfluence(labels, predictions, { weights }));
  const squares = movesA.reduce((sum, each, row) => sum + (each - movesB[row]) ** 2, 0);
  const { value: difference, error, lower, upper } = normalInterval(ofA - ofB, Math.sqrt(squares), level);
  return { a: ofA, b: ofB, difference, error, lower, upper };
}

/** Two models on the same rows by their RMSE, in label units. */
export type RmseComparison = {
  /** RMSE of the first model. */
  readonly a: number;
  /** RMSE of the second model. */
  readonly b: number;
  /** RMSE(a) − RMSE(b). */
  readonly difference: number;
  /** Standard error and confidence interval of `difference`. */
  readonly error: number;
  /** Lower end of the confidence interval of `difference`. */
  readonly lower: number;
  /** Upper end of the confidence interval of `difference`. */
  readonly upper: number;
};

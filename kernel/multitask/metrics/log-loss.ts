import { readOptions } from '../options/index.ts';
import { type LogLossOptions, logLossOptions } from './metric-options.ts';
import { checkProbabilities, observed, weightedMean } from './observed.ts';
import { classCounts } from './placements.ts';

/**
 * Mean of −[y ln p + (1 − y) ln(1 − p)], natural logarithm, over the rows with a label.
 *
 * @returns in nats: NaN without labels or with a NaN probability; otherwise at most −ln ε (16.1 by default).
 * @throws when a prediction lies outside [0, 1]: a logit is no probability.
 */
export function logLoss(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  options: LogLossOptions = {},
): number {
  const { epsilon, weights } = readOptions('logLoss', logLossOptions, options);
  const rows = observed(labels, probabilities, weights);
  classCounts(rows);
  checkProbabilities(rows, 'logLoss');
  return weightedMean(rows, (label, prediction) => logLossOfRow(label, prediction, epsilon));
}

/** −[y ln p + (1 − y) ln(1 − p)] with p clipped to [ε, 1 − ε]. */
export function logLossOfRow(label: number, prediction: number, epsilon: number): number {
  const probability = Math.min(Math.max(prediction, epsilon), 1 - epsilon);
  return -Math.log(label === 1 ? probability : 1 - probability);
}

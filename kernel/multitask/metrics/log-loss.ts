import { checkProbabilities, observed, type Weighted, weightedMean } from './observed.ts';
import { classCounts } from './placements.ts';

/**
 * Mean of −[y ln p + (1 − y) ln(1 − p)], natural logarithm, over the rows with a label.
 *
 * @param options.epsilon probabilities are clipped to [ε, 1 − ε], so that one sure and wrong row does not make the whole
 *   infinite. 1e-7 unless told: predictions are float32, which cannot tell 1 − 3e-8 from 1.
 * @returns NaN without labels or with a NaN probability; otherwise at most −ln ε (16.1 by default).
 * @throws when a prediction lies outside [0, 1]: a logit is no probability.
 */
export function logLoss(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  options: Weighted & { readonly epsilon?: number } = {},
): number {
  const { epsilon = 1e-7, weights } = options;
  if (!(epsilon >= 0 && epsilon < 0.5)) throw new RangeError(`epsilon must be from 0 to below 0.5: got ${epsilon}.`);
  const rows = observed(labels, probabilities, weights);
  classCounts(rows);
  checkProbabilities(rows, 'logLoss');
  return weightedMean(rows, (label, prediction) => {
    const probability = Math.min(Math.max(prediction, epsilon), 1 - epsilon);
    return -Math.log(label === 1 ? probability : 1 - probability);
  });
}

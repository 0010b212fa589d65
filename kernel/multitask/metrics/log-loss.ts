import { observed } from './observed.ts';
import { classCounts } from './placements.ts';

/**
 * Mean of −[y ln p + (1 − y) ln(1 − p)], natural logarithm, over the rows with a label.
 *
 * @param options.epsilon probabilities are clipped to [ε, 1 − ε], so that one sure and wrong row does not make the whole
 *   infinite. 1e-7 unless told: predictions are float32, which cannot tell 1 − 3e-8 from 1.
 * @returns NaN without labels; otherwise at most −ln ε (16.1 by default).
 */
export function logLoss(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  options: { readonly epsilon?: number } = {},
): number {
  const epsilon = options.epsilon ?? 1e-7;
  const rows = observed(labels, probabilities);
  classCounts(rows.labels);
  let sum = 0;
  for (let i = 0; i < rows.labels.length; i++) {
    const probability = Math.min(Math.max(rows.predictions[i], epsilon), 1 - epsilon);
    sum -= Math.log(rows.labels[i] === 1 ? probability : 1 - probability);
  }
  return sum / rows.labels.length;
}

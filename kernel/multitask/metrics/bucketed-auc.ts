import { readOptions } from '../options/index.ts';
import { type Weighted, weightedOptions } from './metric-options.ts';
import { checkProbabilities, observed } from './observed.ts';
import { classCounts } from './placements.ts';

/**
 * AUC the way Paddle's `paddle.metric.Auc` and `fluid.layers.auc` compute it, to compare with figures printed by
 * PaddleRec: probabilities fall into 4,096 buckets, `⌊p × 4095⌋`, and the curve is a trapezoid per bucket.
 *
 * Two habits of Paddle's are kept on purpose. It returns 0, not NaN, when only one class is present; and rates far below
 * 1 ÷ 4095, as of conversions, nearly all share bucket 0, which drags the result towards 0.5. Use `auc` otherwise.
 *
 * @returns from 0 to 1; NaN with a NaN probability, where there are two classes.
 * @throws when a probability is not in [0, 1].
 */
export function bucketedAuc(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  options: Weighted = {},
): number {
  const { weights } = readOptions('bucketedAuc', weightedOptions, options);
  const rows = observed(labels, probabilities, weights);
  const { positives, negatives } = classCounts(rows);
  if (positives === 0 || negatives === 0) return 0;
  checkProbabilities(rows, 'bucketedAuc');
  const totals = [new Float64Array(buckets), new Float64Array(buckets)];
  for (let i = 0; i < rows.labels.length; i++) {
    const probability = rows.predictions[i];
    if (Number.isNaN(probability)) return Number.NaN;
    totals[rows.labels[i]][Math.floor(probability * (buckets - 1))] += rows.weights ? rows.weights[i] : 1;
  }
  let area = 0;
  let seen = 0; // positives in higher buckets
  let below = 0; // negatives in all of them
  for (let bucket = buckets - 1; bucket >= 0; bucket--) {
    const [negative, positive] = [totals[0][bucket], totals[1][bucket]];
    area += negative * (seen + positive / 2);
    seen += positive;
    below += negative;
  }
  return area / (seen * below);
}

const buckets = 4096;

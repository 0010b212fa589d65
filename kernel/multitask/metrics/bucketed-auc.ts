import { observed } from './observed.ts';
import { classCounts } from './placements.ts';

/**
 * AUC the way Paddle's `paddle.metric.Auc` and `fluid.layers.auc` compute it, to compare with figures printed by
 * PaddleRec: probabilities fall into 4,096 buckets, `⌊p × 4095⌋`, and the curve is a trapezoid per bucket.
 *
 * Two habits of Paddle's are kept on purpose. It returns 0, not NaN, when only one class is present; and rates far below
 * 1 ÷ 4095, as of conversions, nearly all share bucket 0, which drags the result towards 0.5. Use `auc` otherwise.
 */
export function bucketedAuc(labels: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  const rows = observed(labels, probabilities);
  const { positives, negatives } = classCounts(rows.labels);
  if (positives === 0 || negatives === 0) return 0;
  const counts = [new Float64Array(BUCKETS), new Float64Array(BUCKETS)];
  for (let i = 0; i < rows.labels.length; i++) {
    const probability = rows.predictions[i];
    if (!(probability >= 0 && probability <= 1)) {
      throw new RangeError(`bucketedAuc needs probabilities from 0 to 1: observed row ${i} has ${probability}.`);
    }
    counts[rows.labels[i]][Math.floor(probability * (BUCKETS - 1))]++;
  }
  let area = 0;
  let seen = 0; // positives in higher buckets
  for (let bucket = BUCKETS - 1; bucket >= 0; bucket--) {
    const [negative, positive] = [counts[0][bucket], counts[1][bucket]];
    area += negative * (seen + positive / 2);
    seen += positive;
  }
  return area / (positives * negatives);
}

const BUCKETS = 4096;

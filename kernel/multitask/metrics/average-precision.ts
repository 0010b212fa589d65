import { ascending } from '../../statistics/index.ts';
import { readOptions } from '../options/index.ts';
import { reasonForNoCurve } from './auc.ts';
import { type Weighted, weightedOptions } from './metric-options.ts';
import { observed } from './observed.ts';

/**
 * Area under the precision–recall curve as average precision: Σ over thresholds of (recall gained) × precision, equal scores as one
 * threshold (scikit-learn's `average_precision_score`). A ranking at random has the share of positives.
 *
 * @param labels 0 or 1 per row; NaN rows are left out.
 * @returns from 0 to 1; NaN when only one class is present or a score is NaN.
 * @throws when there is not one entry for each row, a label is neither 0 nor 1, or an option does not fit.
 */
export function prAuc(labels: ArrayLike<number>, scores: ArrayLike<number>, options: Weighted = {}): number {
  const rows = observed(labels, scores, readOptions('prAuc', weightedOptions, options).weights);
  if (reasonForNoCurve(rows)) return Number.NaN;
  const order = ascending(rows.predictions).reverse();
  let [seen, hits, area] = [0, 0, 0];
  for (let first = 0; first < order.length; ) {
    const score = rows.predictions[order[first]];
    let found = 0;
    for (; first < order.length && rows.predictions[order[first]] === score; first++) {
      const weight = rows.weights?.[order[first]] ?? 1;
      seen += weight;
      if (rows.labels[order[first]] === 1) found += weight;
    }
    hits += found;
    area += (found * hits) / seen;
  }
  return area / hits;
}

import { ascending } from '../../statistics/index.ts';
import { readOptions } from '../options/index.ts';
import { type GroupMean, type Groups, groupsOf, pickPlaces } from './groups.ts';
import { type RankingOptions, rankingOptions } from './metric-options.ts';
import { hasNaN, type Observed, observed } from './observed.ts';
import { classCounts } from './placements.ts';

/**
 * NDCG@k (Järvelin & Kekäläinen 2002): Σ over the first k places of label ÷ log₂(place + 1), over that of the best order; the mean over
 * groups, e.g. users or sessions. Rows of one score share their places (McSherry & Najork 2008), so their order in the table is
 * no matter. Groups without a positive row have none and are skipped.
 *
 * @param groups which group each row belongs to, e.g. the codes of a column: [row].
 * @returns `value` from 0 to 1; NaN when no group has a positive row, or a score is NaN.
 * @throws when there is not one entry for each row, a label is neither 0 nor 1, or an option does not fit.
 */
export function ndcg(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  groups: Groups,
  options: RankingOptions = {},
): GroupMean {
  const { top, weights } = readOptions('ndcg', rankingOptions, options);
  return meanOver(labels, scores, groups, weights, (group) => {
    const { positives } = classCounts(group);
    return gained(group, top, discount) / cumulated(discount, 0, Math.min(top, positives));
  });
}

/**
 * Recall@k: the share of a group's positive rows that stand in the first k places; the mean over groups. Ties and groups as in `ndcg`.
 *
 * @returns `value` from 0 to 1; NaN when no group has a positive row, or a score is NaN.
 * @throws when there is not one entry for each row, a label is neither 0 nor 1, or an option does not fit.
 */
export function recall(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  groups: Groups,
  options: RankingOptions = {},
): GroupMean {
  const { top, weights } = readOptions('recall', rankingOptions, options);
  return meanOver(
    labels,
    scores,
    groups,
    weights,
    (group) => gained(group, top, () => 1) / classCounts(group).positives,
  );
}

const discount = (place: number): number => 1 / Math.log2(place + 2);

function meanOver(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  groups: Groups,
  weights: ArrayLike<number> | undefined,
  measure: (group: Observed) => number,
): GroupMean {
  const rows = observed(labels, scores, weights);
  classCounts(rows);
  const members = groupsOf(rows, groups, labels.length);
  let [sum, counted] = [0, 0];
  for (const places of members.values()) {
    const group = pickPlaces(rows, places);
    if (classCounts(group).positives === 0) continue;
    sum += measure(group);
    counted++;
  }
  const result = { value: sum / counted, groups: counted, skipped: members.size - counted };
  if (counted === 0)
    return { ...result, warnings: [`None of ${members.size} groups has a positive row: there is nothing to rank.`] };
  if (!hasNaN(rows.predictions)) return result;
  const wrong = rows.row(Array.from(rows.predictions).findIndex(Number.isNaN));
  return { ...result, value: Number.NaN, warnings: [`The score in row ${wrong} is NaN: there is no order.`] };
}

/** What the positive rows get for the first places; rows of one score each get the mean of their places. */
function gained({ labels, predictions }: Observed, top: number, worth: (place: number) => number): number {
  const order = ascending(predictions).reverse();
  let sum = 0;
  for (let first = 0; first < Math.min(top, order.length); ) {
    const score = predictions[order[first]];
    let [end, positives] = [first, 0];
    for (; end < order.length && predictions[order[end]] === score; end++) positives += labels[order[end]];
    // NaN equals nothing: the value is NaN in the end, and the loop must.
    if (end === first) return Number.NaN;
    sum += (positives / (end - first)) * cumulated(worth, first, Math.min(end, top));
    first = end;
  }
  return sum;
}

function cumulated(worth: (place: number) => number, from: number, to: number): number {
  let sum = 0;
  for (let place = from; place < to; place++) sum += worth(place);
  return sum;
}

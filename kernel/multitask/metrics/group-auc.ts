import { readOptions } from '../options/index.ts';
import { aucWithError, reasonForNoCurve } from './auc.ts';
import { type Groups, groupsOf, pickPlaces } from './groups.ts';
import { type GroupAucOptions, groupAucOptions } from './metric-options.ts';
import { hasNaN, type Observed, observed, totalWeight } from './observed.ts';
import { classCounts } from './placements.ts';

/**
 * Group AUC (GAUC; Zhu 2017, Zhou 2018): the mean over groups, e.g. users or sessions, of each group's own AUC. It does
 * not reward telling active groups from idle ones. Groups with one class have no AUC and are skipped.
 *
 * @param groups which group each row belongs to, e.g. the codes of a column: [row].
 * @returns `auc` from 0 to 1; NaN when no group has both classes, or a score is NaN; `warnings` says which.
 * @throws when there is not one entry for each row, a label is neither 0 nor 1, or an option does not fit.
 */
export function groupAuc(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  groups: Groups,
  options: GroupAucOptions = {},
): GroupAuc {
  const { weight, weights: rowWeights } = readOptions('groupAuc', groupAucOptions, options);
  const rows = observed(labels, scores, rowWeights);
  classCounts(rows);
  const members = groupsOf(rows, groups, labels.length);
  let sum = 0;
  let weights = 0;
  let counted = 0;
  for (const places of members.values()) {
    const group = pickPlaces(rows, places);
    const { positives, negatives } = classCounts(group);
    if (positives === 0 || negatives === 0) continue;
    const counts = { rows: totalWeight(group), positives: positiveWeight(group), equal: 1 }[weight];
    sum += counts * aucWithError(group).auc;
    weights += counts;
    counted++;
  }
  const result = { auc: sum / weights, groups: counted, skipped: members.size - counted };
  if (counted === 0)
    return { ...result, warnings: [`None of ${members.size} groups has both classes: there is no group AUC.`] };
  const reason = hasNaN(rows.predictions) && reasonForNoCurve(rows);
  return reason ? { ...result, auc: Number.NaN, warnings: [reason] } : result;
}

/** The mean AUC over groups. */
export type GroupAuc = {
  /** From 0 to 1; NaN when no group has both classes. */
  readonly auc: number;
  /** Groups that count, and those left out for having one class. */
  readonly groups: number;
  /** Groups left out for having one class. */
  readonly skipped: number;
  /** Why `auc` is NaN; absent when there is nothing to say. */
  readonly warnings?: readonly string[];
};

function positiveWeight({ labels, weights }: Observed): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i] === 1) sum += weights ? weights[i] : 1;
  return sum;
}

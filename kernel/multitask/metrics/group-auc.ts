import { auc } from './auc.ts';
import { observed } from './observed.ts';
import { classCounts } from './placements.ts';

/**
 * Group AUC (GAUC; Zhu 2017, Zhou 2018): the mean over groups, e.g. users or sessions, of each group's own AUC. It does
 * not reward telling active groups from idle ones. Groups with one class have no AUC and are skipped.
 *
 * @param groups which group each row belongs to, e.g. the codes of a column: [row].
 * @param options.weight how groups count: by their `rows` (the default), their `positives`, or `equal`ly.
 * @returns `auc` is NaN when no group has both classes.
 */
export function groupAuc(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  groups: ArrayLike<number | string>,
  options: { readonly weight?: 'rows' | 'positives' | 'equal' } = {},
): { readonly auc: number; readonly groups: number; readonly skipped: number } {
  if (groups.length !== labels.length) {
    throw new RangeError(`There must be one group per label: got ${labels.length} labels and ${groups.length} groups.`);
  }
  const members = new Map<number | string, number[]>();
  for (let row = 0; row < groups.length; row++) {
    if (Number.isNaN(labels[row])) continue;
    const rows = members.get(groups[row]);
    if (rows) rows.push(row);
    else members.set(groups[row], [row]);
  }
  let sum = 0;
  let weights = 0;
  let counted = 0;
  for (const rows of members.values()) {
    const group = observed(pick(labels, rows), pick(scores, rows));
    const { positives, negatives } = classCounts(group.labels);
    if (positives === 0 || negatives === 0) continue;
    const weight = { rows: rows.length, positives, equal: 1 }[options.weight ?? 'rows'];
    sum += weight * auc(group.labels, group.predictions);
    weights += weight;
    counted++;
  }
  return { auc: sum / weights, groups: counted, skipped: members.size - counted };
}

function pick(values: ArrayLike<number>, rows: readonly number[]): Float64Array {
  return Float64Array.from(rows, (row) => values[row]);
}

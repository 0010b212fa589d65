import { seen } from '../options/index.ts';
import { isArrayLike, type Observed, orderOf } from './observed.ts';

/** Which group each row belongs to, e.g. the codes of a column: [row]. */
export type Groups = ArrayLike<number | string>;

/** Rows that count, by the group they belong to. @throws when there is not one group a row. */
export function groupsOf(
  rows: Observed,
  groups: Groups,
  given: number,
): ReadonlyMap<number | string, readonly number[]> {
  if (!isArrayLike(groups))
    throw new TypeError(`The groups are ${seen(groups)}; an array with the group of each row was expected.`);
  if (groups.length !== given)
    throw new RangeError(`There must be one group per label: got ${given} labels and ${groups.length} groups.`);
  const members = new Map<number | string, number[]>();
  for (let i = 0; i < rows.labels.length; i++) {
    const name = groups[rows.row(i)];
    const found = members.get(name);
    if (found) found.push(i);
    else members.set(name, [i]);
  }
  return members;
}

/** The rows at these places, as rows of their own. */
export function pickPlaces({ labels, predictions, weights, row }: Observed, places: readonly number[]): Observed {
  const column = (values: ArrayLike<number>) => Float64Array.from(places, (place) => values[place]);
  const picked = column(predictions);
  return {
    labels: column(labels),
    predictions: picked,
    order: orderOf(picked),
    weights: weights && column(weights),
    row: (i) => row(places[i]),
  };
}

/** A mean over groups. */
export type GroupMean = {
  /** The mean, from 0 to 1; NaN when no group has a positive row. */
  readonly value: number;
  /** Groups that count, and those left out for having no positive row. */
  readonly groups: number;
  /** Groups left out for having no positive row. */
  readonly skipped: number;
  /** Why `value` is NaN; absent when there is nothing to say. */
  readonly warnings?: readonly string[];
};

import { ascending } from '../../statistics/index.ts';
import type { Features, Rows } from '../data/index.ts';

/** A way to divide rows: which group each row is in, −1 for none. */
export type Grouping = {
  /** Column, task or output name. */
  readonly by: string;
  /** What the rows are divided by. */
  readonly of: 'feature' | 'label' | 'prediction';
  /** In natural order: numbers ascending, categories by their number of rows. */
  readonly labels: readonly string[];
  /** [row] */
  readonly groups: Int8Array;
};

/** Most groups a division has; rarer categories are put together. */
const mostGroups = 8;

/** One grouping per numeric and categorical column in which the rows differ. Lists belong to several groups and have none. */
export function featureGroupings(features: Features, rows: Rows): Grouping[] {
  let numeric = 0;
  let categorical = 0;
  return features.columns.flatMap((column) => {
    if (column.kind === 'list') return [];
    const divided =
      column.kind === 'numeric'
        ? byNumber(rows.numeric[numeric++])
        : byCategory(rows.categorical[categorical++], column.values);
    return divided.labels.length < 2 ? [] : [{ by: column.name, of: 'feature' as const, ...divided }];
  });
}

/** By label and by predicted value, for each task. */
export function outcomeGroupings(
  labels: Readonly<Record<string, ArrayLike<number>>>,
  predictions: Readonly<Record<string, ArrayLike<number>>>,
): Grouping[] {
  const by = (values: Readonly<Record<string, ArrayLike<number>>>, of: 'label' | 'prediction') =>
    Object.entries(values).map(([name, column]) => ({ by: name, of, ...byNumber(column) }));
  return [...by(labels, 'label'), ...by(predictions, 'prediction')].filter(({ labels }) => labels.length > 1);
}

type Divided = Pick<Grouping, 'labels' | 'groups'>;

/** Each value by itself when there are few, else fifths of the rows; named by the values they hold. NaN is in no group. */
export function byNumber(values: ArrayLike<number>): Divided {
  const uppers = distinctOf(values, mostGroups) ?? fifths(sortedNumbers(values));
  const groups = new Int8Array(values.length);
  const ranges = uppers.map(() => ({ low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY }));
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    let group = 0;
    while (group < uppers.length && value > uppers[group]) group++;
    if (!(value <= uppers[group])) group = -1; // NaN
    groups[row] = group;
    if (group < 0) continue;
    const range = ranges[group];
    if (value < range.low) range.low = value;
    if (value > range.high) range.high = value;
  }
  return { labels: ranges.map(rangeLabel), groups };
}

/** Categories by their number of rows; the rest together. Code −1, never seen in training, is a category too. */
export function byCategory(codes: ArrayLike<number>, values: readonly string[]): Divided {
  const counts = new Float64Array(values.length + 1); // of code −1, 0, 1 …
  for (let row = 0; row < codes.length; row++) counts[codes[row] + 1]++;
  const ordered = Array.from(counts, (count, i) => ({ count, code: i - 1 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.code - b.code)
    .map(({ code }) => code);
  const own = ordered.length <= mostGroups ? ordered : ordered.slice(0, mostGroups - 1);
  const group = new Int8Array(values.length + 1).fill(own.length);
  for (const [i, code] of own.entries()) group[code + 1] = i;
  const labels = own.map((code) => values[code]?.trim() || (code < 0 ? 'unseen' : `code ${code}`));
  const others = ordered.length - own.length;
  const groups = new Int8Array(codes.length);
  for (let row = 0; row < codes.length; row++) groups[row] = group[codes[row] + 1];
  return {
    labels: others > 0 ? [...labels, `${formatted(others)} others`] : labels,
    groups,
  };
}

/** The values themselves, ascending, when there are at most `most` of them. */
function distinctOf(values: ArrayLike<number>, most: number): number[] | undefined {
  const distinct: number[] = [];
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (Number.isNaN(value) || distinct.includes(value)) continue;
    if (distinct.length === most) return undefined;
    distinct.push(value);
  }
  return distinct.sort((a, b) => a - b);
}

/** Ascending, without NaN. */
function sortedNumbers(values: ArrayLike<number>): Float64Array {
  const numbers = values instanceof Float32Array ? new Float32Array(values.length) : new Float64Array(values.length);
  let count = 0;
  for (let row = 0; row < values.length; row++) if (!Number.isNaN(values[row])) numbers[count++] = values[row];
  const known = numbers.subarray(0, count);
  const order = ascending(known);
  const sorted = new Float64Array(count);
  for (let i = 0; i < count; i++) sorted[i] = known[order[i]];
  return sorted;
}

/** Upper ends of fifths of the rows; fewer when a value fills several of them. */
function fifths(sorted: Float64Array): number[] {
  const cuts = [1, 2, 3, 4].map((fifth) => sorted[Math.ceil((fifth * sorted.length) / 5) - 1]);
  return [...new Set([...cuts, sorted[sorted.length - 1]])];
}

function rangeLabel({ low, high }: { low: number; high: number }): string {
  if (low === high || formatted(low) === formatted(high)) return formatted(low);
  return low < 0 ? `${formatted(low)} to ${formatted(high)}` : `${formatted(low)}–${formatted(high)}`;
}

function formatted(value: number): string {
  return (Number.isInteger(value) ? whole : short)
    .format(value)
    .replace(/^-/, '−')
    .replace(/^(−?)0\./, '$1.');
}

const whole = new Intl.NumberFormat('en-US');
const short = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });

import {
  boolean,
  count,
  list,
  nullable,
  number,
  object,
  oneOf,
  optional,
  type Shape,
  text,
} from '../../guards/index.ts';
import { kindOf, type TableValue, type ValueKind, valueNumber, valueText, valueTime } from './value.ts';

/** What a column holds, over all rows that were looked at. */
export type ColumnSummary = {
  readonly rows: number;
  /** null, undefined, not there, and NaN. */
  readonly missing: number;
  /** Different values that are not missing; null where nobody knows, as objects are not compared. */
  readonly distinct: number | null;
  /** Whether there are more: counting ends at `mostDistinct`. */
  readonly isMore: boolean;
  /** The kind of most values, and whether there are others. */
  readonly kind: ValueKind;
  readonly isMixed: boolean;
  /** Of finite numbers, and of dates in milliseconds since 1970. */
  readonly range?: ColumnRange | undefined;
  /** Of other columns, the values that most rows have, the most first: [as shown, rows]. */
  readonly top?: readonly TopValue[] | undefined;
};

export type ColumnRange = {
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  /** Rows in equal stretches from low to high. */
  readonly bins: readonly number[];
};

export type TopValue = { readonly words: string; readonly rows: number };

export const mostDistinct = 10_000;
const mostTop = 5;
const bins = 20;

export const columnSummary: Shape<ColumnSummary> = object<ColumnSummary>({
  rows: count,
  missing: count,
  distinct: nullable(count),
  isMore: boolean,
  kind: oneOf('number', 'boolean', 'date', 'text', 'object', 'missing'),
  isMixed: boolean,
  range: optional(object<ColumnRange>({ low: number, high: number, mean: number, bins: list(count, bins) })),
  top: optional(list(object<TopValue>({ words: text, rows: count }), mostTop)),
});

/** Looks at `rows` values twice: what they are, then where the numbers lie. */
export function summarise(rows: number, read: (row: number) => TableValue): ColumnSummary {
  const seen: Record<ValueKind, number> = { number: 0, boolean: 0, date: 0, text: 0, object: 0, missing: 0 };
  const values = new Map<number | string, number>();
  let isMore = false;
  for (let row = 0; row < rows; row++) {
    const value = read(row);
    const kind = kindOf(value);
    seen[kind]++;
    if (isMore || kind === 'missing' || kind === 'object') continue;
    const key = keyOf(value, kind);
    const known = values.get(key);
    if (known !== undefined) values.set(key, known + 1);
    else if (values.size < mostDistinct) values.set(key, 1);
    else isMore = true;
  }
  const { missing, ...present } = seen;
  const kinds = Object.entries(present).filter(([, found]) => found > 0) as [ValueKind, number][];
  const [first] = kinds.sort(([, a], [, b]) => b - a);
  const kind = first?.[0] ?? 'missing';
  const range = kind === 'number' || kind === 'date' ? rangeOf(rows, read, kind) : undefined;
  const isCounted = kind === 'text' || kind === 'boolean';
  return {
    rows,
    missing,
    distinct: seen.object > 0 ? null : values.size,
    isMore,
    kind,
    isMixed: kinds.length > 1,
    ...(range ? { range } : {}),
    ...(isCounted && !isMore ? { top: topOf(values) } : {}),
  };
}

/** Numbers of any kind are alike where they are equal; big integers beyond what a number holds keep their digits. */
function keyOf(value: TableValue, kind: ValueKind): number | string {
  if (kind !== 'number') return `${kind} ${valueText(value)}`;
  const number = valueNumber(value);
  const isRounded = Array.isArray(value) && value[0] === 'bigint' && !Number.isSafeInteger(number);
  return isRounded ? `number ${valueText(value)}` : number;
}

function rangeOf(rows: number, read: (row: number) => TableValue, kind: 'number' | 'date'): ColumnRange | undefined {
  const numberOf = kind === 'number' ? valueNumber : valueTime;
  let [low, high, sum, found] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (let row = 0; row < rows; row++) {
    const each = numberOf(read(row));
    if (!Number.isFinite(each)) continue;
    if (each < low) low = each;
    if (each > high) high = each;
    sum += each;
    found++;
  }
  const mean = sum / found;
  // Sums and differences of the greatest numbers are none any more.
  if (found === 0 || !Number.isFinite(mean) || !Number.isFinite(high - low)) return undefined;
  const counts = new Array<number>(bins).fill(0);
  const width = high > low ? bins / (high - low) : 0;
  for (let row = 0; row < rows; row++) {
    const each = numberOf(read(row));
    if (!Number.isFinite(each)) continue;
    const bin = Math.min(bins - 1, Math.floor((each - low) * width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { low, high, mean, bins: counts };
}

function topOf(values: ReadonlyMap<number | string, number>): readonly TopValue[] {
  const most = [...values].sort(([, a], [, b]) => b - a).slice(0, mostTop);
  return most.map(([key, rows]) => {
    const words = typeof key === 'number' ? String(key) : key.slice(key.indexOf(' ') + 1);
    return { words: words.length > 60 ? `${words.slice(0, 59)}…` : words, rows };
  });
}

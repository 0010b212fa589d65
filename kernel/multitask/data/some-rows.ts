import type { Rows } from './dataset.ts';
import { pickRows } from './pick-rows.ts';

/** Rows `start` … `end` − 1, as views of the same memory. */
export function sliceRows(rows: Rows, start: number, end: number): Rows {
  return {
    length: end - start,
    columns: rows.columns,
    numeric: rows.numeric.map((column) => column.subarray(start, end)),
    categorical: rows.categorical.map((column) => column.subarray(start, end)),
    // Offsets are absolute, so the codes stay whole.
    lists: rows.lists.map(({ offsets, codes }) => ({ offsets: offsets.subarray(start, end + 1), codes })),
    labels: mapValues(rows.labels, (column) => column.subarray(start, end)),
    ...(rows.weights ? { weights: rows.weights.subarray(start, end) } : {}),
  };
}

/**
 * At most `most` of the rows that count, evenly spaced over these, so that a sorted file gives no slanted picture: a row of weight 0 is
 * as good as absent.
 */
export function spreadRows(rows: Rows, most: number): Rows {
  return spreadCounted(rows, most).rows;
}

/** `spreadRows`, and the place of each among all rows. */
export function spreadCounted(
  rows: Rows,
  most: number,
): { readonly rows: Rows; readonly placeOf: (row: number) => number } {
  const { weights, length } = rows;
  const counted = weights?.includes(0)
    ? Uint32Array.from(weights.keys()).filter((row) => weights[row] !== 0)
    : undefined;
  if (!counted && length <= most) return { rows, placeOf: (row) => row };
  const places = spreadPlaces(counted?.length ?? length, most);
  const picked = counted ? places.map((place) => counted[place]) : places;
  return { rows: pickRows(rows, picked), placeOf: (row) => picked[row] };
}

/** `most` of so many places, evenly spaced; all where they are fewer. */
export function spreadPlaces(length: number, most: number): Uint32Array {
  const count = Math.min(length, most);
  return Uint32Array.from({ length: count }, (_, i) => Math.floor((i * length) / count));
}

function mapValues<Value>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

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

/** At most `most` rows, evenly spaced over all of them, so that a sorted file gives no slanted picture. */
export function spreadRows(rows: Rows, most: number): Rows {
  if (rows.length <= most) return rows;
  return pickRows(rows, spreadPlaces(rows.length, most));
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

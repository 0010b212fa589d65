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
  const chosen = Uint32Array.from({ length: most }, (_, i) => Math.floor((i * rows.length) / most));
  return pickRows(rows, chosen);
}

function mapValues<Value>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

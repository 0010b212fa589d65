import type { Numbers, Rows } from './dataset.ts';

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
  };
}

/** At most `most` rows, evenly spaced over all of them, so that a sorted file gives no slanted picture. */
export function spreadRows(rows: Rows, most: number): Rows {
  if (rows.length <= most) return rows;
  const chosen = Uint32Array.from({ length: most }, (_, i) => Math.floor((i * rows.length) / most));
  return {
    length: most,
    columns: rows.columns,
    numeric: rows.numeric.map((column) => pick(column, chosen)),
    categorical: rows.categorical.map((column) => pick(column, chosen)),
    lists: rows.lists.map((list) => pickLists(list, chosen)),
    labels: mapValues(rows.labels, (column) => pick(column, chosen)),
  };
}

type Column = Numbers | Int8Array | Int16Array | Int32Array;

function pick<Values extends Column>(column: Values, chosen: Uint32Array): Values {
  const picked = column.slice(0, chosen.length) as Values;
  for (let i = 0; i < chosen.length; i++) picked[i] = column[chosen[i]];
  return picked;
}

function pickLists({ offsets, codes }: Rows['lists'][number], chosen: Uint32Array): Rows['lists'][number] {
  const kept = new Uint32Array(chosen.length + 1);
  for (let i = 0; i < chosen.length; i++) kept[i + 1] = kept[i] + offsets[chosen[i] + 1] - offsets[chosen[i]];
  const values = new Int32Array(kept[chosen.length]);
  for (let i = 0; i < chosen.length; i++) {
    values.set(codes.subarray(offsets[chosen[i]], offsets[chosen[i] + 1]), kept[i]);
  }
  return { offsets: kept, codes: values };
}

function mapValues<Value>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

import type { Rows } from '../../kernel/multitask/data/dataset.ts';

/** Rows as a person has them, by column: numbers with null for none, categories as text, lists as lists of text. */
export function tableOf(rows: Rows): Record<string, unknown[]> {
  const table: Record<string, unknown[]> = {};
  const place = { numeric: 0, categorical: 0, list: 0 };
  for (const column of rows.columns ?? []) {
    const at = place[column.kind]++;
    if (column.kind === 'numeric') {
      table[column.name] = Array.from(rows.numeric[at], (value) => (Number.isNaN(value) ? null : value));
      continue;
    }
    const text = (code: number) => (code < 0 ? 'never seen in training' : column.values[code]);
    const { offsets, codes } = rows.lists[at] ?? {};
    table[column.name] =
      column.kind === 'categorical'
        ? Array.from(rows.categorical[at], text)
        : Array.from({ length: rows.length }, (_, row) =>
            [...codes.subarray(offsets[row], offsets[row + 1])].map(text),
          );
  }
  return table;
}

/** The same as the inputs of an ONNX model: lists padded to the longest, with a mask. */
export function feedsOf(rows: Rows): Record<string, unknown[]> {
  const feeds = tableOf(rows);
  for (const column of rows.columns ?? []) {
    if (column.kind !== 'list') continue;
    const lists = feeds[column.name] as string[][];
    const longest = Math.max(...lists.map((list) => list.length));
    // What stands behind the end of a list is masked, whatever it is.
    feeds[column.name] = lists.map((list) => [...list, ...new Array(longest - list.length).fill(column.values[0])]);
    feeds[`${column.name} mask`] = lists.map((list) => Array.from({ length: longest }, (_, i) => i < list.length));
  }
  return feeds;
}

import type { Rows } from '../../kernel/multitask/data/dataset.ts';

/** Rows as a person has them: numbers with null for none, categories as text, lists as padded text and a mask. By input name. */
export function feedsOf(rows: Rows): Record<string, unknown[]> {
  const feeds: Record<string, unknown[]> = {};
  const place = { numeric: 0, categorical: 0, list: 0 };
  for (const column of rows.columns ?? []) {
    const at = place[column.kind]++;
    if (column.kind === 'numeric') {
      feeds[column.name] = Array.from(rows.numeric[at], (value) => (Number.isNaN(value) ? null : value));
      continue;
    }
    const text = (code: number) => (code < 0 ? 'never seen in training' : column.values[code]);
    if (column.kind === 'categorical') {
      feeds[column.name] = Array.from(rows.categorical[at], text);
      continue;
    }
    const { offsets, codes } = rows.lists[at];
    const lists = Array.from({ length: rows.length }, (_, row) => [...codes.subarray(offsets[row], offsets[row + 1])]);
    const longest = Math.max(...lists.map((list) => list.length));
    // What stands behind the end of a list is masked, whatever it is.
    feeds[column.name] = lists.map((list) => [
      ...list.map(text),
      ...new Array(longest - list.length).fill(column.values[0]),
    ]);
    feeds[`${column.name} mask`] = lists.map((list) => Array.from({ length: longest }, (_, i) => i < list.length));
  }
  return feeds;
}

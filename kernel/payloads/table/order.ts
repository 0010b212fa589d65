import { kindOf, type TableValue, type ValueKind, valueNumber, valueText, valueTime } from './value.ts';

/** By which column a table is sorted; columns are positions in its list. */
export type TableOrder = { readonly column: number; readonly direction: 'ascending' | 'descending' };

/**
 * Rows sorted by one of their values: numbers first, then false and true, dates, text by its code units, and objects, which keep their
 * order. What is missing comes last in both directions. Rows alike keep their order.
 */
export function sortedRows(
  rows: Uint32Array,
  read: (row: number) => TableValue,
  direction: TableOrder['direction'],
): Uint32Array {
  const groups: Readonly<Record<ValueKind, number[]>> = {
    number: [],
    boolean: [],
    date: [],
    text: [],
    object: [],
    missing: [],
  };
  const keys = new Float64Array(rows.length);
  const texts: string[] = [];
  for (let i = 0; i < rows.length; i++) {
    const value = read(rows[i] ?? 0);
    const kind = kindOf(value);
    groups[kind].push(i);
    if (kind === 'number') keys[i] = valueNumber(value);
    else if (kind === 'boolean') keys[i] = Number(value);
    else if (kind === 'date') keys[i] = valueTime(value);
    else if (kind === 'text') texts[i] = valueText(value);
  }
  const sign = direction === 'ascending' ? 1 : -1;
  const byKey = (a: number, b: number): number => sign * difference(keys[a] ?? 0, keys[b] ?? 0) || a - b;
  const byText = (a: number, b: number): number => {
    const [one = '', other = ''] = [texts[a], texts[b]];
    return one === other ? a - b : one < other ? -sign : sign;
  };
  for (const kind of ['number', 'boolean', 'date'] as const) groups[kind].sort(byKey);
  groups.text.sort(byText);
  const present = [groups.number, groups.boolean, groups.date, groups.text, groups.object];
  const places = [...(sign === 1 ? present : present.reverse()), groups.missing];
  const sorted = new Uint32Array(rows.length);
  let at = 0;
  for (const group of places) for (const i of group) sorted[at++] = rows[i] ?? 0;
  return sorted;
}

/** Also of infinities, whose difference is none; dates that are none come after the others. */
function difference(a: number, b: number): number {
  if (a === b) return 0;
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a < b ? -1 : 1;
}

import type { RunColumn } from './columns.ts';
import { newest, type RunEntry } from './seeds.ts';

/** What a list is ordered by: a column, and which end of it is on top. */
export type RunOrder = { readonly column: string; readonly direction: 'ascending' | 'descending' };

/** The newest on top. */
export const newestFirst: RunOrder = { column: 'seen', direction: 'descending' };

/** The entries in this order; what has no value comes last either way, and ties are in the order of `newestFirst`. */
export function ordered(
  entries: readonly RunEntry[],
  columns: readonly RunColumn[],
  { column, direction }: RunOrder,
): readonly RunEntry[] {
  const recent = entries.toSorted((a, b) => newest(b).seen - newest(a).seen);
  const by = columns.find(({ id }) => id === column);
  if (by === undefined) return direction === 'ascending' && column === 'seen' ? recent.toReversed() : recent;
  const sign = direction === 'ascending' ? 1 : -1;
  return recent
    .map((entry) => ({ entry, value: by.value(entry) }))
    .sort((a, b) => {
      if (a.value === undefined || b.value === undefined)
        return Number(a.value === undefined) - Number(b.value === undefined);
      return sign * compared(a.value, b.value);
    })
    .map(({ entry }) => entry);
}

/** Numbers before words. */
function compared(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'number') return -1;
  if (typeof b === 'number') return 1;
  return a.localeCompare(b, 'en', { numeric: true });
}

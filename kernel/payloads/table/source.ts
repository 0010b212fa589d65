import { filterOf, type TableFilter } from './filter.ts';
import { sortedRows, type TableOrder } from './order.ts';
import type { TableValue } from './value.ts';

/** Rows that can be read one value at a time, wherever they are. */
export type TableSource = {
  readonly length: number;
  readonly columns: readonly TableSourceColumn[];
  /** As it is shown. */
  readonly value: (row: number, column: number) => TableValue;
  /** To be counted and sorted: numbers as they are in memory, objects without their words. */
  readonly key?: (row: number, column: number) => TableValue;
};

export type TableSourceColumn = {
  readonly name: string;
  /** What the column is, where more is known than its name. */
  readonly about?: string | undefined;
};

/** In which order rows are shown, and which. */
export type Arrangement = { readonly order?: TableOrder | undefined; readonly filters: readonly TableFilter[] };

export const asItIs: Arrangement = { filters: [] };

/** Positions of the rows of a source, of at most `length` rows, in the order in which they are shown. */
export function arranged(source: TableSource, { order, filters }: Arrangement): Uint32Array {
  let rows = Uint32Array.from({ length: source.length }, (_, row) => row);
  for (const { column, words } of filters) {
    const passes = filterOf(words);
    if (passes) rows = rows.filter((row) => passes(source.value(row, column)));
  }
  if (!order) return rows;
  const { key = source.value } = source;
  return sortedRows(rows, (row) => key(row, order.column), order.direction);
}

import type { Rows } from '../../kernel/multitask/data/dataset.ts';
import type { Column, Features } from '../../kernel/multitask/data/features.ts';
import type { Task } from '../../kernel/multitask/data/tasks.ts';

/** One row as a person would write it: numbers, a category's value, a list's values; a label that is absent is NaN. */
export type TableRow = Readonly<Record<string, number | string | readonly string[]>>;

/** Rows of a hand-written table. A value that a column does not know gets the code −1. */
export function tableRows({ columns }: Features, tasks: readonly Task[], table: readonly TableRow[]): Rows {
  const of = <Kind extends Column['kind']>(kind: Kind) =>
    columns.filter((column): column is Extract<Column, { kind: Kind }> => column.kind === kind);
  return {
    columns,
    length: table.length,
    numeric: of('numeric').map(({ name }) => Float32Array.from(table, (row) => numberOf(row[name]))),
    categorical: of('categorical').map(({ name, values }) =>
      Int8Array.from(table, (row) => values.indexOf(String(row[name]))),
    ),
    lists: of('list').map(({ name, values }) => {
      const lists = table.map((row) => (Array.isArray(row[name]) ? row[name] : []));
      const ends = lists.map((_, i) => lists.slice(0, i + 1).reduce((sum, list) => sum + list.length, 0));
      return {
        offsets: Uint32Array.from([0, ...ends]),
        codes: Int32Array.from(lists.flat(), (value) => values.indexOf(value)),
      };
    }),
    labels: Object.fromEntries(tasks.map(({ name }) => [name, Float32Array.from(table, (row) => numberOf(row[name]))])),
  };
}

function numberOf(value: TableRow[string] | undefined): number {
  return typeof value === 'number' ? value : Number.NaN;
}

import { count, list, object, oneOf, optional, type Parsed, text } from '../../guards/index.ts';
import { parsePayload } from '../parse-payload.ts';
import type { TableSource } from './source.ts';
import { type ColumnSummary, columnSummary } from './summary.ts';
import { type TableValue, tableValue } from './value.ts';

/**
 * A table: its first rows, and how many there are. A bounded snapshot, so a saved notebook can draw it again.
 * Frozen: fields may be added as optional ones; anything else is version 2.
 */
export type TablePayload = {
  readonly version: 1;
  /** Names the table to the kernel that showed it, where that has more than is here. */
  readonly id?: string | undefined;
  readonly title?: string | undefined;
  /** What the value says of itself, in lines of a fixed width: of a dataset its parts and what became of its columns. */
  readonly said?: string | undefined;
  /** Rows of the whole table, and its columns. */
  readonly length: number;
  readonly columnsGiven: number;
  /** Rows that are here: the first ones. */
  readonly rows: number;
  readonly columns: readonly TableColumn[];
  /** Names of the rows here; without them their numbers from 0 on. */
  readonly index?: readonly string[] | undefined;
};

export type TableColumn = {
  /** Not unique: a database gives two columns one name. */
  readonly name: string;
  readonly about?: string | undefined;
  /** One a row that is here. */
  readonly values: readonly TableValue[];
  /** Over all rows of the table, where not all of them are here. */
  readonly summary?: ColumnSummary | undefined;
};

/** A payload holds at most so many; `characters` of JSON, about. */
export const mostTable = { rows: 10_000, columns: 10_000, characters: 500_000 } as const;

const shape = object<TablePayload>({
  version: oneOf(1),
  id: optional(text),
  title: optional(text),
  said: optional(text),
  length: count,
  columnsGiven: count,
  rows: count,
  columns: list(
    object<TableColumn>({
      name: text,
      about: optional(text),
      values: list(tableValue, mostTable.rows),
      summary: optional(columnSummary),
    }),
    mostTable.columns,
  ),
  index: optional(list(text, mostTable.rows)),
});

/** The payload if it can be drawn, else why not, for the person who sees the output. */
export function parseTablePayload(value: unknown): Parsed<TablePayload> {
  const parsed = parsePayload(shape, value);
  if (!parsed.ok) return parsed;
  const { rows, length, columns, columnsGiven, index } = parsed.value;
  const wrong = (reason: string): Parsed<TablePayload> => ({ ok: false, reason });
  if (rows > length) return wrong(`The table has ${length} rows, but ${rows} of them are here.`);
  if (columns.length > columnsGiven)
    return wrong(`The table has ${columnsGiven} columns, but ${columns.length} of them are here.`);
  const uneven = columns.find(({ values }) => values.length !== rows);
  if (uneven)
    return wrong(`Column ${JSON.stringify(uneven.name)} has ${uneven.values.length} values for ${rows} rows.`);
  if (index && index.length !== rows) return wrong(`There are ${index.length} names for ${rows} rows.`);
  return parsed;
}

/** The rows that are here, to be read like any others. */
export function payloadSource({ columns, rows }: TablePayload): TableSource {
  return { length: rows, columns, value: (row, column) => columns[column]?.values[row] ?? null };
}

/** Whether every row and column is here. */
export function isWhole({ length, rows, columns, columnsGiven }: TablePayload): boolean {
  return rows === length && columns.length === columnsGiven;
}

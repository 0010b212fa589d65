import {
  type ColumnSummary,
  mostTable,
  summarise,
  type TableColumn,
  type TablePayload,
  type TableValue,
} from '../../payloads/table/index.ts';
import type { FoundTable } from './found.ts';

/** The first rows of a table, within the bounds of a payload; of what is not all here, what its first columns hold over all rows. */
export function tablePayload(table: FoundTable): TablePayload {
  const room = { left: mostTable.characters };
  const columns = firstColumns(table, room);
  const most = Math.min(table.length, mostTable.rows);
  let rows = 0;
  for (; rows < most; rows++) {
    const values = columns.map((_, column) => table.value(rows, column));
    const size = values.reduce((sum: number, value) => sum + sizeOf(value), 0);
    // The first row always finds room: its columns are as many as there is room for.
    if (size > room.left && rows > 0) break;
    room.left -= size;
    for (const [column, value] of values.entries()) columns[column]?.values.push(value);
  }
  const length = Math.max(table.given ?? 0, table.length);
  if (rows < length) addSummaries(table, columns);
  const { rowName } = table;
  return {
    version: 1,
    ...(table.title === undefined ? {} : { title: table.title }),
    length,
    columnsGiven: table.columns.length,
    rows,
    columns,
    ...(rowName ? { index: Array.from({ length: rows }, (_, row) => rowName(row)) } : {}),
  };
}

/** What one column of one row holds, over all rows, with what it costs to read it. */
export function summaryOf(table: FoundTable, column: number): ColumnSummary {
  const { key = table.value } = table;
  return summarise(table.length, (row) => key(row, column));
}

type Growing = Omit<TableColumn, 'values' | 'summary'> & { readonly values: TableValue[]; summary?: ColumnSummary };

/** Columns whose names and first values fit. */
function firstColumns(table: FoundTable, room: { left: number }): Growing[] {
  const columns: Growing[] = [];
  let ofFirstRow = 0;
  for (const [column, { name, about }] of table.columns.entries()) {
    const size = name.length + (about?.length ?? 0) + 60;
    ofFirstRow += table.length > 0 ? sizeOf(table.value(0, column)) : 0;
    if (columns.length >= mostTable.columns || (room.left - size < ofFirstRow && columns.length > 0)) break;
    room.left -= size;
    const cut = name.length > longestName ? `${name.slice(0, longestName)}…` : name;
    columns.push({ name: cut, ...(about === undefined ? {} : { about }), values: [] });
  }
  return columns;
}

const longestName = 500;

/** Reading so many values takes less than a tenth of a second; other columns are asked for when a person sees them. */
const mostRead = 200_000;
const mostSummaries = 200;

function addSummaries(table: FoundTable, columns: readonly Growing[]): void {
  const affordable = Math.min(mostSummaries, Math.floor(mostRead / Math.max(1, table.length)));
  // Of what was only kept in part nobody can say more than the reader of the payload.
  if (table.given !== undefined) return;
  for (const [i, column] of columns.slice(0, affordable).entries()) column.summary = summaryOf(table, i);
}

/** Characters of JSON, about; those that JSON escapes count once. */
function sizeOf(value: TableValue): number {
  if (typeof value === 'string') return value.length + 3;
  if (typeof value === 'number') return String(value).length + 1;
  if (!Array.isArray(value)) return 6;
  const [kind, words = ''] = value;
  // To put an object in words takes as long as to write so many characters.
  return words.length + (kind === 'object' ? 400 : 20);
}

import { types } from 'node:util';
import { mostTable, valueText } from '../../payloads/table/index.ts';
import { hasOwnDisplay } from '../values/bundle.ts';
import { dataOf, quietText } from '../values/quiet.ts';
import type { DataTable } from '../values/table.ts';
import { cellText } from '../values/table.ts';
import { consoleTable, isDuckDBResult, isRecords } from '../values/tabular.ts';
import { columnsTable, datasetTable } from './columns.ts';
import { duckDBTable } from './duckdb.ts';
import { encode } from './encode.ts';
import type { FoundTable } from './found.ts';
import { recordsTable } from './records.ts';

/**
 * The table that a value is, where a cell shows it: what objects say of themselves is asked of them. Of values that show themselves
 * datasets and the metrics of tasks are tables, too.
 */
export function findTable(value: unknown): FoundTable | undefined {
  if (hasOwnDisplay(value)) return datasetTable(value) ?? metricsTable(value);
  if (Array.isArray(value)) return isRecords(value) ? recordsTable(value, cellText) : undefined;
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return undefined;
  return isDuckDBResult(value) ? duckDBTable(value, cellText) : columnsTable(value);
}

/** The same for who only looks: none of the person's code runs. A dataset is all of its rows. */
export function findQuietTable(value: unknown): FoundTable | undefined {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return undefined;
  if (Array.isArray(value)) return isQuietRecords(value) ? recordsTable(value, quietWords) : undefined;
  return columnsTable(value) ?? datasetTable(value) ?? namedRecordsTable(value);
}

/** How many rows a value has that opens as a table, from a look at its first. */
export function quietRows(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return undefined;
  if (Array.isArray(value)) return isQuietRecords(value) ? value.length : undefined;
  return (columnsTable(value) ?? namedRecordsTable(value))?.length;
}

/** What `console.table` was given. Records are read like any others; of anything else the first rows are kept. */
export function findConsoleTable(data: unknown, wanted?: readonly string[]): FoundTable | undefined {
  if (wanted === undefined && Array.isArray(data) && isRecords(data)) return recordsTable(data, cellText);
  const table = consoleTable(data, wanted, mostTable.rows);
  return table && heldLines(table);
}

/** The first rows of a table, for clients that show no more. */
export function firstLines(table: FoundTable, most: number): DataTable {
  const rows = Math.min(table.length, most);
  return {
    columns: table.columns.map(({ name }) => name),
    rows: Array.from({ length: rows }, (_, row) =>
      table.columns.map((_, column) => {
        const value = table.value(row, column);
        return typeof value === 'number' ? value : valueText(value);
      }),
    ),
    length: table.length,
  };
}

function heldLines({ columns, rows, index, length }: DataTable): FoundTable {
  const at = (row: number, column: number): unknown => rows[row]?.[column];
  return {
    length: rows.length,
    given: length,
    columns: columns.map((name) => ({ name })),
    value: (row, column) => encode(at(row, column), cellText),
    whole: (row, column) => cellText(at(row, column)),
    ...(index ? { rowName: (row: number) => index[row] ?? String(row) } : {}),
  };
}

/** Records by name that begin alike, such as the metrics of tasks: a row each. */
function namedRecordsTable(value: object): FoundTable | undefined {
  if (!isPlainRecord(value)) return undefined;
  const names = Object.keys(value);
  if (names.length > mostNamed) return undefined;
  const records = names.map((name) => dataOf(value, name));
  const first = firstName(records[0]);
  if (!records.every((record) => isPlainRecord(record) && firstName(record) === first)) return undefined;
  return { ...recordsTable(records, quietWords), rowName: (row) => names[row] ?? String(row) };
}

const mostNamed = 1_000;

/** What `model.evaluate` gives. */
function metricsTable(value: object): FoundTable | undefined {
  const table = namedRecordsTable(value);
  const begins = table?.columns.slice(0, 2).map(({ name }) => name);
  return String(begins) === 'rows,auc' || String(begins) === 'rows,rmse' ? table : undefined;
}

function firstName(record: unknown): string | undefined {
  return typeof record === 'object' && record !== null && !types.isProxy(record) ? Object.keys(record)[0] : undefined;
}

const quietWords = (value: unknown): string =>
  quietText(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY }).replace(/\s+/g, ' ');

function isQuietRecords(values: readonly unknown[]): boolean {
  const first = Array.from({ length: Math.min(values.length, 50) }, (_, i) => {
    const own = Object.getOwnPropertyDescriptor(values, i);
    return own && 'value' in own ? own.value : undefined;
  });
  return first.length > 0 && first.every(isPlainRecord);
}

function isPlainRecord(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && Object.keys(value).length > 0;
}

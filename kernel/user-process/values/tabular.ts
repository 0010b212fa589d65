import { types } from 'node:util';
import { mostRows, type Table } from './table.ts';

/** The table that a value is: an array of records, or a DuckDB result. */
export function tableOf(value: unknown): Table | undefined {
  if (Array.isArray(value)) return isRecords(value) ? tableOfRecords(value) : undefined;
  return isDuckDBResult(value) ? tableOfDuckDB(value) : undefined;
}

function isRecords(values: readonly unknown[]): values is readonly Readonly<Record<string, unknown>>[] {
  return values.length > 0 && values.slice(0, mostRows).every((each) => isPlain(each) && Object.keys(each).length > 0);
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function tableOfRecords(records: readonly Readonly<Record<string, unknown>>[]): Table {
  const shown = records.slice(0, mostRows);
  const columns = [...new Set(shown.flatMap((record) => Object.keys(record)))];
  return { columns, rows: shown.map((record) => columns.map((column) => record[column])), length: records.length };
}

/** `console.table(data, columns)`: rows of an array or an object, each a record, a list or one value. */
export function consoleTable(data: unknown, wanted?: readonly string[]): Table | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const isMap = data instanceof Map;
  const entries: [unknown, unknown][] = isMap || data instanceof Set ? [...data.entries()] : Object.entries(data);
  const shown = entries.slice(0, mostRows);
  const isRow = (row: unknown): row is object => typeof row === 'object' && row !== null;
  const single = shown.some(([, row]) => !isRow(row)) ? ['Values'] : [];
  const found = new Set(shown.flatMap(([, row]) => (isRow(row) ? Object.keys(row) : [])));
  const columns = [...(wanted ?? found), ...single];
  const cell = (row: unknown, column: string): unknown => {
    if (isRow(row)) return (row as Record<string, unknown>)[column];
    return column === 'Values' ? row : undefined;
  };
  return {
    columns,
    rows: shown.map(([, row]) => columns.map((column) => cell(row, column))),
    length: entries.length,
    index: shown.map(([key], i) => (data instanceof Set ? String(i) : String(key))),
  };
}

/** A result whose rows are in memory, of @duckdb/node-api; the two classes have the same methods where both are. */
type DuckDBResult = {
  columnNames(): string[];
  /** DuckDBResultReader */
  getRows?(): unknown[][];
  readonly currentRowCount?: number;
  /** DuckDBMaterializedResult */
  readonly rowCount?: number;
  readonly chunkCount?: number;
  getChunk?(index: number): { getRows(): unknown[][] };
};

function isDuckDBResult(value: unknown): value is DuckDBResult {
  const name = typeof value === 'object' && value !== null ? String(value.constructor?.name) : '';
  return name === 'DuckDBMaterializedResult' || name === 'DuckDBResultReader';
}

/** Reads without using up: a later cell may still read the result. */
function tableOfDuckDB(result: DuckDBResult): Table {
  const columns = result.columnNames();
  if (result.currentRowCount !== undefined) {
    return { columns, rows: result.getRows?.().slice(0, mostRows) ?? [], length: result.currentRowCount };
  }
  const rows: unknown[][] = [];
  for (let i = 0; i < (result.chunkCount ?? 0) && rows.length < mostRows; i++) {
    rows.push(...(result.getChunk?.(i).getRows() ?? []));
  }
  return { columns, rows: rows.slice(0, mostRows), length: result.rowCount ?? rows.length };
}

import { types } from 'node:util';
import { cellText, type DataTable, mostRowsShown } from './table.ts';

/** The table that a value is: an array of records, or a DuckDB result. */
export function tableOf(value: unknown): DataTable | undefined {
  if (Array.isArray(value)) return isRecords(value) ? tableOfRecords(value) : undefined;
  return isDuckDBResult(value) ? tableOfDuckDB(value) : undefined;
}

/** Every place is looked at, as `every` passes over the holes of a list. */
export function isRecords(values: readonly unknown[]): values is readonly Readonly<Record<string, unknown>>[] {
  const shown = Array.from(values.slice(0, mostRowsShown));
  return shown.length > 0 && shown.every((each) => isPlain(each) && Object.keys(each).length > 0);
}

/** A record holds values: an object with getters computes, and is shown as Node shows it. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return Object.values(Object.getOwnPropertyDescriptors(value)).every((own) => 'value' in own);
}

function tableOfRecords(records: readonly Readonly<Record<string, unknown>>[]): DataTable {
  const shown = records.slice(0, mostRowsShown);
  const columns = [...new Set(shown.flatMap((record) => Object.keys(record)))];
  return {
    columns,
    rows: shown.map((record) => columns.map((column) => ownField(record, column))),
    length: records.length,
  };
}

/** Never what an object inherits: a column may be called "constructor". */
function ownField(row: object, column: string): unknown {
  return Object.hasOwn(row, column) ? Reflect.get(row, column) : undefined;
}

/**
 * `console.table(data, columns)`: rows of an array, an object, a map or a set, each a record, a list or one value. Undefined
 * for what has no rows to look at: one value, or an iterator that looking would use up.
 */
export function consoleTable(
  data: unknown,
  wanted?: readonly string[],
  most: number = mostRowsShown,
): DataTable | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  if (types.isMapIterator(data) || types.isSetIterator(data)) return undefined;
  if (wanted !== undefined && !Array.isArray(wanted)) {
    throw new TypeError(`console.table takes its columns as a list of names, not as ${typeof wanted}.`);
  }
  const { length, entries: shown } = firstRows(data, most);
  const isRow = (row: unknown): row is object =>
    (typeof row === 'object' && row !== null) || (typeof row === 'function' && Object.keys(row).length > 0);
  const columns = [...new Set(wanted?.map(String) ?? shown.flatMap(([, row]) => (isRow(row) ? Object.keys(row) : [])))];
  // A column of its own, whatever the others are called.
  const hasSingles = shown.some(([, row]) => !isRow(row));
  return {
    columns: [...columns, ...(hasSingles ? ['Values'] : [])],
    rows: shown.map(([, row]) => {
      const fields = columns.map((column) => (isRow(row) ? shownField(row, column) : undefined));
      return hasSingles ? [...fields, isRow(row) ? undefined : row] : fields;
    }),
    length,
    index: shown.map(([key]) => cellText(key)),
  };
}

function firstRows(
  data: object,
  most: number,
): { length: number; entries: readonly (readonly [key: unknown, row: unknown])[] } {
  if (types.isMap(data) || types.isSet(data)) {
    const rows = types.isMap(data) ? data : [...data].map((each, i) => [i, each] as const);
    return { length: data.size, entries: [...rows].slice(0, most) };
  }
  const keys = Object.keys(data);
  return { length: keys.length, entries: keys.slice(0, most).map((key) => [key, shownField(data, key)]) };
}

/** A getter may throw: the cell that shows the table goes on. */
function shownField(row: object, column: string): unknown {
  try {
    return ownField(row, column);
  } catch {
    return '[Getter that throws]';
  }
}

/** A result whose rows are in memory, of @duckdb/node-api; the two classes have the same methods where both are. */
export type DuckDBResult = {
  columnNames(): string[];
  /** DuckDBResultReader */
  getRows?(): unknown[][];
  readonly currentRowCount?: number;
  /** DuckDBMaterializedResult */
  readonly rowCount?: number;
  readonly chunkCount?: number;
  getChunk?(index: number): DuckDBChunk;
};

export type DuckDBChunk = {
  readonly rowCount: number;
  getRows(): unknown[][];
  getColumnValues(column: number): unknown[];
};

export function isDuckDBResult(value: unknown): value is DuckDBResult {
  const name = typeof value === 'object' && value !== null ? String(value.constructor?.name) : '';
  return name === 'DuckDBMaterializedResult' || name === 'DuckDBResultReader';
}

/** Reads without using up: a later cell may still read the result. */
function tableOfDuckDB(result: DuckDBResult): DataTable {
  const columns = result.columnNames();
  if (result.currentRowCount !== undefined) {
    return { columns, rows: result.getRows?.().slice(0, mostRowsShown) ?? [], length: result.currentRowCount };
  }
  const rows: unknown[][] = [];
  for (let i = 0; i < (result.chunkCount ?? 0) && rows.length < mostRowsShown; i++) {
    rows.push(...(result.getChunk?.(i).getRows() ?? []));
  }
  return { columns, rows: rows.slice(0, mostRowsShown), length: result.rowCount ?? rows.length };
}

import { count, type TableBundle, tableBundle } from '../../text/index.ts';
import { textOf } from './text.ts';

/** Rows with named columns, of which only the first may be here. */
export type DataTable = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** How many rows there are. */
  readonly length: number;
  /** The name of each row here; their numbers when absent. */
  readonly index?: readonly string[];
};

export const mostRowsShown = 50;
const mostColumns = 30;
const longestCell = 200;

/** The rows for people. Everything in them is shown as text. */
export function dataTableBundle({ columns, rows, length, index }: DataTable): TableBundle {
  const shown = rows.slice(0, mostRowsShown);
  const names = columns.slice(0, mostColumns);
  const note = [
    length > shown.length ? `${count(length - shown.length)} more rows` : '',
    columns.length > names.length ? `${columns.length - names.length} more columns` : '',
  ].filter((each) => each !== '');
  return tableBundle({
    header: ['', ...names],
    rows: shown.map((row, i) => [index?.[i] ?? String(i), ...names.map((_, column) => cellText(row[column]))]),
    // The values tell: a text may look like a number.
    align: (column) => (column > 0 && shown.every((row) => isNumber(row[column - 1])) ? 'right' : 'left'),
    notes: note.length > 0 ? [`… ${note.join(', ')}`] : [],
  });
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint' || value === null || value === undefined;
}

/** A value on one line. */
export function cellText(value: unknown): string {
  const whole = wholeText(value);
  return whole.length > longestCell ? `${whole.slice(0, longestCell - 1)}…` : whole;
}

function wholeText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return typeof value === 'symbol' ? value.toString() : String(value);
  return ownText(value) ?? textOf(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY });
}

/** Dates, and values of a database (decimals, intervals), have a text of their own, which may also throw. */
function ownText(value: object): string | undefined {
  if (Array.isArray(value)) return undefined;
  try {
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
    const { toString: own } = value;
    return typeof own === 'function' && own !== Object.prototype.toString ? String(value) : undefined;
  } catch {
    return undefined;
  }
}

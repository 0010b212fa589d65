import { escapeMarkup } from '../../payloads/markup.ts';
import { textOf } from './text.ts';

/** Rows with named columns, of which only the first may be here. */
export type Table = {
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

/** A table as HTML and as text in columns. Everything in it is shown as text. */
export function tableBundle({ columns, rows, length, index }: Table): Record<string, string> {
  const shown = rows.slice(0, mostRowsShown);
  const names = columns.slice(0, mostColumns);
  const head = ['', ...names];
  const body = shown.map((row, i) => [index?.[i] ?? String(i), ...names.map((_, column) => cellText(row[column]))]);
  const isNumeric = head.map((_, column) => column > 0 && shown.every((row) => isNumber(row[column - 1])));
  const note = [
    length > shown.length ? `${(length - shown.length).toLocaleString('en')} more rows` : '',
    columns.length > names.length ? `${columns.length - names.length} more columns` : '',
  ].filter((each) => each !== '');
  const more = note.length > 0 ? `… ${note.join(', ')}` : '';
  return {
    'text/html': html(head, body, isNumeric) + (more && `<p>${more}</p>`),
    'text/plain': [text(head, body, isNumeric), more].filter((each) => each !== '').join('\n'),
  };
}

function html(head: readonly string[], body: readonly (readonly string[])[], isNumeric: readonly boolean[]): string {
  const align = (column: number): string =>
    isNumeric[column] ? ' style="text-align: right"' : ' style="text-align: left"';
  const row = (cells: readonly string[], tag: 'th' | 'td'): string =>
    cells
      .map((cell, i) => `<${i === 0 ? 'th' : tag}${align(i)}>${escapeMarkup(cell)}</${i === 0 ? 'th' : tag}>`)
      .join('');
  const rows = body.map((cells) => `<tr>${row(cells, 'td')}</tr>`).join('');
  return `<table><thead><tr>${row(head, 'th')}</tr></thead><tbody>${rows}</tbody></table>`;
}

function text(head: readonly string[], body: readonly (readonly string[])[], isNumeric: readonly boolean[]): string {
  const lines = [head, ...body];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const pad = (cell: string, column: number): string =>
    isNumeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  return lines.map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint' || value === null || value === undefined;
}

/** A value on one line. */
export function cellText(value: unknown): string {
  const whole = wholeText(value).replace(/\s*\n\s*/g, ' ');
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

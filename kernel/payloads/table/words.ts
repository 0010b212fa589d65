import { count, percent } from '../../text/index.ts';
import { isWhole, type TablePayload } from './payload.ts';
import type { Arrangement } from './source.ts';
import type { ColumnSummary } from './summary.ts';

/** `1,000,000 rows × 200 columns; the first 625 rows are here`. */
export function tableFacts(payload: TablePayload): string {
  const { length, columnsGiven, rows, columns } = payload;
  const size = `${counted(length, 'row')} × ${counted(columnsGiven, 'column')}`;
  if (isWhole(payload)) return size;
  const here = [
    rows < length ? (rows === 0 ? 'no row' : `the first ${counted(rows, 'row')}`) : '',
    columns.length < columnsGiven ? `the first ${counted(columns.length, 'column')}` : '',
  ].filter((part) => part !== '');
  return `${size}; ${here.join(' and ')} ${rows === 1 && here.length === 1 ? 'is' : 'are'} in this output`;
}

/** What sorting and filters looked at, and what came of them; nothing where there are none. */
export function arrangementWords(
  { order, filters }: Arrangement,
  {
    names,
    found,
    of,
    length,
  }: {
    /** Names of the columns. */
    readonly names: readonly string[];
    /** Rows that pass. */
    readonly found: number;
    /** Rows that were looked at, of all `length`. */
    readonly of: number;
    readonly length: number;
  },
): string {
  const isPart = of < length;
  const among = isPart ? `only the first ${counted(of, 'row')} of ${count(length)}` : `all ${counted(length, 'row')}`;
  const parts = [
    filters.length > 0 ? `${counted(found, 'row')} of ${count(of)} ${found === 1 ? 'passes' : 'pass'} the filter` : '',
    order ? `sorted by ${names[order.column] ?? ''}, ${order.direction}` : '',
  ].filter((part) => part !== '');
  if (parts.length === 0) return '';
  return `${parts.join('; ')}. Looked at: ${among}.`;
}

/** Two short lines: `1,204 distinct` and `3 % missing`. */
export function summaryWords(summary: ColumnSummary): readonly [string, string] {
  const { rows, missing, distinct, isMore, isMixed } = summary;
  return [
    distinct === null ? 'objects' : `${isMore ? '> ' : ''}${count(distinct)} distinct`,
    [isMixed ? 'mixed' : '', missing === 0 ? '' : `${shareOf(missing, rows)} missing`]
      .filter((part) => part !== '')
      .join(', '),
  ];
}

/** The same in sentences, for a tip and for screen readers. */
export function summarySentences(name: string, summary: ColumnSummary, length: number): string {
  const { rows, missing, distinct, isMore, kind, isMixed, range, top } = summary;
  const lines = [
    rows < length
      ? `${name}, of only the first ${counted(rows, 'row')} of ${count(length)}`
      : `${name}, of all ${counted(rows, 'row')}`,
    `${kind === 'missing' ? 'no values' : `${kindNames[kind]}${isMixed ? ' and others' : ''}`}; ${count(missing)} missing`,
    distinct === null
      ? 'objects are not compared'
      : `${isMore ? 'more than ' : ''}${count(distinct)} distinct ${distinct === 1 ? 'value' : 'values'}`,
  ];
  if (range) lines.push(`${edge(range.low, kind)} to ${edge(range.high, kind)}, mean ${edge(range.mean, kind)}`);
  for (const { words, rows: found } of top ?? [])
    lines.push(`${words === '' ? '(empty text)' : words}: ${shareOf(found, rows)}`);
  return lines.join('\n');
}

const kindNames = {
  number: 'numbers',
  boolean: 'true and false',
  date: 'dates',
  text: 'text',
  object: 'objects',
} as const;

/** An end of a column's range, short. */
export function edge(value: number, kind: ColumnSummary['kind']): string {
  if (kind !== 'date') return shortNumber(value);
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().replace(/T00:00:00\.000Z$|\.000Z$/, '');
}

/** At most four digits, and none that say nothing: `0`, `12.5`, `−9,999`, `1.2e+24`. */
function shortNumber(value: number): string {
  const short = Number(value.toPrecision(4));
  const text = Math.abs(short) >= 1e4 && Math.abs(short) < 1e12 ? count(short) : String(short);
  return text.replace(/^-/, '−');
}

function counted(number: number, word: 'row' | 'column'): string {
  return `${count(number)} ${number === 1 ? word : `${word}s`}`;
}

/** A share of the rows; never 0 % or 100 % of what is not none or all. */
function shareOf(part: number, rows: number): string {
  const share = part / rows;
  if (part > 0 && share < 0.01) return '< 1\u00a0%';
  if (part < rows && share > 0.99) return '> 99\u00a0%';
  return percent(share);
}

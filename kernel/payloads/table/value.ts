import type { Shape } from '../../guards/index.ts';

/**
 * A value of a table as JSON carries it. Text, finite numbers, booleans and null are themselves; everything else is a list whose first
 * element says what it is:
 * - `['number', 'NaN']`, and `Infinity`, `-Infinity`, `-0`, and decimals whose digits a number would round;
 * - `['bigint', '12']`; `['date', '2026-01-31T12:00:00.000Z']`, as it is shown;
 * - `['undefined']`; `['absent']`, where the row has no such field;
 * - `['text', 'its beginning', 12034]`, text that was cut, with its whole length in UTF-16 code units;
 * - `['object', '{ a: 1 }']`, anything else in words.
 */
export type TableValue = string | number | boolean | null | TaggedValue;

export type TaggedValue = readonly [kind: TaggedKind, words?: string, length?: number];
export type TaggedKind = 'number' | 'bigint' | 'date' | 'undefined' | 'absent' | 'text' | 'object';

/** What a person takes a value for. Missing are null, undefined, a field that is not there, and NaN. */
export type ValueKind = 'number' | 'boolean' | 'date' | 'text' | 'object' | 'missing';

/** Characters of a text or of an object's words that a table holds. */
export const longestText = 200;

const taggedKinds = new Set<unknown>(['number', 'bigint', 'date', 'undefined', 'absent', 'text', 'object']);

export const tableValue: Shape<TableValue> = {
  explain(value) {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
    if (typeof value === 'number' && Number.isFinite(value)) return undefined;
    if (Array.isArray(value) && taggedKinds.has(value[0]) && value.length <= 3) {
      const [, words, length] = value;
      const isFit = words === undefined || typeof words === 'string';
      if (isFit && (length === undefined || Number.isSafeInteger(length))) return undefined;
    }
    return { where: '', words: 'is no value of a table.' };
  },
};

export function kindOf(value: TableValue): ValueKind {
  if (value === null) return 'missing';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  const [kind, words] = value;
  if (kind === 'undefined' || kind === 'absent') return 'missing';
  if (kind === 'number') return words === 'NaN' ? 'missing' : 'number';
  if (kind === 'bigint') return 'number';
  return kind;
}

/** As a cell shows it. Nothing where there is nothing. */
export function valueText(value: TableValue): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return String(value);
  const [kind, words = ''] = value;
  if (kind === 'undefined') return 'undefined';
  if (kind === 'absent') return '';
  return kind === 'text' ? `${words}…` : words;
}

/** Whether less is here than there is of it. */
export function isCut(value: TableValue): boolean {
  return Array.isArray(value) && (value[0] === 'text' || (value[0] === 'object' && value[2] !== undefined));
}

/** The number that a value is; NaN for anything else. */
export function valueNumber(value: TableValue): number {
  if (typeof value === 'number') return value;
  if (!Array.isArray(value) || (value[0] !== 'number' && value[0] !== 'bigint')) return Number.NaN;
  return Number(value[1]);
}

/** Milliseconds since 1970 of a date; NaN for anything else. One without a zone is in UTC. */
export function valueTime(value: TableValue): number {
  if (!Array.isArray(value) || value[0] !== 'date') return Number.NaN;
  return timeOf(String(value[1] ?? ''));
}

/** Milliseconds since 1970 of a date as text, e.g. `2026-01-31 12:00:00.5`. */
export function timeOf(words: string): number {
  if (!/^[+-]?\d{4,6}-\d\d(-\d\d)?/.test(words)) return Number.NaN;
  const joined = words.replace(' ', 'T').replace(/(\.\d{3})\d+/, '$1');
  const hasZone = /T.*(Z|[+-]\d\d(:?\d\d)?)$/.test(joined);
  return Date.parse(hasZone ? joined.replace(/([+-]\d\d)$/, '$1:00') : joined.includes('T') ? `${joined}Z` : joined);
}

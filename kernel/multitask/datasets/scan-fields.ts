import { basename } from 'node:path';
import { type ByteDictionary, byteDictionary } from './byte-dictionary.ts';

/**
 * Reads comma-separated lines into columns of numbers and codes, without ever making a string of a field: at 100 MB of
 * text that is the difference between half a second and half a minute. For files whose shape is known: every line has
 * `fields`, no quotes, no header. Spaces before a field are left out; so is a carriage return before a newline.
 *
 * @param chunks the file's bytes, cut anywhere.
 * @param file named in errors, with line and column.
 */
export async function scanFields(
  chunks: AsyncIterable<Uint8Array>,
  fields: readonly Field[],
  file: string,
): Promise<ScannedColumns> {
  const columns = fields.map(createColumn);
  const state = { rows: 0, blank: false };
  let rest: Uint8Array = new Uint8Array(0); // the beginning of a line whose end has not arrived
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end === 0) {
      rest = joined(rest, chunk);
      continue;
    }
    const lines = rest.length > 0 ? joined(rest, chunk.subarray(0, end)) : chunk.subarray(0, end);
    rest = chunk.slice(end);
    scanLines(lines, columns, state, file);
  }
  if (rest.length > 0) scanLines(joined(rest, Uint8Array.of(NEWLINE)), columns, state, file);
  const { rows } = state;
  return {
    length: rows,
    numbers: new Map(
      columns.flatMap((column) => (column.kind === 'number' ? [[column.name, column.values.slice(0, rows)]] : [])),
    ),
    categories: new Map(
      columns.flatMap((column) =>
        column.kind === 'category'
          ? [[column.name, { codes: column.codes.slice(0, rows), values: column.dictionary.values() }]]
          : [],
      ),
    ),
  };
}

export type Field = { readonly name: string; readonly kind: 'number' | 'category' | 'skip' };

/** Columns by name. Code `i` of a category stands for `values[i]`, in the order of first appearance. */
export type ScannedColumns = {
  readonly length: number;
  readonly numbers: ReadonlyMap<string, Float32Array>;
  readonly categories: ReadonlyMap<string, { readonly codes: Int16Array; readonly values: readonly string[] }>;
};

type Column =
  | { readonly kind: 'skip'; readonly name: string }
  | { readonly kind: 'number'; readonly name: string; values: Float32Array }
  | { readonly kind: 'category'; readonly name: string; codes: Int16Array; readonly dictionary: ByteDictionary };

const [NEWLINE, RETURN, SPACE, COMMA, MINUS, POINT, ZERO, NINE] = [10, 13, 32, 44, 45, 46, 48, 57];

function createColumn({ name, kind }: Field): Column {
  if (kind === 'number') return { kind, name, values: new Float32Array(1 << 16) };
  if (kind === 'category') return { kind, name, codes: new Int16Array(1 << 16), dictionary: byteDictionary() };
  return { kind, name };
}

/** `blank` after an empty line, which is fine at the end of a file and nowhere else. */
type State = { rows: number; blank: boolean };

/** Appends whole lines to the columns. */
function scanLines(bytes: Uint8Array, columns: readonly Column[], state: State, file: string): void {
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at] === NEWLINE || (bytes[at] === RETURN && bytes[at + 1] === NEWLINE)) {
      state.blank = true;
      at += bytes[at] === NEWLINE ? 1 : 2;
      continue;
    }
    const row = state.rows;
    if (state.blank) throw new Error(`${where(file, row)}: the line is empty.`);
    for (let field = 0; field < columns.length; field++) {
      const column = columns[field];
      while (bytes[at] === SPACE) at++;
      const start = at;
      let hash = 0x811c9dc5;
      let byte = bytes[at];
      while (byte !== COMMA && byte !== NEWLINE) {
        hash = Math.imul(hash ^ byte, 0x01000193);
        byte = bytes[++at];
      }
      if ((byte === NEWLINE) !== (field === columns.length - 1)) {
        throw new Error(
          `${where(file, row)}: there are ${fieldCount(bytes, start, field)} fields, not ${columns.length}.`,
        );
      }
      const end = byte === NEWLINE && bytes[at - 1] === RETURN ? at - 1 : at;
      at++;
      if (column.kind === 'skip') continue;
      if (column.kind === 'number') {
        const value = parseNumber(bytes, start, end);
        if (Number.isNaN(value)) {
          throw new Error(
            `${where(file, row)}, column ${field + 1} (${column.name}): not a number: ${text(bytes, start, end)}.`,
          );
        }
        if (row === column.values.length) column.values = doubled(column.values);
        column.values[row] = value;
      } else {
        if (row === column.codes.length) column.codes = doubled(column.codes);
        const code = column.dictionary.codeOf(bytes, start, end, hash);
        if (code > 0x7fff)
          throw new Error(`${where(file, row)}: column ${column.name} has over 32,767 distinct values.`);
        column.codes[row] = code;
      }
    }
    state.rows++;
  }
}

/** Digits with an optional sign and point; NaN for anything else. Exact below 2⁵³ and 22 decimals. */
function parseNumber(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  const negative = bytes[at] === MINUS;
  if (negative) at++;
  if (at === end) return Number.NaN;
  let digits = 0;
  let scale = 1;
  let afterPoint = false;
  for (; at < end; at++) {
    const byte = bytes[at];
    if (byte === POINT && !afterPoint) {
      afterPoint = true;
    } else if (byte >= ZERO && byte <= NINE) {
      digits = digits * 10 + (byte - ZERO);
      if (afterPoint) scale *= 10;
    } else return Number.NaN;
  }
  return (negative ? -digits : digits) / scale;
}

function where(file: string, row: number): string {
  return `${basename(file)}, line ${row + 1}`;
}

function text(bytes: Uint8Array, start: number, end: number): string {
  return JSON.stringify(Buffer.from(bytes.subarray(start, Math.min(end, start + 40))).toString());
}

/** `seen` fields, and those from `at` to the end of the line. */
function fieldCount(bytes: Uint8Array, at: number, seen: number): number {
  let count = seen + 1;
  for (let i = at; bytes[i] !== NEWLINE; i++) if (bytes[i] === COMMA) count++;
  return count;
}

function doubled<Column extends Float32Array | Int16Array>(column: Column): Column {
  const grown =
    column instanceof Float32Array ? new Float32Array(column.length * 2) : new Int16Array(column.length * 2);
  grown.set(column);
  return grown as Column; // the same kind, which the two constructors cannot tell the compiler
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

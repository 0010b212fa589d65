import { basename } from 'node:path';
import { type ByteDictionary, byteDictionary, fnvOffset, fnvPrime, hashOf } from './byte-dictionary.ts';
import { enlarged } from './enlarged.ts';
import { newlineByte, returnByte, wholeLines } from './whole-lines.ts';

/**
 * Reads comma-separated lines into columns of numbers and codes, without ever making a string of a field: at 100 MB of
 * text that is the difference between half a second and half a minute. For files whose shape is known: every line has
 * `fields`, no quotes. Spaces before a field are left out; so is a carriage return before a newline.
 *
 * @param chunks the file's bytes, cut anywhere.
 * @param file named in errors, with line and column.
 * @param options.header `skip` leaves the first line out; `none` unless told.
 */
export async function scanFields(
  chunks: AsyncIterable<Uint8Array>,
  fields: readonly Field[],
  file: string,
  options: { readonly header?: 'none' | 'skip' } = {},
): Promise<ScannedColumns> {
  const columns = fields.map(createColumn);
  const headers = options.header === 'skip' ? 1 : 0;
  const state: State = { rows: 0, blank: false, firstLine: headers + 1 };
  let left: number = headers;
  for await (const lines of wholeLines(chunks)) {
    scanLines(left > 0 ? lines.subarray(lines.indexOf(newlineByte) + 1) : lines, columns, state, file);
    left = 0;
  }
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
  readonly categories: ReadonlyMap<string, { readonly codes: Int32Array; readonly values: readonly string[] }>;
};

type Column =
  | { readonly kind: 'skip'; readonly name: string }
  | { readonly kind: 'number'; readonly name: string; values: Float32Array }
  | { readonly kind: 'category'; readonly name: string; codes: Int32Array; readonly dictionary: ByteDictionary };

const [spaceByte, commaByte, minusByte, pointByte, zeroByte, nineByte] = [32, 44, 45, 46, 48, 57];

function createColumn({ name, kind }: Field): Column {
  if (kind === 'number') return { kind, name, values: new Float32Array(1 << 16) };
  if (kind === 'category') return { kind, name, codes: new Int32Array(1 << 16), dictionary: byteDictionary() };
  return { kind, name };
}

/** `blank` after an empty line, which is fine at the end of a file and nowhere else. Row 0 is line `firstLine`. */
type State = { rows: number; blank: boolean; readonly firstLine: number };

/** Appends whole lines to the columns. */
function scanLines(bytes: Uint8Array, columns: readonly Column[], state: State, file: string): void {
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at] === newlineByte || (bytes[at] === returnByte && bytes[at + 1] === newlineByte)) {
      state.blank = true;
      at += bytes[at] === newlineByte ? 1 : 2;
      continue;
    }
    const row = state.rows;
    const where = () => `${basename(file)}, line ${row + state.firstLine}`;
    if (state.blank) throw new Error(`${where()}: the line is empty.`);
    for (let field = 0; field < columns.length; field++) {
      const column = columns[field];
      while (bytes[at] === spaceByte) at++;
      const start = at;
      let hash = fnvOffset;
      let byte = bytes[at];
      while (byte !== commaByte && byte !== newlineByte) {
        hash = Math.imul(hash ^ byte, fnvPrime);
        byte = bytes[++at];
      }
      if ((byte === newlineByte) !== (field === columns.length - 1)) {
        throw new Error(`${where()}: there are ${fieldCount(bytes, start, field)} fields, not ${columns.length}.`);
      }
      const end = byte === newlineByte && bytes[at - 1] === returnByte ? at - 1 : at;
      at++;
      if (column.kind === 'skip') continue;
      if (column.kind === 'number') {
        const value = parseNumber(bytes, start, end);
        if (Number.isNaN(value)) {
          throw new Error(
            `${where()}, column ${field + 1} (${column.name}): not a number: ${text(bytes, start, end)}.`,
          );
        }
        column.values = enlarged(column.values, row + 1);
        column.values[row] = value;
      } else {
        column.codes = enlarged(column.codes, row + 1);
        column.codes[row] = column.dictionary.codeOf(
          bytes,
          start,
          end,
          end === at - 1 ? hash : hashOf(bytes, start, end),
        );
      }
    }
    state.rows++;
  }
}

/** Digits with an optional sign and point; NaN for anything else. Exact below 2⁵³ and 22 decimals. */
function parseNumber(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  const negative = bytes[at] === minusByte;
  if (negative) at++;
  if (at === end) return Number.NaN;
  let digits = 0;
  let scale = 1;
  let afterPoint = false;
  for (; at < end; at++) {
    const byte = bytes[at];
    if (byte === pointByte && !afterPoint) {
      afterPoint = true;
    } else if (byte >= zeroByte && byte <= nineByte) {
      digits = digits * 10 + (byte - zeroByte);
      if (afterPoint) scale *= 10;
    } else return Number.NaN;
  }
  return (negative ? -digits : digits) / scale;
}

function text(bytes: Uint8Array, start: number, end: number): string {
  return JSON.stringify(Buffer.from(bytes.subarray(start, Math.min(end, start + 40))).toString());
}

/** `seen` fields, and those from `at` to the end of the line. */
function fieldCount(bytes: Uint8Array, at: number, seen: number): number {
  let count = seen + 1;
  for (let i = at; bytes[i] !== newlineByte; i++) if (bytes[i] === commaByte) count++;
  return count;
}

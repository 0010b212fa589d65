import type { Rows } from '../../dataset.ts';
import type { InputColumns } from './input-columns.ts';

/** Rows where all threads can read them, a row's columns side by side: a row of a shuffled epoch is one or two cache lines. */
export type SharedRows = {
  readonly length: number;
  /** `recordBytes` for each row: its numeric columns, scaled, as floats; then its codes. */
  readonly records: SharedArrayBuffer;
  readonly recordBytes: number;
  readonly codeBytes: 2 | 4;
  /** By place among the columns that the network reads. */
  readonly lists: readonly { readonly offsets: Uint32Array; readonly codes: Int32Array; readonly longest: number }[];
};

/** Copies rows, a stretch at a time: between two of them other work of this thread gets its turn. */
export async function shareRows(rows: Rows, columns: InputColumns): Promise<SharedRows> {
  const codeBytes = columns.categorical.every((codes) => codes < 32768) ? 2 : 4;
  const codesAt = 4 * columns.numeric.length;
  const recordBytes = (codesAt + codeBytes * columns.categorical.length + 3) & ~3;
  const records = new SharedArrayBuffer(Math.max(4, recordBytes * rows.length));
  const floats = new Float32Array(records);
  const codes = codeBytes === 2 ? new Int16Array(records) : new Int32Array(records);
  const shared: SharedRows = {
    length: rows.length,
    records,
    recordBytes,
    codeBytes,
    lists: columns.lists.map(({ place, maxLength }) => {
      const { offsets, codes } = rows.lists[place];
      return { offsets: share(offsets), codes: share(codes), longest: longestOf(offsets, maxLength) };
    }),
  };
  for (let from = 0; from < rows.length; from += stretch) {
    const to = Math.min(rows.length, from + stretch);
    for (const [c, { mean, shift, scale }] of columns.numeric.entries()) {
      const values = rows.numeric[c];
      for (let row = from; row < to; row++) {
        const value = values[row];
        floats[(row * recordBytes) / 4 + c] = ((Number.isNaN(value) ? mean : value) - shift) / scale;
      }
    }
    for (const [c, count] of columns.categorical.entries()) {
      const values = rows.categorical[c];
      const step = recordBytes / codeBytes;
      const first = codesAt / codeBytes + c;
      for (let row = from; row < to; row++) {
        if (values[row] >= count)
          throw new RangeError(`Row ${row} has code ${values[row]} in a column of ${count} categories.`);
        codes[row * step + first] = values[row];
      }
    }
    await new Promise(setImmediate);
  }
  return shared;
}

/** Rows copied at a time: a few milliseconds. */
const stretch = 8192;

/** A copy that all threads can read. */
export function share<Numbers extends Float32Array | Uint32Array | Int32Array | Float64Array>(
  numbers: Numbers,
): Numbers {
  const Kind = numbers.constructor as new (buffer: SharedArrayBuffer) => Numbers;
  const copy = new Kind(new SharedArrayBuffer(Math.max(8, numbers.byteLength)));
  copy.set(numbers);
  return copy;
}

function longestOf(offsets: Uint32Array, maxLength: number): number {
  let longest = 0;
  for (let row = 0; row + 1 < offsets.length; row++) longest = Math.max(longest, offsets[row + 1] - offsets[row]);
  return Math.min(longest, maxLength);
}

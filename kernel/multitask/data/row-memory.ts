import type { EncodedColumns, Numbers } from './dataset.ts';

/** An array of the kind that `like` has. */
export type MakeArray = <Kind extends Numbers | EncodedColumns['categorical'][number] | Uint32Array>(
  like: Kind,
  length: number,
) => Kind;

/** How many rows, then how many codes in each list column. */
export type RowSizes = readonly number[];

export function sizesOf({ length, lists }: EncodedColumns): RowSizes {
  return [length, ...lists.map(({ codes }) => codes.length)];
}

/** Rows whose arrays `make` makes, always in the same order, of the kinds that those of `like` have. */
export function arranged(like: EncodedColumns, [rows, ...codes]: RowSizes, make: MakeArray): EncodedColumns {
  return {
    length: rows,
    numeric: like.numeric.map((values) => make(values, rows)),
    categorical: like.categorical.map((values) => make(values, rows)),
    lists: like.lists.map((list, i) => ({ offsets: make(list.offsets, rows + 1), codes: make(list.codes, codes[i]) })),
    labels: Object.fromEntries(Object.entries(like.labels).map(([task, values]) => [task, make(values, rows)])),
    ...(like.weights ? { weights: make(like.weights, rows) } : {}),
  };
}

/** What the arrays of such rows take one behind the other. */
export function bytesOf(like: EncodedColumns, sizes: RowSizes): number {
  let bytes = 0;
  arranged(like, sizes, (values, length) => {
    bytes += aligned(length * values.BYTES_PER_ELEMENT);
    return values;
  });
  return bytes;
}

/** Arrays one behind the other in a memory. */
export function viewsOf(memory: ArrayBuffer): MakeArray {
  let at = 0;
  return (like, length) => {
    const View = like.constructor as new (memory: ArrayBuffer, at: number, length: number) => typeof like;
    const view = new View(memory, at, length);
    at += aligned(view.byteLength);
    return view;
  };
}

/** Memory for rows: at least so many bytes, whatever stands in them. */
export type RowMemory = (bytes: number) => ArrayBuffer;

/** One memory for all: what stands in it is written over by the next. */
export function reusedMemory(): RowMemory {
  let memory = new ArrayBuffer(0);
  return (bytes) => {
    if (memory.byteLength < bytes) memory = new ArrayBuffer(bytes);
    return memory;
  };
}

/** Where the next array may begin, whatever its numbers. */
function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

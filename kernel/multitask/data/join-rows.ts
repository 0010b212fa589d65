import type { EncodedColumns, Numbers, Rows } from './dataset.ts';

/** All rows of the pieces, in their order, as one. Every piece must have the same columns, and there must be one at least. */
export function joinRows(pieces: readonly Rows[]): Rows;
export function joinRows(pieces: readonly EncodedColumns[]): EncodedColumns;
export function joinRows(pieces: readonly (EncodedColumns & Partial<Rows>)[]): EncodedColumns {
  const [first] = pieces;
  if (pieces.length === 1) return first;
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return {
    ...(first.columns ? { columns: first.columns } : {}),
    length,
    numeric: first.numeric.map((_, i) => numbers((piece) => piece.numeric[i])),
    categorical: first.categorical.map((_, i) => codes((piece) => piece.categorical[i])),
    lists: first.lists.map((_, i) =>
      joinedLists(
        pieces.map((piece) => piece.lists[i]),
        length,
      ),
    ),
    labels: Object.fromEntries(Object.keys(first.labels).map((task) => [task, numbers((piece) => piece.labels[task])])),
    ...(pieces.some((piece) => piece.weights)
      ? { weights: numbers((piece) => piece.weights ?? new Float32Array(piece.length).fill(1)) }
      : {}),
  };

  function numbers(of: (piece: EncodedColumns) => Numbers): Numbers {
    const isWide = pieces.some((piece) => of(piece) instanceof Float64Array);
    return joined(isWide ? new Float64Array(length) : new Float32Array(length), of);
  }

  /** In integers as wide as the widest. */
  function codes(of: (piece: EncodedColumns) => Codes): Codes {
    const widest = Math.max(...pieces.map((piece) => of(piece).BYTES_PER_ELEMENT));
    if (widest === 1) return joined(new Int8Array(length), of);
    return joined(widest === 2 ? new Int16Array(length) : new Int32Array(length), of);
  }

  function joined<Values extends Numbers | Codes>(
    into: Values,
    of: (piece: EncodedColumns) => ArrayLike<number>,
  ): Values {
    let at = 0;
    for (const piece of pieces) {
      into.set(of(piece), at);
      at += piece.length;
    }
    return into;
  }
}

type Codes = Rows['categorical'][number];

function joinedLists(lists: Rows['lists'], length: number): Rows['lists'][number] {
  const offsets = new Uint32Array(length + 1);
  // Of rows that are a slice of others, the codes of all are there.
  const own = lists.map(({ offsets, codes }) => codes.subarray(offsets[0], offsets[offsets.length - 1]));
  const codes = new Int32Array(own.reduce((sum, each) => sum + each.length, 0));
  let [row, start] = [0, 0];
  for (const [l, list] of lists.entries()) {
    codes.set(own[l], start);
    for (let i = 1; i < list.offsets.length; i++) offsets[++row] = start + list.offsets[i] - list.offsets[0];
    start += own[l].length;
  }
  return { offsets, codes };
}

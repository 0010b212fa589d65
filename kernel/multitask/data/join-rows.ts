import type { EncodedColumns, Numbers, Rows } from './dataset.ts';
import { arranged, bytesOf, type MakeArray, type RowMemory, viewsOf } from './row-memory.ts';

/**
 * All rows of the pieces, in their order, as one. Every piece must have the same columns, and there must be one at least.
 *
 * @param memory for the arrays; they are new ones without this, but for a single piece, which is itself either way.
 */
export function joinRows(pieces: readonly Rows[], memory?: RowMemory): Rows;
export function joinRows(pieces: readonly EncodedColumns[], memory?: RowMemory): EncodedColumns;
export function joinRows(pieces: readonly (EncodedColumns & Partial<Rows>)[], memory?: RowMemory): EncodedColumns {
  const [first] = pieces;
  if (pieces.length === 1) return first;
  const like = widest(pieces);
  const sum = (of: (piece: EncodedColumns) => number) => pieces.reduce((total, piece) => total + of(piece), 0);
  const sizes = [
    sum(({ length }) => length),
    ...like.lists.map((_, i) => sum(({ lists }) => ownCodes(lists[i]).length)),
  ];
  const rows = arranged(like, sizes, memory ? viewsOf(memory(bytesOf(like, sizes))) : newArray);
  rows.numeric.forEach((into, i) => {
    fill(into, (piece) => piece.numeric[i]);
  });
  rows.categorical.forEach((into, i) => {
    fill(into, (piece) => piece.categorical[i]);
  });
  rows.lists.forEach((into, i) => {
    fillList(
      into,
      pieces.map((piece) => piece.lists[i]),
    );
  });
  for (const [task, into] of Object.entries(rows.labels)) fill(into, (piece) => piece.labels[task]);
  if (rows.weights) fill(rows.weights, (piece) => piece.weights ?? new Float32Array(piece.length).fill(1));
  return { ...(first.columns ? { columns: first.columns } : {}), ...rows };

  function fill(into: Numbers | Codes, of: (piece: EncodedColumns) => ArrayLike<number>): void {
    let at = 0;
    for (const piece of pieces) {
      into.set(of(piece), at);
      at += piece.length;
    }
  }
}

type Codes = Rows['categorical'][number];
type List = Rows['lists'][number];

/** Arrays of the kinds that hold what those of all pieces do. */
function widest(pieces: readonly EncodedColumns[]): EncodedColumns {
  const [first] = pieces;
  const of = <Kind extends Numbers | Codes>(pick: (piece: EncodedColumns) => Kind) =>
    pieces.map(pick).reduce((a, b) => (b.BYTES_PER_ELEMENT > a.BYTES_PER_ELEMENT ? b : a));
  const weighted = pieces.filter(({ weights }) => weights);
  return {
    length: 0,
    numeric: first.numeric.map((_, i) => of((piece) => piece.numeric[i])),
    categorical: first.categorical.map((_, i) => of((piece) => piece.categorical[i])),
    lists: first.lists,
    labels: Object.fromEntries(Object.keys(first.labels).map((task) => [task, of((piece) => piece.labels[task])])),
    ...(weighted.length > 0 ? { weights: of(({ weights = noWeights }) => weights) } : {}),
  };
}

const noWeights: Numbers = new Float32Array(0);

const newArray: MakeArray = (like, length) => new (like.constructor as new (length: number) => typeof like)(length);

/** Of rows that are a slice of others, the codes of all are there. */
function ownCodes({ offsets, codes }: List): Int32Array {
  return codes.subarray(offsets[0], offsets[offsets.length - 1]);
}

function fillList({ offsets, codes }: List, lists: readonly List[]): void {
  let [row, start] = [0, 0];
  offsets[0] = 0;
  for (const list of lists) {
    const own = ownCodes(list);
    codes.set(own, start);
    for (let i = 1; i < list.offsets.length; i++) offsets[++row] = start + list.offsets[i] - list.offsets[0];
    start += own.length;
  }
}

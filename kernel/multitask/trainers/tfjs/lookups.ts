import type { Rows } from '../../data/index.ts';
import type { Network, TableNode } from '../../network/index.ts';
import { embeddedColumns } from '../common/index.ts';

/** Which rows of a weight matrix are summed into which row of a result: entry i adds row `ids[i]` to row `places[i]`. */
export type Lookup = {
  readonly ids: Int32Array;
  /** Never falls. */
  readonly places: Int32Array;
  /** Rows of the result. */
  readonly length: number;
  /** What each row of the result is divided by, where lists are averaged. [result row] */
  readonly counts: Float32Array | undefined;
};

/** Makes the lookups of a batch: rows `order[from … to)`. */
export type LookupReader = (order: ArrayLike<number>, from: number, to: number) => Lookup;

/** The one-hot columns of `x`: all codes of a row fall together. [batch] places, ids are rows of the first weights. */
export function oneHotReader({ features }: Network, rows: Rows): LookupReader {
  let offset = features.columns.filter((column) => column.kind === 'numeric').length;
  let place = 0;
  const sources: Source[] = [];
  for (const column of features.columns) {
    if (column.kind !== 'categorical') continue;
    sources.push(categorical(rows.categorical[place++], offset));
    offset += column.values.length;
  }
  return (order, from, to) => look(sources, 1, order, from, to, 'sum');
}

/**
 * One lookup for each table of a node. A shared table has [batch × columns] places, a table of one column [batch]; with attention
 * every code has a place of its own, [batch × longest list].
 */
export function embeddingReaders(node: TableNode, network: Network, rows: Rows): readonly LookupReader[] {
  const sources = embeddedColumns(network, node).map(({ column, place, firstRow }) =>
    column.kind === 'list'
      ? list(rows.lists[place], firstRow, node.maxLength)
      : categorical(rows.categorical[place], firstRow),
  );
  if (node.kind === 'attend') return sources.map((source) => (order, from, to) => lookEach(source, order, from, to));
  if (node.table === 'shared') return [(order, from, to) => look(sources, sources.length, order, from, to, node.pool)];
  return sources.map(
    (source): LookupReader =>
      (order, from, to) =>
        look([source], 1, order, from, to, node.pool),
  );
}

/** The codes of one column, as rows of a weight matrix; −1 for none. */
type Source = { readonly length: (row: number) => number; readonly id: (row: number, i: number) => number };

function categorical(codes: ArrayLike<number>, offset: number): Source {
  return { length: () => 1, id: (row) => (codes[row] < 0 ? -1 : offset + codes[row]) };
}

function list({ offsets, codes }: Rows['lists'][number], offset: number, maxLength: number): Source {
  return {
    length: (row) => Math.min(maxLength, offsets[row + 1] - offsets[row]),
    id: (row, i) => {
      const code = codes[offsets[row] + i];
      return code < 0 ? -1 : offset + code;
    },
  };
}

/** Code i of a row's list has place row × longest + i; one that is missing leaves its place empty. */
function lookEach(source: Source, order: ArrayLike<number>, from: number, to: number): Lookup {
  const lengths = Array.from({ length: to - from }, (_, i) => source.length(order[from + i]));
  const longest = lengths.reduce((most, length) => Math.max(most, length), 1);
  const codes = lengths.flatMap((length, i) =>
    Array.from({ length }, (_, k) => ({ id: source.id(order[from + i], k), place: i * longest + k })),
  );
  const known = codes.filter(({ id }) => id >= 0);
  return {
    ids: Int32Array.from(known, ({ id }) => id),
    places: Int32Array.from(known, ({ place }) => place),
    length: lengths.length * longest,
    counts: undefined,
  };
}

function look(
  sources: readonly Source[],
  placesPerRow: number,
  order: ArrayLike<number>,
  from: number,
  to: number,
  pool: 'sum' | 'mean',
): Lookup {
  const length = (to - from) * placesPerRow;
  let most = 0;
  for (let i = from; i < to; i++) for (const source of sources) most += source.length(order[i]);
  const ids = new Int32Array(most);
  const places = new Int32Array(most);
  const counts = pool === 'mean' ? new Float32Array(length) : undefined;
  let found = 0;
  for (let i = from; i < to; i++)
    for (const [s, source] of sources.entries()) {
      const place = (i - from) * placesPerRow + (placesPerRow === 1 ? 0 : s);
      for (let k = 0, n = source.length(order[i]); k < n; k++) {
        const id = source.id(order[i], k);
        if (id < 0) continue;
        ids[found] = id;
        places[found++] = place;
        if (counts) counts[place]++;
      }
    }
  return { ids: ids.subarray(0, found), places: places.subarray(0, found), length, counts };
}

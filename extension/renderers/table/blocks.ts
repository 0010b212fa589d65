import type { TableValue } from '../../../kernel/payloads/table/index.ts';

/** Rows from `start` on, and columns from `firstColumn` on. */
export type Place = {
  readonly start: number;
  readonly count: number;
  readonly firstColumn: number;
  readonly columnCount: number;
};

export type Blocks = {
  readonly rowAt: (position: number) => number | undefined;
  readonly value: (position: number, column: number) => TableValue | undefined;
  readonly put: (place: Place, rows: readonly number[], values: readonly TableValue[]) => void;
  /** The first block of what is seen that is not here. */
  readonly missing: (seen: Place, isHere: (position: number) => boolean) => Place | undefined;
  /** The block at the top, with the columns that are seen. */
  readonly first: (seen: Place | undefined) => Place;
  readonly clear: () => void;
};

const height = 100;
const width = 50;
/** The least recently seen ones are forgotten; half a million values. */
const mostBlocks = 100;

/** Parts of a table that the kernel sent, in blocks of 100 rows and 50 columns. */
export function createBlocks(columns: number): Blocks {
  type Block = { readonly rows: readonly number[]; readonly columns: number; readonly values: readonly TableValue[] };
  const blocks = new Map<string, Block>();
  const rows = new Map<number, readonly number[]>();
  const keyOf = (position: number, column: number): string =>
    `${Math.floor(position / height)} ${Math.floor(column / width)}`;
  const blockAt = (position: number, column: number): Place => {
    const firstColumn = Math.floor(column / width) * width;
    return {
      start: Math.floor(position / height) * height,
      count: height,
      firstColumn,
      columnCount: Math.min(width, columns - firstColumn),
    };
  };
  return {
    rowAt: (position) => rows.get(Math.floor(position / height))?.[position % height],
    value(position, column) {
      const block = blocks.get(keyOf(position, column));
      return block?.values[(position % height) * block.columns + (column % width)];
    },
    put(place, numbers, values) {
      const key = keyOf(place.start, place.firstColumn);
      blocks.delete(key);
      blocks.set(key, { rows: numbers, columns: place.columnCount, values });
      rows.set(Math.floor(place.start / height), numbers);
      for (const oldest of blocks.keys()) {
        if (blocks.size <= mostBlocks) break;
        blocks.delete(oldest);
      }
      for (const oldest of rows.keys()) {
        if (rows.size <= mostBlocks) break;
        rows.delete(oldest);
      }
    },
    missing(seen, isHere) {
      for (let position = seen.start; position < seen.start + seen.count; position++) {
        if (isHere(position)) continue;
        for (let column = seen.firstColumn; column < seen.firstColumn + seen.columnCount; column += width) {
          for (const each of [column, Math.min(column + width, seen.firstColumn + seen.columnCount) - 1])
            if (!blocks.has(keyOf(position, each))) return blockAt(position, each);
        }
        // The rest of its block is here, too.
        position = Math.max(position, Math.floor(position / height) * height + height - 1);
      }
      return undefined;
    },
    first: (seen) => blockAt(0, seen?.firstColumn ?? 0),
    clear() {
      blocks.clear();
      rows.clear();
    },
  };
}

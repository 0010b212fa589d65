import { joinRows, pickRows, type RowStream, type Rows, spreadRows } from '../data/index.ts';
import { isStream } from './epoch-pieces.ts';

/** Gathers about `most` of the rows, spread evenly over their pieces. */
export type RowSample = { readonly add: (piece: Rows) => void; readonly rows: () => Rows };

export function createRowSample(rows: Rows | RowStream, most: number): RowSample {
  const parts: Rows[] = [];
  return {
    add: (piece) => {
      if (piece.length === 0) return;
      const part = spreadRows(piece, Math.ceil((piece.length * most) / rows.length));
      // The memory of a stream's piece has other rows soon.
      parts.push(part === piece && isStream(rows) ? pickRows(piece, allOf(piece)) : part);
    },
    rows: () => joinRows(parts),
  };
}

function allOf({ length }: Rows): Uint32Array {
  return Uint32Array.from({ length }, (_, row) => row);
}

import { joinRows, type Rows, spreadRows } from '../data/index.ts';

/** Gathers about `most` rows, spread evenly over pieces of `length` rows together. */
export type RowSample = { readonly add: (piece: Rows) => void; readonly rows: () => Rows };

export function createRowSample(length: number, most: number): RowSample {
  const parts: Rows[] = [];
  return {
    add: (piece) => {
      const share = Math.ceil((piece.length * most) / length);
      if (piece.length > 0) parts.push(spreadRows(piece, share));
    },
    rows: () => joinRows(parts),
  };
}

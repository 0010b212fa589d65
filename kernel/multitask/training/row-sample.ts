import { pickRows, type RowStream, type Rows, spreadPlaces, spreadRows } from '../data/index.ts';
import { type EpochPiece, isStream } from './epoch-pieces.ts';

/**
 * The share of a piece in about `most` of all rows, evenly spaced, each at most once: what a stream's piece leaves for the next is
 * that one's. Of a stream they are rows of their own.
 */
export function sampleOf(rows: Rows | RowStream, piece: EpochPiece, most: number): Rows {
  if (!isStream(rows)) return spreadRows(piece.rows, most);
  const { order } = piece;
  const places = spreadPlaces(order.length, Math.ceil((order.length * most) / rows.length));
  return pickRows(
    piece.rows,
    places.map((place) => order[place]),
  );
}

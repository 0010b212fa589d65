import { isRemote } from '../cluster/index.ts';
import { joinRows, pickRows, type RowStream, type Rows, randomStream, reusedMemory, shuffled } from '../data/index.ts';
import { instance, isDataset, isRows } from '../options/index.ts';

/** Rows in memory and the order in which to visit them. All but the last piece of an epoch are whole batches. */
export type EpochPiece = { readonly rows: Rows; readonly order: Uint32Array };

export type EpochOrder = {
  readonly seed: number;
  /** How many epochs the weights have lived: each is shuffled differently. */
  readonly epoch: number;
  readonly order: 'shuffled' | 'as given';
  readonly batchSize: number;
};

/**
 * The pieces of an epoch: a function of the rows, the seed and the epoch, so that a run that was broken off goes on as if it
 * had not been. Rows in memory are one piece. Each chunk of a stream is shuffled by itself; what is left of it behind its
 * last whole batch goes into the next piece. With `passing` the
 * reader is done with a piece's arrays when it asks for the next: they are written over then.
 */
export async function* epochPieces(
  rows: Rows | RowStream,
  { seed, epoch, order, batchSize }: EpochOrder,
  signal: AbortSignal,
  passing: boolean,
): AsyncGenerator<EpochPiece> {
  const orderOf = (length: number, piece: string) =>
    order === 'shuffled'
      ? shuffled(length, randomStream(seed, `epoch ${epoch}${piece}`))
      : Uint32Array.from({ length }, (_, i) => i);
  if (!isStream(rows)) {
    yield { rows, order: orderOf(rows.length, '') };
    return;
  }
  let rest: Rows | undefined;
  let pieces = 0;
  const memory = passing ? reusedMemory() : undefined;
  const chunks = passing && rows.passing ? rows.passing(signal) : rows.chunks(signal);
  for await (const chunk of chunks) {
    const piece: Rows = rest ? joinRows([rest, chunk], memory) : chunk;
    const visited = orderOf(piece.length, ` chunk ${pieces++}`);
    const whole = piece.length - (piece.length % batchSize);
    if (whole > 0) yield { rows: piece, order: visited.slice(0, whole) };
    rest = whole < piece.length ? pickRows(piece, visited.slice(whole)) : undefined;
  }
  if (rest) yield { rows: rest, order: Uint32Array.from({ length: rest.length }, (_, i) => i) };
}

export function isStream(rows: Rows | RowStream): rows is RowStream {
  return 'chunks' in rows;
}

/** What an option takes that needs all rows at once. */
export const rowsInMemory = instance<Rows>(
  'a part of a dataset in memory',
  (value) => isRows(value) && !('chunks' in (value as object)),
  (value) => {
    if (isRemote(value)) return `this machine measures them: read some of them, await model.read('${value.path}')`;
    return isDataset(value) ? 'give one of its parts, e.g. data.validation' : undefined;
  },
);

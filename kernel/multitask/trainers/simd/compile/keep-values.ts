import type { Piece } from '../memory/value-layout.ts';
import type { Argument, Operation } from './operation.ts';

/**
 * Compiler pass: pieces of a chunk's memory that operations of several phases use are kept for every chunk of the batch. Others
 * stay where they are, which the next chunk overwrites.
 */
export function keepValues(
  phases: readonly (readonly Operation[])[],
  pieces: readonly Piece[],
): { readonly phases: readonly (readonly Operation[])[]; readonly bytes: number } {
  const users = pieces.map(() => new Set<number>());
  const pieceOf = (offset: number) => pieces.findIndex((piece) => offset >= piece.offset && offset < end(piece));
  for (const [p, operations] of phases.entries())
    for (const offset of operations.flatMap((operation) => operation.arguments.flatMap(ownOffsets)))
      users[pieceOf(offset)]?.add(p);

  let bytes = 0;
  const places = pieces.map((piece, i) => {
    if (users[i].size < 2) return undefined;
    const place = bytes;
    bytes += piece.bytes;
    return place;
  });
  const moved = (argument: Argument): Argument => {
    if (typeof argument === 'number') return argument;
    if (argument.kind === 'list') return { kind: 'list', values: argument.values.map(moved) };
    if (argument.kind !== 'own') return argument;
    const i = pieceOf(argument.offset);
    const place = places[i];
    return place === undefined ? argument : { kind: 'kept', offset: place + argument.offset - pieces[i].offset };
  };
  return {
    phases: phases.map((operations) =>
      operations.map(({ kernel, arguments: args }) => ({ kernel, arguments: args.map(moved) })),
    ),
    bytes,
  };
}

function end({ offset, bytes }: Piece): number {
  return offset + bytes;
}

/** Offsets in the thread's own memory, also those in lists. */
function ownOffsets(argument: Argument): number[] {
  if (typeof argument === 'number') return [];
  if (argument.kind === 'list') return argument.values.flatMap(ownOffsets);
  return argument.kind === 'own' ? [argument.offset] : [];
}

import { type EncodedColumns, pickRows, randomStream, shuffled } from '../../data/index.ts';

/** Which part each row of a table belongs to, asked for in row order. */
export type Split = (row: number) => Part;
export type Part = 'train' | 'validation' | 'test';

/**
 * A random split with exact shares: in each block of 8,192 rows, and in the rest, so that it is known row by row without
 * keeping the whole in memory, and the same for rows in memory and in a stream.
 *
 * @param rows in all. @param shares of validation and test rows, from 0; together below 1.
 */
export function randomSplit(
  rows: number,
  shares: { readonly validation?: number; readonly test?: number },
  seed: number,
): Split {
  const { validation = 0, test = 0 } = shares;
  for (const [name, share] of Object.entries({ validation, test })) {
    if (!(share >= 0 && share < 1)) throw new RangeError(`${name} is a share of the rows, from 0 to 1: got ${share}.`);
  }
  if (validation + test >= 1) {
    throw new RangeError(`validation and test take ${validation + test} of the rows: nothing is left to train on.`);
  }
  let block = -1;
  let parts: Part[] = [];
  return (row) => {
    const wanted = Math.floor(row / blockRows);
    if (wanted !== block) {
      block = wanted;
      const length = Math.min(blockRows, rows - block * blockRows);
      const order = shuffled(length, randomStream(seed, `split/${block}`));
      const [start, end] = [block * blockRows, block * blockRows + length];
      // Counted from the first row on, so that rounding does not add up over the blocks.
      const held = within(start, end, validation);
      const left = within(start, end, validation + test);
      parts = new Array(length).fill('train');
      for (let i = 0; i < left; i++) parts[order[i]] = i < held ? 'validation' : 'test';
    }
    return parts[row % blockRows];
  };
}

const blockRows = 8192;

function within(start: number, end: number, share: number): number {
  return Math.round(end * share) - Math.round(start * share);
}

/** Rows of a table, the first of them numbered `first`, by part. */
export function partsOf(
  piece: EncodedColumns,
  first: number,
  split: (row: number) => Part,
): Record<Part, EncodedColumns> {
  const rows: Record<Part, number[]> = { train: [], validation: [], test: [] };
  for (let i = 0; i < piece.length; i++) {
    const part = split(first + i);
    // What has no weight says nothing about means and vocabularies either.
    if (part !== 'train' || piece.weights?.[i] !== 0) rows[part].push(i);
  }
  const of = (part: Part) =>
    rows[part].length === piece.length ? piece : pickRows(piece, Uint32Array.from(rows[part]));
  return { train: of('train'), validation: of('validation'), test: of('test') };
}

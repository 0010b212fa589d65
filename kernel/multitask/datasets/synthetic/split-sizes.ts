import { count, either, object, seed } from '../../options/index.ts';

/** How many rows each part of a generated dataset has. */
export type SplitSizes = {
  /** Rows to train on. */
  readonly train: number;
  /** Rows to validate on. */
  readonly validation: number;
  /** Rows to test on. */
  readonly test: number;
};

/** Train rows, of which validation and test get a fifth each, or the three sizes. */
export const rowCounts = either(
  count,
  object({
    train: { type: count, needed: true, about: 'Rows to train on' },
    validation: { type: seed, needed: true, about: 'Rows to validate on' },
    test: { type: seed, needed: true, about: 'Rows to test on' },
  }),
);

/** A number of train rows gets validation and test parts of a fifth of it each. */
export function splitSizes(rows: number | SplitSizes): SplitSizes {
  return typeof rows === 'number'
    ? { train: rows, validation: Math.round(rows / 5), test: Math.round(rows / 5) }
    : rows;
}

/** How many rows each part of a generated dataset has. */
export type SplitSizes = { readonly train: number; readonly validation: number; readonly test: number };

/** A number of train rows gets validation and test parts of a fifth of it each. */
export function splitSizes(rows: number | SplitSizes): SplitSizes {
  const sizes =
    typeof rows === 'number' ? { train: rows, validation: Math.round(rows / 5), test: Math.round(rows / 5) } : rows;
  for (const [part, size] of Object.entries(sizes)) {
    if (!Number.isInteger(size) || size < 0) throw new RangeError(`rows.${part} must be a whole number: got ${size}.`);
  }
  if (sizes.train === 0) throw new RangeError('rows.train must be at least 1: there is nothing to learn from 0 rows.');
  return sizes;
}

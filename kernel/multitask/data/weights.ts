/**
 * @param first number of the first of these rows, where they are a piece of more.
 * @throws when there is not one weight per row, or one is negative, NaN or infinite.
 */
export function checkWeights(weights: ArrayLike<number>, rows: number, first = 0): void {
  if (weights.length !== rows)
    throw new RangeError(`There must be one weight per row: got ${weights.length} weights and ${rows} rows.`);
  for (let row = 0; row < rows; row++)
    if (!(weights[row] >= 0 && weights[row] < Number.POSITIVE_INFINITY))
      throw new RangeError(`A weight is a number from 0 on: row ${first + row} has ${weights[row]}.`);
}

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

/**
 * Why no row of a task counts, for a person; undefined where one does.
 * @param whose e.g. `of task "buy"`.
 */
export function whyNoneCounts(
  labels: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
  whose = '',
): string | undefined {
  let isObserved = false;
  for (let row = 0; row < labels.length; row++) {
    if (Number.isNaN(labels[row])) continue;
    if (weights?.[row] !== 0) return undefined;
    isObserved = true;
  }
  const of = whose === '' ? '' : ` ${whose}`;
  return isObserved ? `Every row with a label${of} has the weight 0.` : `No label${of} is observed.`;
}

/** Whether the rows have weights and all of them are 0: such rows are as good as none. */
export function weighNothing({ weights }: { readonly weights?: ArrayLike<number> | undefined }): boolean {
  if (!weights || weights.length === 0) return false;
  for (let row = 0; row < weights.length; row++) if (weights[row] !== 0) return false;
  return true;
}

/** Running mean and variance of each unit. */
export type RunningMoments = { readonly mean: Float32Array; readonly variance: Float32Array };

/**
 * Moves running moments towards those of a batch of `rows` rows, as PyTorch does: the biased variance of the batch times
 * n ÷ (n − 1). One row has no variance, and leaves them as they are.
 */
export function moveStatistics(
  running: RunningMoments,
  momentum: number,
  mean: ArrayLike<number>,
  variance: ArrayLike<number>,
  rows: number,
): void {
  if (rows < 2) return;
  for (let unit = 0; unit < running.mean.length; unit++) {
    const unbiased = (variance[unit] * rows) / (rows - 1);
    running.mean[unit] += momentum * (mean[unit] - running.mean[unit]);
    running.variance[unit] += momentum * (unbiased - running.variance[unit]);
  }
}

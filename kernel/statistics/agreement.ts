/** How two tasks' gradients lie to each other, of a mean cosine with its standard error. */
export type Agreement = 'apart' | 'together' | 'unclear';

/**
 * `apart` or `together` where a mean cosine is at least a fifth in size and three standard errors away from 0: a picture has
 * so many of them, one for each part and pair of tasks, that two errors would be exceeded by chance. Without an error: `unclear`.
 */
export function agreement({ mean, error }: { readonly mean: number; readonly error: number | null }): Agreement {
  if (error === null || !(Math.abs(mean) >= clearCosine) || !(Math.abs(mean) > errors * error)) return 'unclear';
  return mean < 0 ? 'apart' : 'together';
}

/** A smaller cosine costs little: at −.2 the common step of two gradients of equal length is a tenth shorter than at 0. */
export const clearCosine = 0.2;
const errors = 3;

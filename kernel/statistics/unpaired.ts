/**
 * a − b of two numbers that were measured apart, each with its standard error, with its 95 % interval from √(a² + b²).
 * Where both were measured on the same rows they agree more than that: the paired interval is narrower.
 */
export function unpairedDifference(
  a: { readonly value: number; readonly error: number },
  b: { readonly value: number; readonly error: number },
): { readonly mean: number; readonly error: number; readonly lower: number; readonly upper: number } {
  const mean = a.value - b.value;
  const error = Math.hypot(a.error, b.error);
  return { mean, error, lower: mean - 1.96 * error, upper: mean + 1.96 * error };
}

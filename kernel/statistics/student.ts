/**
 * The t that Student's distribution stays within, on both sides, with probability `level`: 2.262 for .95 and 9 degrees of
 * freedom. By bisection of the closed form for whole degrees of freedom (Abramowitz & Stegun 1964, 26.7.3 and 26.7.4).
 */
export function studentQuantile(level: number, freedom: number): number {
  if (!(level > 0 && level < 1)) throw new RangeError(`level is a probability between 0 and 1: got ${level}.`);
  if (!Number.isInteger(freedom) || freedom < 1)
    throw new RangeError(`Degrees of freedom are a whole number from 1 on: got ${freedom}.`);
  let [low, high] = [0, 1];
  while (within(high, freedom) < level) high *= 2;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (within(middle, freedom) < level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(|T| ≥ |t|): the two-sided p-value of a t statistic; 0 for an infinite one, NaN for NaN. */
export function twoSidedStudent(t: number, freedom: number): number {
  if (!Number.isInteger(freedom) || freedom < 1)
    throw new RangeError(`Degrees of freedom are a whole number from 1 on: got ${freedom}.`);
  if (Number.isNaN(t)) return Number.NaN;
  // 1 − P loses all digits where P is almost 1; below 1e-15 nobody can tell it from 0.
  return Math.min(1, Math.max(0, 1 - within(Math.abs(t), freedom)));
}

/** P(|T| < t) */
function within(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const isOdd = freedom % 2 === 1;
  const square = Math.cos(angle) ** 2;
  let term = isOdd ? Math.cos(angle) : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k < freedom; k += 2) {
    term *= ((k - 1) / k) * square;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

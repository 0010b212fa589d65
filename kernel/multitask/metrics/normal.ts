import erfc from '@stdlib/math-base-special-erfc';

/** `value ± z · error`, where ±z covers `level` of the standard normal distribution. */
export function normalInterval(value: number, error: number, level: number): Interval {
  const reach = normalQuantile(level) * error;
  return { value, error, lower: value - reach, upper: value + reach };
}

/** An estimate with its standard error and a confidence interval. */
export type Interval = {
  /** The estimate. */
  readonly value: number;
  /** Its standard error. */
  readonly error: number;
  /** Lower end of the interval. */
  readonly lower: number;
  /** Upper end of the interval. */
  readonly upper: number;
  /** Why a number is NaN or of no use; absent when there is nothing to say. */
  readonly warnings?: readonly string[];
};

/** P(|Z| ≥ |z|) of a standard normal Z: 1 at 0, 0 at ±∞. */
export function twoSided(z: number): number {
  return erfc(Math.abs(z) / Math.SQRT2);
}

/** The z with P(|Z| < z) = level, by bisection: the tail function is monotone and cheap. */
function normalQuantile(level: number): number {
  let low = 0;
  let high = 40;
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (twoSided(middle) > 1 - level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

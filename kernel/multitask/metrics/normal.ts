/** `value ± z · error`, where ±z covers `level` of the standard normal distribution. */
export function normalInterval(value: number, error: number, level = 0.95): Interval {
  const reach = normalQuantile(checkedLevel(level)) * error;
  return { value, error, lower: value - reach, upper: value + reach };
}

/** An estimate with its standard error and a confidence interval. */
export type Interval = {
  readonly value: number;
  readonly error: number;
  readonly lower: number;
  readonly upper: number;
};

/** P(|Z| ≥ |z|) of a standard normal Z. */
export function twoSided(z: number): number {
  return complementaryError(Math.abs(z) / Math.SQRT2);
}

export function checkedLevel(level: number): number {
  if (level > 0 && level < 1) return level;
  throw new RangeError(`level is the coverage of the interval, between 0 and 1 (e.g. 0.95): got ${level}.`);
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

/** erfc(x) for x ≥ 0, fractional error below 1.2e-7 (Numerical Recipes, 2nd edition, §6.2, erfcc). */
function complementaryError(x: number): number {
  const t = 1 / (1 + x / 2);
  const polynomial = COEFFICIENTS.reduceRight((sum, coefficient) => sum * t + coefficient, 0);
  return t * Math.exp(-x * x + polynomial);
}

const COEFFICIENTS = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
];

import { studentQuantile, twoSidedStudent } from './student.ts';

/** A mean over seeds with its standard error. */
export type Estimate = {
  /** Mean over the seeds. */
  readonly mean: number;
  /** Its standard error, sd ÷ √n; NaN for one seed. */
  readonly error: number;
  /** How many seeds. */
  readonly n: number;
};

/** The mean of some runs' numbers, and its standard error sd ÷ √n. @throws below two numbers. */
export function estimate(values: readonly number[]): Estimate {
  const n = values.length;
  if (n < 2) throw new RangeError(`A standard error needs two numbers or more: got ${n}.`);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (n - 1) / n), n };
}

/** A mean difference over pairs with its 95 % interval (Student's t with n − 1 degrees of freedom). */
export type PairedDifference = Estimate & {
  /** Lower end of the interval. */
  readonly lower: number;
  /** Upper end of the interval. */
  readonly upper: number;
  /** Two-sided p-value of no difference. */
  readonly pValue: number;
  /** What the interval says. */
  readonly verdict: Verdict;
};

/** `not distinguishable` where the interval covers 0. */
export type Verdict = 'higher' | 'lower' | 'not distinguishable';

/** The mean of `a[i] − b[i]`, where both numbers of a pair come from the same seed and the same rows. */
export function pairedDifference(a: readonly number[], b: readonly number[]): PairedDifference {
  if (a.length !== b.length)
    throw new RangeError(`Pairs need as many of one as of the other: ${a.length}, ${b.length}.`);
  const { mean, error, n } = estimate(a.map((value, i) => value - b[i]));
  const reach = studentQuantile(0.95, n - 1) * error;
  const [lower, upper] = [mean - reach, mean + reach];
  // Pairs that all differ alike leave no doubt, and pairs that do not differ at all none either.
  const pValue = error === 0 ? (mean === 0 ? 1 : 0) : twoSidedStudent(mean / error, n - 1);
  return {
    mean,
    error,
    n,
    lower,
    upper,
    pValue,
    verdict: lower > 0 ? 'higher' : upper < 0 ? 'lower' : 'not distinguishable',
  };
}

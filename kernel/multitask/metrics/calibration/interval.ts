import { studentQuantile } from '../../../statistics/index.ts';

type Interval = { readonly low: number; readonly high: number };

/** 95 % interval of a share (Wilson 1927): it stays between 0 and 1, also with no positive row. `rows` may be the effective number. */
export function wilsonInterval(share: number, rows: number): Interval {
  const z = 1.959964;
  const size = 1 + (z * z) / rows;
  const centre = (share + (z * z) / (2 * rows)) / size;
  const half = (z / size) * Math.sqrt((share * (1 - share)) / rows + (z * z) / (4 * rows * rows));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** 95 % interval of a mean with a standard error over so many rows (Student 1908); NaN for one row. */
export function meanInterval(mean: number, error: number, rows: number): Interval {
  if (rows < 2) return { low: Number.NaN, high: Number.NaN };
  const half = studentQuantile(0.95, Math.min(rows - 1, mostFreedom)) * error;
  return { low: mean - half, high: mean + half };
}

/** Beyond it Student's distribution is the normal one to three digits, and its quantile only takes longer. */
const mostFreedom = 1000;

/** Measures of a discrete distribution p (p ≥ 0, Σ p = 1). 0 ln 0 is 0. */

/** Shannon entropy −Σ p ln p in nats: 0 … ln n. */
export function entropy(p: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) sum -= p[i] * Math.log(p[i]);
  return sum;
}

/** Entropy ÷ ln n: 0 … 1. With a single outcome there is nothing to choose, and it is 0. */
export function normalisedEntropy(p: ArrayLike<number>): number {
  return p.length < 2 ? 0 : entropy(p) / Math.log(p.length);
}

/** Hill numbers, the effective number of outcomes: exp(entropy) of order 1, 1 ÷ Σ p² of order 2 (Hill 1973). */
export function hillNumbers(p: ArrayLike<number>): HillNumbers {
  return { order1: Math.exp(entropy(p)), order2: 1 / sumOfSquares(p) };
}

/** Effective numbers of experts (Hill 1973): from 1, one alone, to n, all alike. */
export type HillNumbers = {
  /** exp of the entropy. */
  readonly order1: number;
  /** 1 ÷ Σ p². */
  readonly order2: number;
};

/**
 * Squared coefficient of variation of n shares, population variance: n Σ p² − 1. 0 is even, n − 1 is one outcome only.
 * The importance and load losses of Shazeer (2017, eq. 6 and 11) without their weight.
 */
export function squaredVariation(p: ArrayLike<number>): number {
  return Math.max(0, p.length * sumOfSquares(p) - 1);
}

/** Jensen–Shannon divergence in bits, H(m) − ½H(p) − ½H(q) with m = ½(p + q): 0 same, 1 disjoint (Lin 1991). */
export function jensenShannon(p: ArrayLike<number>, q: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    // Halving the sum instead would be 0 for the smallest numbers there are.
    const both = p[i] + q[i];
    if (p[i] > 0) sum += p[i] * Math.log2((2 * p[i]) / both);
    if (q[i] > 0) sum += q[i] * Math.log2((2 * q[i]) / both);
  }
  return Math.min(1, Math.max(0, sum / 2));
}

/** Σ min(p, q): the share of weight that both put on the same outcomes. */
export function sharedWeight(p: ArrayLike<number>, q: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += Math.min(p[i], q[i]);
  return sum;
}

/** ⟨a, b⟩ ÷ ‖a‖‖b‖; NaN when either is zero. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let product = 0;
  for (let i = 0; i < a.length; i++) product += a[i] * b[i];
  return product / Math.sqrt(sumOfSquares(a) * sumOfSquares(b));
}

export function sumOfSquares(p: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += p[i] * p[i];
  return sum;
}

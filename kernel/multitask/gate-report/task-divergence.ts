import { cosine, jensenShannon, sharedWeight } from './distribution.ts';

/** How differently two gates over the same experts route. A weight of 0 stands for an expert one of them does not see. */
export type TaskDivergence = {
  /** Jensen–Shannon divergence of the mean weights, in bits: 0 same shares, 1 nothing shared. */
  readonly ofMeans: number;
  /** Mean over rows of the divergence of the row's weights, in bits; never below `ofMeans` by convexity. */
  readonly perRow: number;
  /** Σ min of the mean weights: the share of weight both put on the same experts. */
  readonly shared: number;
  /** Cosine of the mean weights. */
  readonly cosine: number;
  /** Correlation over rows of the two gates' weights, experts pooled: Σₑ cov ÷ √(Σₑ var · Σₑ var); NaN if one is constant. */
  readonly correlation: number;
};

/** @param a g[row, expert] of one gate, `b` of the other, row-major over the same `experts` columns and rows. */
export function taskDivergence(a: ArrayLike<number>, b: ArrayLike<number>, experts: number): TaskDivergence {
  const rows = a.length / experts;
  const means = [new Float64Array(experts), new Float64Array(experts)];
  const rowOf = (weights: ArrayLike<number>, row: number, into: Float64Array) => {
    for (let e = 0; e < experts; e++) into[e] = weights[row * experts + e];
    return into;
  };
  const [p, q] = [new Float64Array(experts), new Float64Array(experts)];
  let perRow = 0;
  for (let row = 0; row < rows; row++) {
    rowOf(a, row, p);
    rowOf(b, row, q);
    perRow += jensenShannon(p, q) / rows;
    for (let e = 0; e < experts; e++) {
      means[0][e] += p[e] / rows;
      means[1][e] += q[e] / rows;
    }
  }
  let covariance = 0;
  const variances = [0, 0];
  for (let row = 0; row < rows; row++) {
    for (let e = 0; e < experts; e++) {
      const [x, y] = [a[row * experts + e] - means[0][e], b[row * experts + e] - means[1][e]];
      covariance += x * y;
      variances[0] += x * x;
      variances[1] += y * y;
    }
  }
  const isConstant = variances.some((sum) => sum <= 1e-12 * rows);
  return {
    ofMeans: jensenShannon(means[0], means[1]),
    perRow,
    shared: sharedWeight(means[0], means[1]),
    cosine: cosine(means[0], means[1]),
    correlation: isConstant ? Number.NaN : covariance / Math.sqrt(variances[0] * variances[1]),
  };
}

/**
 * O[gate, expert] = U[gate, expert] ÷ Σ over gates of U[·, expert]: whose the expert is. Near 1 a shared expert serves
 * one task only ("expert degradation", HoME 2024). NaN for an expert nobody uses.
 *
 * @param means U[gate][expert].
 */
export function ownership(means: readonly ArrayLike<number>[]): number[][] {
  const experts = means[0]?.length ?? 0;
  const totals = Array.from({ length: experts }, (_, e) => means.reduce((sum, mean) => sum + mean[e], 0));
  return means.map((mean) => totals.map((total, e) => (total > 0 ? mean[e] / total : Number.NaN)));
}

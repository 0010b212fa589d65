/**
 * What solves Ax = b for any b, by Cholesky's decomposition A = LLᵀ.
 *
 * @param A [n × n] symmetric and positive definite, row-major; not changed. Where rounding has made it less than that, a
 *   pivot counts as 1e-12 of its diagonal entry at least, so that x is finite.
 */
export function choleskySolver(A: Float64Array, n: number): (b: ArrayLike<number>) => Float64Array {
  const L = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = A[i * n + j];
      for (let k = 0; k < j; k++) rest -= L[i * n + k] * L[j * n + k];
      L[i * n + j] = i === j ? Math.sqrt(Math.max(rest, 1e-12 * A[i * (n + 1)])) : rest / L[j * n + j];
    }
  }
  return (b) => {
    const x = Float64Array.from(b);
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < i; k++) x[i] -= L[i * n + k] * x[k];
      x[i] /= L[i * n + i];
    }
    for (let i = n - 1; i >= 0; i--) {
      for (let k = i + 1; k < n; k++) x[i] -= L[k * n + i] * x[k];
      x[i] /= L[i * n + i];
    }
    return x;
  };
}

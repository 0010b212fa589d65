/** Eigenvalues, and where eigenvector k has entry i: `vectors[i * n + k]`. */
export type Eigen = { readonly values: readonly number[]; readonly vectors: Float64Array };

/**
 * Eigenvalues of a symmetric matrix, in no order, with eigenvectors of length 1 at right angles, by cyclic Jacobi rotations
 * (Golub & Van Loan, §8.5).
 *
 * @param matrix [n × n], row-major; overwritten.
 */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const at = (i: number, j: number) => i * n + j;
  const scale = Math.sqrt(matrix.reduce((sum, value) => sum + value * value, 0));
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[at(i, i)] = 1;
  for (let sweep = 0; sweep < 50; sweep++) {
    let off = 0;
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) off += matrix[at(i, j)] ** 2;
    if (Math.sqrt(off) <= 1e-14 * scale) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(p, q);
  }
  return { values: Array.from({ length: n }, (_, i) => matrix[at(i, i)]), vectors };

  function rotate(p: number, q: number): void {
    const apq = matrix[at(p, q)];
    if (apq === 0) return;
    const theta = (matrix[at(q, q)] - matrix[at(p, p)]) / (2 * apq);
    const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    const c = 1 / Math.sqrt(t * t + 1);
    const s = t * c;
    turnColumns(matrix);
    for (let k = 0; k < n; k++) {
      const [pk, qk] = [matrix[at(p, k)], matrix[at(q, k)]];
      matrix[at(p, k)] = c * pk - s * qk;
      matrix[at(q, k)] = s * pk + c * qk;
    }
    turnColumns(vectors);

    function turnColumns(of: Float64Array): void {
      for (let k = 0; k < n; k++) {
        const [kp, kq] = [of[at(k, p)], of[at(k, q)]];
        of[at(k, p)] = c * kp - s * kq;
        of[at(k, q)] = s * kp + c * kq;
      }
    }
  }
}

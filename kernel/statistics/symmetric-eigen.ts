/** Eigenvalues, and where eigenvector k has entry i: `vectors[i * n + k]`. */
export type Eigen = { readonly values: readonly number[]; readonly vectors: Float64Array };

/**
 * Eigenvalues of a symmetric matrix, in no order, with eigenvectors of length 1 at right angles, by cyclic Jacobi rotations
 * (Golub & Van Loan, §8.5).
 *
 * @param matrix [n × n], row-major; overwritten.
 */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  let squares = 0;
  for (const value of matrix) squares += value * value;
  const scale = Math.sqrt(squares);
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  for (let sweep = 0; sweep < 50; sweep++) {
    let off = 0;
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) off += matrix[i * n + j] ** 2;
    if (Math.sqrt(off) <= 1e-14 * scale) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(matrix, vectors, n, p, q);
  }
  return { values: Array.from({ length: n }, (_, i) => matrix[i * n + i]), vectors };
}

function rotate(matrix: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const apq = matrix[p * n + q];
  if (apq === 0) return;
  const theta = (matrix[q * n + q] - matrix[p * n + p]) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  turn(matrix, n, p, q, n, c, s);
  turn(matrix, n, p * n, q * n, 1, c, s);
  turn(vectors, n, p, q, n, c, s);
}

/** Turns two columns, or two rows, that begin at `first` and `second`: `step` leads to the next of their entries. */
function turn(of: Float64Array, n: number, first: number, second: number, step: number, c: number, s: number): void {
  for (let k = 0, a = first, b = second; k < n; k++, a += step, b += step) {
    const x = of[a];
    const y = of[b];
    of[a] = c * x - s * y;
    of[b] = s * x + c * y;
  }
}

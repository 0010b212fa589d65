import { symmetricEigen } from '../../statistics/index.ts';
import { entropy } from './distribution.ts';

/**
 * How alike the outputs of experts are on the same rows. Matrices are symmetric with 1 on the diagonal; NaN where an
 * expert's output does not vary (CKA) or is always 0 (cosine).
 *
 * - `cka`: linear centred kernel alignment, ‖YᵀX‖² ÷ (‖XᵀX‖‖YᵀY‖) of centred columns, Frobenius norms (Kornblith 2019,
 *   eq. 8). 1: the same up to rotation and scale; experts may differ in width.
 * - `cosine`: mean over rows of the cosine of the two outputs, for experts of the same width; unit by unit, so 1 is a copy.
 *
 * @param outputs f[row, unit] of each expert, row-major.
 * @param widths units of each expert.
 */
export function expertSimilarity(outputs: readonly ArrayLike<number>[], widths: readonly number[]): Similarity {
  const rows = (outputs[0]?.length ?? 0) / (widths[0] ?? 1);
  const centred = outputs.map((output, e) => centre(output, widths[e], rows));
  const norms = centred.map((x, e) => crossNorm(x, x, widths[e], widths[e], rows));
  const square = (value: (i: number, j: number) => number) => symmetric(outputs.length, value);
  return {
    cka: square((i, j) => {
      const size = Math.sqrt(norms[i] * norms[j]);
      if (!(size > 0)) return Number.NaN;
      return i === j ? 1 : Math.min(1, crossNorm(centred[i], centred[j], widths[i], widths[j], rows) / size);
    }),
    cosine: square((i, j) =>
      widths[i] === widths[j] ? meanCosine(outputs[i], outputs[j], widths[i], rows) : Number.NaN,
    ),
  };
}

/** Likeness of experts' outputs, each with each. [expert][expert] */
export type Similarity = {
  /** Linear centred kernel alignment, from 0 to 1 (Kornblith 2019, eq. 8). */
  readonly cka: readonly (readonly number[])[];
  /** Mean over rows of the cosine of the two outputs, from −1 to 1; NaN where they differ in width. */
  readonly cosine: readonly (readonly number[])[];
};

/**
 * exp of the entropy of the singular values ÷ their sum (Roy & Vetterli 2007): 1 … min(inputs, units). 1 means that all
 * units compute the same thing, as after a constant initialisation. NaN for a zero matrix.
 *
 * @param weights [inputs, units], row-major.
 */
export function effectiveRank(weights: ArrayLike<number>, units: number): number {
  const gram = new Float64Array(units * units);
  for (let row = 0; row < weights.length; row += units) {
    for (let i = 0; i < units; i++)
      for (let j = 0; j < units; j++) gram[i * units + j] += weights[row + i] * weights[row + j];
  }
  const squared = symmetricEigen(gram, units).values;
  // Squaring halves the digits: what is left of a zero singular value is rounding.
  const floor = Math.max(...squared) * 1e-12;
  const singular = squared.map((value) => (value > floor ? Math.sqrt(value) : 0));
  const total = singular.reduce((sum, value) => sum + value, 0);
  return total > 0 ? Math.exp(entropy(singular.map((value) => value / total))) : Number.NaN;
}

function symmetric(n: number, value: (i: number, j: number) => number): number[][] {
  const matrix = Array.from({ length: n }, () => new Array<number>(n).fill(Number.NaN));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      matrix[i][j] = value(i, j);
      matrix[j][i] = matrix[i][j];
    }
  }
  return matrix;
}

/** Columns without their mean, column-major, so that products of two columns run along memory. [unit, row] */
function centre(output: ArrayLike<number>, width: number, rows: number): Float64Array {
  const columns = new Float64Array(width * rows);
  for (let unit = 0; unit < width; unit++) {
    let mean = 0;
    for (let row = 0; row < rows; row++) mean += output[row * width + unit] / rows;
    for (let row = 0; row < rows; row++) {
      const rest = output[row * width + unit] - mean;
      // A constant column leaves rounding behind, which CKA would take for a signal.
      columns[unit * rows + row] = Math.abs(rest) <= 1e-7 * Math.abs(mean) ? 0 : rest;
    }
  }
  return columns;
}

/** ‖YᵀX‖², Frobenius. Four products at a time: each waits for its own sum alone. */
function crossNorm(x: Float64Array, y: Float64Array, xWidth: number, yWidth: number, rows: number): number {
  let norm = 0;
  for (let i = 0; i < xWidth; i++) {
    const of = i * rows;
    let j = 0;
    for (; j + 4 <= yWidth; j += 4) {
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let row = 0, at = j * rows; row < rows; row++, at++) {
        const value = x[of + row];
        a += value * y[at];
        b += value * y[at + rows];
        c += value * y[at + 2 * rows];
        d += value * y[at + 3 * rows];
      }
      norm += a * a;
      norm += b * b;
      norm += c * c;
      norm += d * d;
    }
    for (; j < yWidth; j++) {
      let product = 0;
      for (let row = 0; row < rows; row++) product += x[of + row] * y[j * rows + row];
      norm += product * product;
    }
  }
  return norm;
}

function meanCosine(a: ArrayLike<number>, b: ArrayLike<number>, width: number, rows: number): number {
  let sum = 0;
  let counted = 0;
  for (let row = 0; row < rows; row++) {
    let product = 0;
    let squareA = 0;
    let squareB = 0;
    for (let i = row * width; i < (row + 1) * width; i++) {
      product += a[i] * b[i];
      squareA += a[i] * a[i];
      squareB += b[i] * b[i];
    }
    if (squareA === 0 || squareB === 0) continue;
    sum += product / Math.sqrt(squareA * squareB);
    counted++;
  }
  return counted === 0 ? Number.NaN : sum / counted;
}

/**
 * C[expert] = E[gₑ‖fₑ‖] ÷ Σ E[gₑ‖fₑ‖]: the share of a mix that comes through each expert. Differs from the mean weight
 * where experts' outputs differ in size. NaN when every output is zero.
 *
 * @param weights g[row, expert], row-major.
 * @param norms ‖fₑ(row)‖ of each of the gate's experts. [expert][row]
 */
export function contribution(weights: ArrayLike<number>, norms: readonly ArrayLike<number>[]): number[] {
  const n = norms.length;
  const sums = norms.map((norm, e) => {
    let sum = 0;
    for (let row = 0; row < norm.length; row++) sum += weights[row * n + e] * norm[row];
    return sum;
  });
  const total = sums.reduce((sum, value) => sum + value, 0);
  return sums.map((sum) => (total > 0 ? sum / total : Number.NaN));
}

/**
 * Euclidean norm of each row.
 *
 * @param output f[row, unit], row-major.
 * @param active on how many rows each unit is not 0, to be added to. [unit]
 */
export function rowNorms(output: ArrayLike<number>, width: number, active = new Float64Array(width)): Float32Array {
  const norms = new Float32Array(output.length / width);
  for (let row = 0; row < norms.length; row++) {
    let sum = 0;
    for (let unit = 0, from = row * width; unit < width; unit++) {
      const value = output[from + unit];
      if (value !== 0) active[unit]++;
      sum += value * value;
    }
    norms[row] = Math.sqrt(sum);
  }
  return norms;
}

/** How silent an expert's ReLUs are. */
export type Silence = {
  /** Share of units that are 0 on every row: dead ReLUs. */
  readonly deadUnits: number;
  /** Share of all activations that are 0 (HoME 2024 calls more than .9 "expert collapse"). */
  readonly zeros: number;
};

/** @param active on how many of `rows` rows each unit is not 0. [unit] */
export function silence(active: ArrayLike<number>, rows: number): Silence {
  let dead = 0;
  let sum = 0;
  for (let unit = 0; unit < active.length; unit++) {
    if (active[unit] === 0) dead++;
    sum += active[unit];
  }
  return { deadUnits: dead / active.length, zeros: 1 - sum / (active.length * rows) };
}

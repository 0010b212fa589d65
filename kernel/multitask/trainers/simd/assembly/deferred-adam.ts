import { exp } from './exponential';
import { shrunk } from './optimizers';
import { listOwn, together } from './own-records';
import { codeAt, madd } from './vector';

/**
 * Dense Adam for embedding tables at the price of a lazy one.
 *
 * A row without a gradient still moves: m and v decay and the weight drifts by their quotient. Those steps are put off
 * until the row is read again and then taken at once. With d steps since the last one, a = √v and ρ = β₁ ÷ √β₂,
 *
 *   Σ_j rate_j m β₁ʲ ÷ (root_j a β₂^(j÷2) + ε) = m ÷ a · Σ_j (rate_j ÷ root_j) ρʲ (1 − x_j + x_j² − …), x_j = ε ÷ (root_j a β₂^(j÷2)),
 *
 * and the sums over j are differences of series that depend on the step alone. Three terms are kept; where x is not small,
 * the steps are taken one by one until m has decayed to nothing.
 *
 * AdamW also shrinks the weight in each of these steps: with q_j = 1 − rate λ and Q = Π_j q_j it becomes Q w − Σ_j (step j)
 * Π_{i>j} q_i, so that the series are of terms ÷ Π_{i≤j} q_i, and Q = exp(Λ_last − Λ_step) with Λ_s = −Σ_{j≤s} ln q_j.
 *
 * `series` are eight floats per step s, of the steps of this call: rate and root of step s, Σ_{j>s} of the three terms,
 * rate λ, and Λ_s in double precision; `powers` are eight floats per number of steps d: β₁ᵈ, β₂ᵈ and the d-th powers of the three terms' ratios.
 */
export function catchUpCodes(
  rows: i32,
  codes: usize,
  codeStep: usize,
  codeBytes: usize,
  table: usize,
  firstRow: i32,
  recordStep: usize,
  columns: i32,
  thread: i32,
  threads: i32,
  step: i32,
  series: usize,
  powers: usize,
  epsilon: f32,
  scratch: usize,
): void {
  for (let from = 0; from < rows; from += together) {
    const count = min(together, rows - from);
    const end = listOwn(count, codes, codeStep, codeBytes, table, firstRow, recordStep, thread, threads, scratch);
    for (let at = scratch; at < end; at += 4) catchUp(load<usize>(at), columns, step, series, powers, epsilon);
    codes += <usize>count * codeStep;
  }
}

export function catchUpLists(
  rows: i32,
  lists: usize,
  listStep: usize,
  codeBytes: usize,
  table: usize,
  firstRow: i32,
  recordStep: usize,
  columns: i32,
  thread: i32,
  threads: i32,
  step: i32,
  series: usize,
  powers: usize,
  epsilon: f32,
): void {
  for (let row = 0; row < rows; row++) {
    const length = load<i32>(lists);
    for (let i = 0; i < length; i++) {
      const code = codeAt(lists + 4 + <usize>i * codeBytes, codeBytes);
      if (code >= 0 && (firstRow + code) % threads === thread) {
        catchUp(table + <usize>(firstRow + code) * recordStep, columns, step, series, powers, epsilon);
      }
    }
    lists += listStep;
  }
}

/** Every row of this thread, at the end of a call: the next one counts its steps from 0. */
export function catchUpAll(
  rows: i32,
  table: usize,
  recordStep: usize,
  columns: i32,
  thread: i32,
  threads: i32,
  step: i32,
  series: usize,
  powers: usize,
  epsilon: f32,
): void {
  for (let row = thread; row < rows; row += threads) {
    const record = table + <usize>row * recordStep;
    catchUp(record, columns, step, series, powers, epsilon);
    store<i32>(record, 0);
    store<i32>(record, -1, 4);
  }
}

function catchUp(record: usize, columns: i32, step: i32, series: usize, powers: usize, epsilon: f32): void {
  const last = load<i32>(record);
  if (last >= step) return;
  store<i32>(record, step);
  const then = series + ((<usize>last) << 5);
  const now = series + ((<usize>step) << 5);
  const power = powers + ((<usize>(step - last)) << 5);
  const kept = keptShare(then, now);
  const sum0 = kept * load<f32>(then, 8) - load<f32>(power, 8) * load<f32>(now, 8);
  const sum1 = kept * load<f32>(then, 12) - load<f32>(power, 12) * load<f32>(now, 12);
  const sum2 = kept * load<f32>(then, 16) - load<f32>(power, 16) * load<f32>(now, 16);
  const small = f32x4.splat(16 * epsilon);
  const size = (<usize>columns) << 2;
  for (let w = record + 16, end = w + size; w < end; w += 16) {
    const m = v128.load(w + size);
    const v = v128.load(w + 2 * size);
    const weight = f32x4.mul(f32x4.splat(kept), v128.load(w));
    const moving = f32x4.ne(m, f32x4.splat(0));
    const root = f32x4.sqrt(v);
    if (v128.any_true(v128.and(moving, f32x4.lt(root, small)))) {
      v128.store(w, f32x4.sub(weight, stepByStep(m, root, last, step, series, powers, epsilon)));
    } else {
      const inverse = v128.and(f32x4.div(f32x4.splat(1), root), moving);
      const x = f32x4.mul(inverse, f32x4.splat(epsilon));
      let sum = madd(x, f32x4.splat(sum2), f32x4.splat(-sum1));
      sum = madd(x, sum, f32x4.splat(sum0));
      v128.store(w, f32x4.sub(weight, f32x4.mul(f32x4.mul(m, inverse), sum)));
    }
    const m1 = f32x4.mul(m, v128.load32_splat(power));
    const v1 = f32x4.mul(v, v128.load32_splat(power, 4));
    v128.store(w + size, v128.and(m1, f32x4.gt(f32x4.abs(m1), f32x4.splat(1e-30))));
    v128.store(w + 2 * size, v128.and(v1, f32x4.gt(v1, f32x4.splat(1e-36))));
  }
}

/** Q, what the decay of the steps between two leaves of a weight. */
function keptShare(then: usize, now: usize): f32 {
  const between = load<f64>(then, 24) - load<f64>(now, 24);
  return between === 0 ? 1 : f32x4.extract_lane(exp(f32x4.splat(<f32>between)), 0);
}

/** Σ_j rate_j m β₁ʲ ÷ (root_j √v β₂^(j÷2) + ε) · Π_{i>j} q_i, until nothing can come any more. */
function stepByStep(m: v128, root: v128, last: i32, step: i32, series: usize, powers: usize, epsilon: f32): v128 {
  let sum = f32x4.splat(0);
  for (let j = last + 1; j <= step; j++) {
    const power = powers + ((<usize>(j - last)) << 5);
    const decayed = load<f32>(power);
    const at = series + ((<usize>j) << 5);
    if (decayed < 1e-12) {
      sum = f32x4.mul(sum, f32x4.splat(keptShare(at - 32, series + ((<usize>step) << 5))));
      break;
    }
    const rootJ = load<f32>(at, 4) * sqrt<f32>(load<f32>(power, 4));
    const below = madd(f32x4.splat(rootJ), root, f32x4.splat(epsilon));
    sum = f32x4.add(
      shrunk(sum, f32x4.splat(-load<f32>(at, 20))),
      f32x4.div(f32x4.mul(f32x4.splat(load<f32>(at) * decayed), m), below),
    );
  }
  return sum;
}

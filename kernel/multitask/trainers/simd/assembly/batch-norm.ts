import { madd } from './vector';

/** sums[c] += Σ x, sums[columns + c] += Σ x² over the rows, in doubles. */
export function addMoments(rows: i32, columns: i32, x: usize, xStep: usize, sums: usize): void {
  const second = (<usize>columns) << 3;
  for (let row = 0; row < rows; row++) {
    for (let c: usize = 0, end = (<usize>columns) << 2; c < end; c += 16) {
      const values = v128.load(x + c);
      const low = f64x2.promote_low_f32x4(values);
      const high = f64x2.promote_low_f32x4(v128.shuffle<i64>(values, values, 1, 0));
      addPair(sums + 2 * c, low, high);
      addPair(sums + second + 2 * c, f64x2.mul(low, low), f64x2.mul(high, high));
    }
    x += xStep;
  }
}

/** out = gain ⊙ (x − mean) ÷ √(variance + ε) + shift; `columns` is a multiple of 4. */
export function batchNorm(
  rows: i32,
  columns: i32,
  x: usize,
  xStep: usize,
  mean: usize,
  variance: usize,
  gain: usize,
  shift: usize,
  epsilon: f32,
  out: usize,
  outStep: usize,
): void {
  for (let c: usize = 0, end = (<usize>columns) << 2; c < end; c += 16) {
    const middle = v128.load(mean + c);
    const scale = f32x4.mul(v128.load(gain + c), scaleAt(variance + c, epsilon));
    const level = v128.load(shift + c);
    for (let row: usize = 0; row < <usize>rows; row++) {
      const off = f32x4.sub(v128.load(x + row * xStep + c), middle);
      v128.store(out + row * outStep + c, madd(off, scale, level));
    }
  }
}

/** sums[c] += Σ d, sums[columns + c] += Σ d x̂ over the rows, in doubles. */
export function batchNormSums(
  rows: i32,
  columns: i32,
  x: usize,
  xStep: usize,
  mean: usize,
  variance: usize,
  epsilon: f32,
  d: usize,
  dStep: usize,
  sums: usize,
): void {
  const second = (<usize>columns) << 3;
  for (let c: usize = 0, end = (<usize>columns) << 2; c < end; c += 16) {
    const middle = v128.load(mean + c);
    const scale = scaleAt(variance + c, epsilon);
    for (let row: usize = 0; row < <usize>rows; row++) {
      const scaled = f32x4.mul(f32x4.sub(v128.load(x + row * xStep + c), middle), scale);
      const own = v128.load(d + row * dStep + c);
      addFloats(sums + 2 * c, own);
      addFloats(sums + second + 2 * c, f32x4.mul(own, scaled));
    }
  }
}

/**
 * to (+)= gain ⊙ (d − mean(d) − x̂ mean(d x̂)) ÷ √(variance + ε) (Ioffe & Szegedy 2015, section 3). `means` has mean(d) of each
 * column, then mean(d x̂), over the batch.
 */
export function batchNormGradient(
  rows: i32,
  columns: i32,
  x: usize,
  xStep: usize,
  mean: usize,
  variance: usize,
  epsilon: f32,
  gain: usize,
  means: usize,
  d: usize,
  dStep: usize,
  to: usize,
  toStep: usize,
  accumulate: i32,
): void {
  const second = (<usize>columns) << 2;
  for (let c: usize = 0; c < second; c += 16) {
    const middle = v128.load(mean + c);
    const scale = scaleAt(variance + c, epsilon);
    const slope = f32x4.mul(v128.load(gain + c), scale);
    const level = v128.load(means + c);
    const tilt = f32x4.neg(v128.load(means + second + c));
    for (let row: usize = 0; row < <usize>rows; row++) {
      const scaled = f32x4.mul(f32x4.sub(v128.load(x + row * xStep + c), middle), scale);
      const own = f32x4.sub(v128.load(d + row * dStep + c), level);
      const target = to + row * toStep + c;
      const held = accumulate ? v128.load(target) : f32x4.splat(0);
      v128.store(target, madd(slope, madd(tilt, scaled, own), held));
    }
  }
}

/** d += scale · slopes in every row: the gradient of a penalty on the mean of the rows. */
export function balancePenalty(rows: i32, columns: i32, slopes: usize, scale: f32, d: usize, dStep: usize): void {
  for (let row = 0; row < rows; row++) {
    for (let c: usize = 0, end = (<usize>columns) << 2; c < end; c += 16) {
      v128.store(d + c, madd(f32x4.splat(scale), v128.load(slopes + c), v128.load(d + c)));
    }
    d += dStep;
  }
}

/** 1 ÷ √(variance + ε) of four columns. */
function scaleAt(variance: usize, epsilon: f32): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(v128.load(variance), f32x4.splat(epsilon))));
}

function addFloats(sums: usize, values: v128): void {
  const low = f64x2.promote_low_f32x4(values);
  addPair(sums, low, f64x2.promote_low_f32x4(v128.shuffle<i64>(values, values, 1, 0)));
}

function addPair(sums: usize, low: v128, high: v128): void {
  v128.store(sums, f64x2.add(v128.load(sums), low));
  v128.store(sums, f64x2.add(v128.load(sums, 16), high), 16);
}

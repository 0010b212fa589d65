import { madd, sumOfLanes } from './vector';

/** out[row] = scale · ⟨a[row], b[row]⟩; `columns` is a multiple of 4. */
export function dot(
  rows: i32,
  columns: i32,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  scale: f32,
  out: usize,
  outStep: usize,
): void {
  for (let row = 0; row < rows; row++) {
    let sum = f32x4.splat(0);
    for (let c: usize = 0, end = (<usize>columns) << 2; c < end; c += 16) {
      sum = madd(v128.load(a + c), v128.load(b + c), sum);
    }
    store<f32>(out, scale * sumOfLanes(sum));
    a += aStep;
    b += bStep;
    out += outStep;
  }
}

/** target[row] (+)= scale · d[row] · other[row]: the gradient of one side of a dot product. */
export function dotGradient(
  rows: i32,
  columns: i32,
  d: usize,
  dStep: usize,
  other: usize,
  otherStep: usize,
  scale: f32,
  target: usize,
  targetStep: usize,
  accumulate: i32,
): void {
  for (let row = 0; row < rows; row++) {
    const x = f32x4.splat(scale * load<f32>(d));
    for (let c: usize = 0, end = (<usize>columns) << 2; c < end; c += 16) {
      const held = accumulate ? v128.load(target + c) : f32x4.splat(0);
      v128.store(target + c, madd(x, v128.load(other + c), held));
    }
    d += dStep;
    other += otherStep;
    target += targetStep;
  }
}

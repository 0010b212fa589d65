import { madd, sumOfLanes } from './vector';

/** out[row] = bias + ⟨A[row], w⟩: a dense layer of one unit, its values one after the other. `depth` is a multiple of 4. */
export function oneUnit(rows: i32, depth: i32, a: usize, aStep: usize, w: usize, bias: usize, out: usize): void {
  const start = load<f32>(bias);
  for (let row = 0; row < rows; row++) {
    let sum = f32x4.splat(0);
    for (let k: usize = 0, end = (<usize>depth) << 2; k < end; k += 16) {
      sum = madd(v128.load(a + k), v128.load(w + k), sum);
    }
    store<f32>(out, start + sumOfLanes(sum));
    a += aStep;
    out += 4;
  }
}

/** gw += Σ d[row] · A[row] and gBias += Σ d[row]. */
export function oneUnitGradient(
  rows: i32,
  depth: i32,
  a: usize,
  aStep: usize,
  d: usize,
  gw: usize,
  gBias: usize,
): void {
  for (let k: usize = 0, end = (<usize>depth) << 2; k < end; k += 16) {
    let sum = v128.load(gw + k);
    let x = a + k;
    for (let row = 0; row < rows; row++) {
      sum = madd(v128.load32_splat(d + ((<usize>row) << 2)), v128.load(x), sum);
      x += aStep;
    }
    v128.store(gw + k, sum);
  }
  let sum: f32 = 0;
  for (let row = 0; row < rows; row++) sum += load<f32>(d + ((<usize>row) << 2));
  store<f32>(gBias, load<f32>(gBias) + sum);
}

/** dA[row] (+)= d[row] · w. */
export function oneUnitBack(
  rows: i32,
  depth: i32,
  d: usize,
  w: usize,
  da: usize,
  daStep: usize,
  accumulate: i32,
): void {
  for (let row = 0; row < rows; row++) {
    const x = v128.load32_splat(d);
    for (let k: usize = 0, end = (<usize>depth) << 2; k < end; k += 16) {
      const held = accumulate ? v128.load(da + k) : f32x4.splat(0);
      v128.store(da + k, madd(x, v128.load(w + k), held));
    }
    d += 4;
    da += daStep;
  }
}

import { lanesBelow, madd, sumOfLanes } from './vector';

/** out[row] = gain ⊙ (x − mean) ÷ √(variance + ε) + shift, over the `width` units of a row. */
export function layerNorm(
  rows: i32,
  width: i32,
  x: usize,
  xStep: usize,
  gain: usize,
  shift: usize,
  epsilon: f32,
  out: usize,
  outStep: usize,
): void {
  const end = (<usize>((width + 3) & ~3)) << 2;
  for (let row = 0; row < rows; row++) {
    const mean = f32x4.splat(meanOf(width, x));
    const scale = f32x4.splat(scaleOf(width, x, mean, epsilon));
    for (let c: usize = 0; c < end; c += 16) {
      const scaled = f32x4.mul(f32x4.sub(v128.load(x + c), mean), scale);
      v128.store(out + c, madd(v128.load(gain + c), scaled, v128.load(shift + c)));
    }
    x += xStep;
    out += outStep;
  }
}

/**
 * With x̂ the scaled row and g = d ⊙ gain: to (+)= (g − mean(g) − x̂ mean(g ⊙ x̂)) ÷ √(variance + ε), where `to` is not 0;
 * dGain += Σ d ⊙ x̂ and dShift += Σ d over the rows. Columns of d past `width` are 0.
 */
export function layerNormGradient(
  rows: i32,
  width: i32,
  x: usize,
  xStep: usize,
  gain: usize,
  epsilon: f32,
  d: usize,
  dStep: usize,
  dGain: usize,
  dShift: usize,
  to: usize,
  toStep: usize,
  accumulate: i32,
): void {
  for (let row = 0; row < rows; row++) {
    const mean = f32x4.splat(meanOf(width, x));
    const scale = f32x4.splat(scaleOf(width, x, mean, epsilon));
    let sum = f32x4.splat(0);
    let along = f32x4.splat(0);
    for (let c = 0; c < width; c += 4) {
      const at = (<usize>c) << 2;
      const scaled = f32x4.mul(f32x4.sub(v128.load(x + at), mean), scale);
      const own = v128.load(d + at);
      const g = f32x4.mul(own, v128.load(gain + at));
      sum = f32x4.add(sum, g);
      along = madd(g, scaled, along);
      v128.store(dGain + at, madd(own, scaled, v128.load(dGain + at)));
      v128.store(dShift + at, f32x4.add(own, v128.load(dShift + at)));
    }
    if (to) {
      const share: f32 = 1 / <f32>width;
      const level = f32x4.splat(share * sumOfLanes(sum));
      const tilt = f32x4.splat(-share * sumOfLanes(along));
      for (let c = 0; c < width; c += 4) {
        const at = (<usize>c) << 2;
        const scaled = f32x4.mul(f32x4.sub(v128.load(x + at), mean), scale);
        const g = f32x4.mul(v128.load(d + at), v128.load(gain + at));
        const change = f32x4.mul(scale, madd(tilt, scaled, f32x4.sub(g, level)));
        const held = accumulate ? v128.load(to + at) : f32x4.splat(0);
        v128.store(to + at, f32x4.add(held, v128.and(change, lanesBelow(width - c))));
      }
      to += toStep;
    }
    x += xStep;
    d += dStep;
  }
}

/** Columns past the width are 0. */
function meanOf(width: i32, x: usize): f32 {
  let sum = f32x4.splat(0);
  for (let c = 0; c < width; c += 4) sum = f32x4.add(sum, v128.load(x + ((<usize>c) << 2)));
  return sumOfLanes(sum) / <f32>width;
}

/** 1 ÷ √(variance + ε) */
function scaleOf(width: i32, x: usize, mean: v128, epsilon: f32): f32 {
  let sum = f32x4.splat(0);
  for (let c = 0; c < width; c += 4) {
    const off = v128.and(f32x4.sub(v128.load(x + ((<usize>c) << 2)), mean), lanesBelow(width - c));
    sum = madd(off, off, sum);
  }
  return 1 / sqrt<f32>(sumOfLanes(sum) / <f32>width + epsilon);
}

import { keptLanes } from './dropout';
import { exp } from './exponential';
import { lanesBelow, madd, sumOfLanes } from './vector';

/**
 * out[row] = softmax(sharpness · logits[row]) over `width` experts; columns up to a multiple of 4 become 0.
 *
 * With a threshold, experts whose entry of the dropout mask is 0 are left out and the rest sums to 1, which is the softmax
 * of the rest. A row that would lose every expert keeps them all.
 */
export function softmax(
  rows: i32,
  width: i32,
  logits: usize,
  logitsStep: usize,
  sharpness: f32,
  out: usize,
  outStep: usize,
  firstRow: i32,
  key: i32,
  threshold: i32,
): void {
  const lowest = f32x4.splat(-Infinity);
  const scale = f32x4.splat(sharpness);
  for (let row = 0; row < rows; row++) {
    const first = (firstRow + row) * width;
    let drops = threshold !== 0;
    let highest = highestOf(width, logits, drops, key, threshold, first);
    if (drops && highest === -Infinity) {
      drops = false;
      highest = highestOf(width, logits, drops, key, threshold, first);
    }
    const top = f32x4.splat(highest);
    let sum = f32x4.splat(0);
    for (let c = 0; c < width; c += 4) {
      const at = (<usize>c) << 2;
      const use = used(width, c, drops, key, threshold, first);
      const z = f32x4.mul(f32x4.sub(v128.load(logits + at), top), scale);
      const e = v128.and(exp(v128.bitselect(z, lowest, use)), use);
      v128.store(out + at, e);
      sum = f32x4.add(sum, e);
    }
    const share = f32x4.splat(1 / sumOfLanes(sum));
    for (let c = 0; c < width; c += 4) {
      const at = (<usize>c) << 2;
      v128.store(out + at, f32x4.mul(v128.load(out + at), share));
    }
    logits += logitsStep;
    out += outStep;
  }
}

function highestOf(width: i32, logits: usize, drops: bool, key: i32, threshold: i32, first: i32): f32 {
  let top = f32x4.splat(-Infinity);
  for (let c = 0; c < width; c += 4) {
    const use = used(width, c, drops, key, threshold, first);
    const z = v128.load(logits + ((<usize>c) << 2));
    top = v128.bitselect(f32x4.max(top, z), top, use);
  }
  const half = f32x4.max(top, v128.shuffle<f32>(top, top, 2, 3, 0, 1));
  return max<f32>(f32x4.extract_lane(half, 0), f32x4.extract_lane(half, 1));
}

function used(width: i32, c: i32, drops: bool, key: i32, threshold: i32, first: i32): v128 {
  const inside = lanesBelow(width - c);
  return drops ? v128.and(inside, keptLanes(key, threshold, first + c)) : inside;
}

/** dLogits[row] (+)= sharpness · g ⊙ (d − ⟨g, d⟩), with or without dropout. */
export function softmaxGradient(
  rows: i32,
  columns: i32,
  gate: usize,
  gateStep: usize,
  d: usize,
  dStep: usize,
  sharpness: f32,
  out: usize,
  outStep: usize,
  accumulate: i32,
): void {
  const end = (<usize>columns) << 2;
  for (let row = 0; row < rows; row++) {
    let sum = f32x4.splat(0);
    for (let c: usize = 0; c < end; c += 16) sum = madd(v128.load(gate + c), v128.load(d + c), sum);
    const mean = f32x4.splat(sumOfLanes(sum));
    for (let c: usize = 0; c < end; c += 16) {
      const g = f32x4.mul(v128.load(gate + c), f32x4.splat(sharpness));
      const held = accumulate ? v128.load(out + c) : f32x4.splat(0);
      v128.store(out + c, madd(g, f32x4.sub(v128.load(d + c), mean), held));
    }
    gate += gateStep;
    d += dStep;
    out += outStep;
  }
}

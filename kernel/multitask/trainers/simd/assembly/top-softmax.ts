import { exp } from './exponential';
import { lanesBelow, sumOfLanes } from './vector';

/**
 * softmax(sharpness · logits[row]) over the `top` largest of `width` logits, of equal ones the first; the others, and the
 * columns up to a multiple of 4, become 0. Its gradient is that of softmax.
 */
export function topSoftmax(
  rows: i32,
  width: i32,
  top: i32,
  logits: usize,
  logitsStep: usize,
  sharpness: f32,
  out: usize,
  outStep: usize,
): void {
  const end = (<usize>((width + 3) & ~3)) << 2;
  const scale = f32x4.splat(sharpness);
  for (let row = 0; row < rows; row++) {
    // What was chosen is −∞ in `out` until the sum is known, so that it is not chosen again.
    for (let c = 0; c < width; c += 4) {
      const at = (<usize>c) << 2;
      v128.store(out + at, v128.bitselect(v128.load(logits + at), f32x4.splat(-Infinity), lanesBelow(width - c)));
    }
    let highest: f32 = 0;
    for (let i = 0; i < top; i++) {
      let best = out;
      for (let at = out + 4; at < out + ((<usize>width) << 2); at += 4) if (load<f32>(at) > load<f32>(best)) best = at;
      if (i === 0) highest = load<f32>(best);
      store<f32>(best, -Infinity);
    }
    const peak = f32x4.splat(highest);
    let sum = f32x4.splat(0);
    for (let c = 0; c < width; c += 4) {
      const at = (<usize>c) << 2;
      const isChosen = f32x4.eq(v128.load(out + at), f32x4.splat(-Infinity));
      const use = v128.and(isChosen, lanesBelow(width - c));
      const e = v128.and(exp(f32x4.mul(f32x4.sub(v128.load(logits + at), peak), scale)), use);
      v128.store(out + at, e);
      sum = f32x4.add(sum, e);
    }
    const share = f32x4.splat(1 / sumOfLanes(sum));
    for (let at = out; at < out + end; at += 16) v128.store(at, f32x4.mul(v128.load(at), share));
    logits += logitsStep;
    out += outStep;
  }
}

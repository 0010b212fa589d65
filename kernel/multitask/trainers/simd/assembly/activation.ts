import { sigmoid, tanh } from './exponential';
import { madd } from './vector';

/** 1 relu, 2 sigmoid, 3 tanh, in place. Columns past `width` up to a multiple of 4 stay 0. */
export function activate(rows: i32, width: i32, kind: i32, value: usize, step: usize): void {
  const zero = f32x4.splat(0);
  const end = (<usize>((width + 3) & ~3)) << 2;
  for (let row = 0; row < rows; row++) {
    if (kind === 1) {
      for (let c: usize = 0; c < end; c += 16) v128.store(value + c, f32x4.pmax(v128.load(value + c), zero));
    } else if (kind === 2) {
      for (let c: usize = 0; c < end; c += 16) v128.store(value + c, sigmoid(v128.load(value + c)));
      for (let c: usize = (<usize>width) << 2; c < end; c += 4) store<f32>(value + c, 0);
    } else {
      for (let c: usize = 0; c < end; c += 16) v128.store(value + c, tanh(v128.load(value + c)));
    }
    value += step;
  }
}

/** d · activation′, in place, from the activation's value: relu [y > 0], sigmoid y (1 − y), tanh 1 − y². */
export function activateGradient(
  rows: i32,
  columns: i32,
  kind: i32,
  value: usize,
  step: usize,
  d: usize,
  dStep: usize,
): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const end = (<usize>columns) << 2;
  for (let row = 0; row < rows; row++) {
    if (kind === 1) {
      for (let c: usize = 0; c < end; c += 16) {
        v128.store(d + c, v128.and(v128.load(d + c), f32x4.gt(v128.load(value + c), zero)));
      }
    } else if (kind === 2) {
      for (let c: usize = 0; c < end; c += 16) {
        const y = v128.load(value + c);
        v128.store(d + c, f32x4.mul(v128.load(d + c), f32x4.mul(y, f32x4.sub(one, y))));
      }
    } else {
      for (let c: usize = 0; c < end; c += 16) {
        const y = v128.load(value + c);
        v128.store(d + c, f32x4.mul(v128.load(d + c), madd(f32x4.neg(y), y, one)));
      }
    }
    value += step;
    d += dStep;
  }
}

import { sigmoid, tanh } from './exponential';
import { lanesBelow, madd } from './vector';

/** 1 relu, 2 sigmoid, 3 tanh, in place. Columns past `width` up to a multiple of 4 stay 0. */
export function activate(rows: i32, width: i32, kind: i32, value: usize, step: usize): void {
  const zero = f32x4.splat(0);
  const end = (<usize>((width + 3) & ~3)) << 2;
  for (let row = 0; row < rows; row++) {
    if (kind === 1) {
      let at = value;
      for (const last = value + end - 16; at < last; at += 32) {
        const a = f32x4.pmax(v128.load(at), zero);
        const b = f32x4.pmax(v128.load(at, 16), zero);
        v128.store(at, a);
        v128.store(at, b, 16);
      }
      if (at < value + end) v128.store(at, f32x4.pmax(v128.load(at), zero));
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
      let y = value;
      let at = d;
      for (const last = d + end - 16; at < last; at += 32) {
        const a = v128.and(v128.load(at), f32x4.gt(v128.load(y), zero));
        const b = v128.and(v128.load(at, 16), f32x4.gt(v128.load(y, 16), zero));
        v128.store(at, a);
        v128.store(at, b, 16);
        y += 32;
      }
      if (at < d + end) v128.store(at, v128.and(v128.load(at), f32x4.gt(v128.load(y), zero)));
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

/** out = relu (1), sigmoid (2), tanh (3) or x · sigmoid(x) (4) of x; columns past `width` up to a multiple of 4 become 0. */
export function activateInto(
  rows: i32,
  width: i32,
  kind: i32,
  x: usize,
  xStep: usize,
  out: usize,
  outStep: usize,
): void {
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < width; c += 4) {
      const at = (<usize>c) << 2;
      const z = v128.load(x + at);
      let y: v128;
      if (kind === 1) y = f32x4.pmax(z, f32x4.splat(0));
      else if (kind === 2) y = v128.and(sigmoid(z), lanesBelow(width - c));
      else if (kind === 3) y = tanh(z);
      else y = f32x4.mul(z, sigmoid(z));
      v128.store(out + at, y);
    }
    x += xStep;
    out += outStep;
  }
}

/** to (+)= d · activation′, from x and the activation's value y: swish σ(x) + y (1 − σ(x)). */
export function activateBack(
  rows: i32,
  columns: i32,
  kind: i32,
  x: usize,
  xStep: usize,
  value: usize,
  step: usize,
  d: usize,
  dStep: usize,
  to: usize,
  toStep: usize,
  accumulate: i32,
): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const end = (<usize>columns) << 2;
  for (let row = 0; row < rows; row++) {
    for (let c: usize = 0; c < end; c += 16) {
      const y = v128.load(value + c);
      let slope: v128;
      if (kind === 1) slope = v128.and(one, f32x4.gt(y, zero));
      else if (kind === 2) slope = f32x4.mul(y, f32x4.sub(one, y));
      else if (kind === 3) slope = madd(f32x4.neg(y), y, one);
      else {
        const s = sigmoid(v128.load(x + c));
        slope = madd(y, f32x4.sub(one, s), s);
      }
      const held = accumulate ? v128.load(to + c) : zero;
      v128.store(to + c, madd(v128.load(d + c), slope, held));
    }
    x += xStep;
    value += step;
    d += dStep;
    to += toStep;
  }
}

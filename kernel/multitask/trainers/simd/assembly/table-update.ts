import { adagradStep, adamStep, firstMoment, secondMoment, shrunk } from './optimizers';
import { together, touch } from './own-records';
import { madd } from './vector';

/** Adam on the listed records of a table, which are then up to date with `step`. Gradients are zeroed. */
export function adamRecords(
  count: i32,
  touched: usize,
  columns: i32,
  decay: f32,
  shrink: f32,
  rate: f32,
  root: f32,
  beta1: f32,
  beta2: f32,
  epsilon: f32,
  step: i32,
): void {
  const size = (<usize>columns) << 2;
  const l2 = f32x4.splat(decay);
  const shrinking = f32x4.splat(-shrink);
  const b1 = f32x4.splat(beta1);
  const b2 = f32x4.splat(beta2);
  const rest1 = f32x4.splat(1 - beta1);
  const rest2 = f32x4.splat(1 - beta2);
  const rates = f32x4.splat(rate);
  const roots = f32x4.splat(root);
  const least = f32x4.splat(epsilon);
  for (let i = 0; i < count; i++) {
    if (i % together === 0)
      touch(touched + ((<usize>i) << 2), touched + ((<usize>min(i + together, count)) << 2), 16 + 4 * size);
    const record = load<usize>(touched + ((<usize>i) << 2));
    store<i32>(record, step);
    for (let w = record + 16, end = w + size; w < end; w += 16) {
      const m = w + size;
      const v = m + size;
      const g = v + size;
      const weight = v128.load(w);
      const gradient = madd(l2, weight, v128.load(g));
      const m1 = firstMoment(v128.load(m), gradient, b1, rest1);
      const v1 = secondMoment(v128.load(v), gradient, b2, rest2);
      v128.store(m, m1);
      v128.store(v, v1);
      v128.store(w, adamStep(shrunk(weight, shrinking), m1, v1, rates, roots, least));
      v128.store(g, f32x4.splat(0));
    }
  }
}

export function sgdRecords(count: i32, touched: usize, columns: i32, decay: f32, rate: f32): void {
  const size = (<usize>columns) << 2;
  for (let i = 0; i < count; i++) {
    const record = load<usize>(touched + ((<usize>i) << 2));
    for (let w = record + 16, end = w + size; w < end; w += 16) {
      const weight = v128.load(w);
      const gradient = madd(f32x4.splat(decay), weight, v128.load(w + size));
      v128.store(w, madd(f32x4.splat(-rate), gradient, weight));
      v128.store(w + size, f32x4.splat(0));
    }
  }
}

export function adagradRecords(count: i32, touched: usize, columns: i32, decay: f32, rate: f32, epsilon: f32): void {
  const size = (<usize>columns) << 2;
  for (let i = 0; i < count; i++) {
    const record = load<usize>(touched + ((<usize>i) << 2));
    for (let w = record + 16, end = w + size; w < end; w += 16) {
      const a = w + size;
      const g = a + size;
      const weight = v128.load(w);
      const gradient = madd(f32x4.splat(decay), weight, v128.load(g));
      const sum = madd(gradient, gradient, v128.load(a));
      v128.store(a, sum);
      v128.store(w, adagradStep(weight, gradient, sum, rate, epsilon));
      v128.store(g, f32x4.splat(0));
    }
  }
}

/** Row after row becomes the gradient of the listed records. */
export function spreadRecords(count: i32, touched: usize, columns: i32, gradientOffset: usize, from: usize): void {
  const size = (<usize>columns) << 2;
  for (let i = 0; i < count; i++) {
    memory.copy(load<usize>(touched + ((<usize>i) << 2)) + gradientOffset, from, size);
    from += size;
  }
}

import { addProducts, addTo } from './combine';
import { madd } from './vector';

/** sum += Σ (g + decay · w)² */
export function squaredGradients(count: i32, g: usize, w: usize, decay: f32, sum: usize): void {
  addTo(sum, squaresOf(g, w, (<usize>count) << 2, decay));
}

export function scaleGradients(count: i32, g: usize, factor: f32): void {
  const scale = f32x4.splat(factor);
  for (const end = g + ((<usize>count) << 2); g < end; g += 16) v128.store(g, f32x4.mul(v128.load(g), scale));
}

/** The same of the listed records of a table. */
export function squaredRecords(
  count: i32,
  touched: usize,
  columns: i32,
  gradientOffset: usize,
  decay: f32,
  sum: usize,
): void {
  let total = f64x2.splat(0);
  for (let i = 0; i < count; i++) {
    const record = load<usize>(touched + ((<usize>i) << 2));
    total = f64x2.add(total, squaresOf(record + gradientOffset, record + 16, (<usize>columns) << 2, decay));
  }
  addTo(sum, total);
}

export function scaleRecords(count: i32, touched: usize, columns: i32, gradientOffset: usize, factor: f32): void {
  for (let i = 0; i < count; i++)
    scaleGradients(columns, load<usize>(touched + ((<usize>i) << 2)) + gradientOffset, factor);
}

function squaresOf(g: usize, w: usize, size: usize, decay: f32): v128 {
  const share = f32x4.splat(decay);
  let sum = f64x2.splat(0);
  for (let c: usize = 0; c < size; c += 16) {
    const whole = madd(share, v128.load(w + c), v128.load(g + c));
    sum = addProducts(sum, whole, whole);
  }
  return sum;
}

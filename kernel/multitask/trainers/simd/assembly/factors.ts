import { sigmoid } from './exponential';
import { addToColumn, loadColumn } from './vector';

/** Logits of a probability, four numbers each: address and step of their values, and of their d (0 for none). */

/** Π sigmoid(logit) of four rows. */
export function productOf(factors: usize, count: i32, row: i32): v128 {
  let p = sigmoid(valuesOf(factors, row));
  for (let f = factors + 16; f < factors + <usize>count * 16; f += 16) p = f32x4.mul(p, sigmoid(valuesOf(f, row)));
  return p;
}

export function valuesOf(factor: usize, row: i32): v128 {
  const step = load<usize>(factor, 4);
  return loadColumn(load<usize>(factor) + <usize>row * step, step);
}

export function addGradient(factor: usize, row: i32, lanes: v128): void {
  const step = load<usize>(factor, 12);
  if (load<usize>(factor, 8)) addToColumn(load<usize>(factor, 8) + <usize>row * step, step, lanes);
}

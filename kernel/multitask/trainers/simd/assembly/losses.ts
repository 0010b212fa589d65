import { exp, log, sigmoid, softplus } from './exponential';
import { addGradient, productOf, valuesOf } from './factors';
import { lanesBelow, loadColumn } from './vector';

/**
 * The loss of a probability or of a product of probabilities, from logits and in log space, and its gradient.
 *
 * `factors` holds per logit the address and step of its values and of its d (0 for none), four numbers each. d grows by
 * weight · scale · ∂loss/∂logit; `sum`, an f64, by weight · loss. Cross-entropy (log-loss 0) or −y ln(p + ε) −
 * (1 − y) ln(1 − p + ε) (1). Four rows at a time: a column is read to a multiple of 4 rows.
 */
export function probabilityLoss(
  rows: i32,
  factors: usize,
  count: i32,
  labels: usize,
  weights: usize,
  fieldStep: usize,
  scale: f32,
  logLoss: i32,
  epsilon: f32,
  sum: usize,
): void {
  const one = f32x4.splat(1);
  const eps = f32x4.splat(epsilon);
  const last = factors + <usize>count * 16;
  let total: f64 = 0;
  for (let row = 0; row < rows; row += 4) {
    const y = loadColumn(labels, fieldStep);
    const weight = v128.and(loadColumn(weights, fieldStep), lanesBelow(rows - row));
    const step = f32x4.mul(weight, f32x4.splat(scale));
    // ln p = Σ ln p_i, and ln (1 − p) from 1 − p_i P = (1 − p_i) + p_i (1 − P), the last factor first: no cancellation.
    let lnP = f32x4.splat(0);
    let lnRest = f32x4.splat(-Infinity);
    for (let f = last - 16; f >= factors; f -= 16) {
      const z = valuesOf(f, row);
      const lnFactor = f32x4.neg(softplus(f32x4.neg(z)));
      const lnOther = f32x4.sub(lnFactor, z);
      lnRest = f === last - 16 ? lnOther : lnSum(lnOther, f32x4.add(lnFactor, lnRest));
      lnP = f32x4.add(lnP, lnFactor);
    }
    const notY = f32x4.sub(one, y);
    let up: v128; // d = up · (1 − p_i) for y, and down · (1 − p_i) for 1 − y
    let down: v128;
    let loss: v128;
    if (logLoss) {
      const p = exp(lnP);
      const rest = exp(lnRest);
      up = f32x4.div(p, f32x4.add(p, eps));
      down = f32x4.div(p, f32x4.add(rest, eps));
      loss = f32x4.add(f32x4.mul(y, log(f32x4.add(p, eps))), f32x4.mul(notY, log(f32x4.add(rest, eps))));
      for (let f = factors; f < last; f += 16) {
        const other = sigmoid(f32x4.neg(valuesOf(f, row)));
        addGradient(f, row, f32x4.mul(step, f32x4.mul(other, f32x4.sub(f32x4.mul(notY, down), f32x4.mul(y, up)))));
      }
    } else {
      loss = f32x4.add(f32x4.mul(y, lnP), f32x4.mul(notY, lnRest));
      for (let f = factors; f < last; f += 16) {
        const z = valuesOf(f, row);
        const other = sigmoid(f32x4.neg(z));
        // p (1 − p_i) ÷ (1 − p), where p is 1 in all its digits too; of a single factor it is p itself.
        const odds = count === 1 ? sigmoid(z) : exp(f32x4.sub(f32x4.sub(lnP, lnRest), softplus(z)));
        addGradient(f, row, f32x4.mul(step, f32x4.sub(f32x4.mul(notY, odds), f32x4.mul(y, other))));
      }
    }
    total -= sumOf(f32x4.mul(weight, loss));
    labels += 4 * fieldStep;
    weights += 4 * fieldStep;
  }
  store<f64>(sum, load<f64>(sum) + total);
}

/** (value − label)², with the same arguments; its d is 2 (value − label). */
export function squaredLoss(
  rows: i32,
  factor: usize,
  labels: usize,
  weights: usize,
  fieldStep: usize,
  scale: f32,
  sum: usize,
): void {
  let total: f64 = 0;
  for (let row = 0; row < rows; row += 4) {
    const weight = v128.and(loadColumn(weights, fieldStep), lanesBelow(rows - row));
    const error = f32x4.sub(valuesOf(factor, row), loadColumn(labels, fieldStep));
    addGradient(factor, row, f32x4.mul(f32x4.mul(weight, f32x4.splat(2 * scale)), error));
    total += sumOf(f32x4.mul(weight, f32x4.mul(error, error)));
    labels += 4 * fieldStep;
    weights += 4 * fieldStep;
  }
  store<f64>(sum, load<f64>(sum) + total);
}

/** out[row] = Π sigmoid(logit), one after the other, with room for a multiple of 4 rows. */
export function probabilities(rows: i32, factors: usize, count: i32, out: usize): void {
  for (let row = 0; row < rows; row += 4) {
    v128.store(out, productOf(factors, count, row));
    out += 16;
  }
}

/** ln(eᵃ + eᵇ). */
function lnSum(a: v128, b: v128): v128 {
  return f32x4.add(f32x4.pmax(a, b), log(f32x4.add(f32x4.splat(1), exp(f32x4.neg(f32x4.abs(f32x4.sub(a, b)))))));
}

function sumOf(lanes: v128): f64 {
  return (
    <f64>f32x4.extract_lane(lanes, 0) +
    <f64>f32x4.extract_lane(lanes, 1) +
    <f64>f32x4.extract_lane(lanes, 2) +
    <f64>f32x4.extract_lane(lanes, 3)
  );
}

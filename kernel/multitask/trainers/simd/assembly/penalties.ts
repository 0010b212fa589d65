import { sigmoid, softplus } from './exponential';
import { addGradient, productOf, valuesOf } from './factors';
import { lanesBelow, loadColumn } from './vector';

/** The gradient of scale · Σ_rows max(upper − lower, 0) over two probabilities, given by their factors. */
export function orderPenalty(
  rows: i32,
  lower: usize,
  lowerCount: i32,
  upper: usize,
  upperCount: i32,
  scale: f32,
): void {
  for (let row = 0; row < rows; row += 4) {
    const low = productOf(lower, lowerCount, row);
    const high = productOf(upper, upperCount, row);
    const wrong = v128.and(f32x4.gt(high, low), lanesBelow(rows - row));
    const step = v128.and(f32x4.splat(scale), wrong);
    for (let f = upper; f < upper + <usize>upperCount * 16; f += 16) {
      addGradient(f, row, f32x4.mul(f32x4.mul(step, high), sigmoid(f32x4.neg(valuesOf(f, row)))));
    }
    for (let f = lower; f < lower + <usize>lowerCount * 16; f += 16) {
      addGradient(f, row, f32x4.neg(f32x4.mul(f32x4.mul(step, low), sigmoid(f32x4.neg(valuesOf(f, row))))));
    }
  }
}

/** The gradient of scale · Σ_rows |1 − a − b| over two probabilities, given by their factors. */
export function sumToOnePenalty(rows: i32, a: usize, aCount: i32, b: usize, bCount: i32, scale: f32): void {
  for (let row = 0; row < rows; row += 4) {
    const p = productOf(a, aCount, row);
    const q = productOf(b, bCount, row);
    const excess = f32x4.sub(f32x4.add(p, q), f32x4.splat(1));
    const up = v128.and(f32x4.splat(scale), f32x4.gt(excess, f32x4.splat(0)));
    const down = v128.and(f32x4.splat(scale), f32x4.lt(excess, f32x4.splat(0)));
    const step = v128.and(f32x4.sub(up, down), lanesBelow(rows - row));
    for (let f = a; f < a + <usize>aCount * 16; f += 16) {
      addGradient(f, row, f32x4.mul(f32x4.mul(step, p), sigmoid(f32x4.neg(valuesOf(f, row)))));
    }
    for (let f = b; f < b + <usize>bCount * 16; f += 16) {
      addGradient(f, row, f32x4.mul(f32x4.mul(step, q), sigmoid(f32x4.neg(valuesOf(f, row)))));
    }
  }
}

/**
 * The gradient of scale · Σ_rows of the estimated cross-entropy δ of one logit, see `RiskPenalty`: o w δ, or with a logit of
 * δ̂ = softplus δ̂ + o w (δ − δ̂) + o w (δ − δ̂)², where δ in the square is a target. w = 1 ÷ max(p, 1 ÷ cap). `unseen` puts
 * 1 − o for o, 1 − p for p and 1 for the label.
 */
export function riskPenalty(
  rows: i32,
  value: usize,
  propensity: usize,
  propensityCount: i32,
  imputed: usize,
  labels: usize,
  labelWeights: usize,
  seen: usize,
  seenWeights: usize,
  fieldStep: usize,
  unseen: i32,
  cap: f32,
  scale: f32,
): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  for (let row = 0; row < rows; row += 4) {
    const weight = v128.and(loadColumn(seenWeights, fieldStep), lanesBelow(rows - row));
    const step = f32x4.mul(weight, f32x4.splat(scale));
    let p = productOf(propensity, propensityCount, row);
    let o = loadColumn(seen, fieldStep);
    let y = one;
    if (unseen) {
      p = f32x4.sub(one, p);
      o = f32x4.sub(one, o);
    } else {
      y = loadColumn(labels, fieldStep);
      o = v128.and(o, f32x4.gt(loadColumn(labelWeights, fieldStep), zero));
    }
    const share = f32x4.div(o, f32x4.max(p, f32x4.splat(1 / cap)));
    const z = valuesOf(value, row);
    const slope = f32x4.sub(sigmoid(z), y);
    addGradient(value, row, f32x4.mul(step, f32x4.mul(share, slope)));
    if (imputed) {
      const i = valuesOf(imputed, row);
      const error = f32x4.sub(f32x4.sub(softplus(z), f32x4.mul(z, y)), softplus(i));
      const down = f32x4.mul(share, f32x4.add(one, f32x4.add(error, error)));
      addGradient(imputed, row, f32x4.mul(step, f32x4.mul(f32x4.sub(one, down), sigmoid(i))));
    }
    labels += 4 * fieldStep;
    labelWeights += 4 * fieldStep;
    seen += 4 * fieldStep;
    seenWeights += 4 * fieldStep;
  }
}

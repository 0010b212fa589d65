import { madd } from './vector';

/** eˣ within 1.5 ulp where the result is a normal number (Moshier's Cephes, expf); NaN stays NaN. */
export function exp(x: v128): v128 {
  const inside = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-87.33654)), f32x4.splat(88.37626));
  const n = f32x4.nearest(f32x4.mul(inside, f32x4.splat(<f32>Math.LOG2E)));
  // ln 2 in two parts, the first with few bits, so that n · ln 2 is exact.
  const r = madd(n, f32x4.splat(2.1219444e-4), madd(n, f32x4.splat(-0.693359375), inside));
  let y = f32x4.splat(1.98756915e-4);
  y = madd(y, r, f32x4.splat(1.3981999507e-3));
  y = madd(y, r, f32x4.splat(8.3334519073e-3));
  y = madd(y, r, f32x4.splat(4.1665795894e-2));
  y = madd(y, r, f32x4.splat(1.6666665459e-1));
  y = madd(y, r, f32x4.splat(5.0000001201e-1));
  y = f32x4.add(madd(y, f32x4.mul(r, r), r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(y, power);
}

/** ln x of normal numbers within 1.5 ulp (Cephes, logf); anything smaller counts as the smallest normal number. */
export function log(x: v128): v128 {
  const bits = f32x4.pmax(x, f32x4.splat(1.17549435e-38));
  const mantissa = v128.or(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000)); // in [½, 1)
  const low = f32x4.lt(mantissa, f32x4.splat(<f32>Math.SQRT1_2));
  const one = f32x4.splat(1);
  const e = f32x4.sub(f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(bits, 23), i32x4.splat(126))), v128.and(one, low));
  const m = f32x4.sub(f32x4.add(mantissa, v128.and(mantissa, low)), one); // in [√½ − 1, √2 − 1)
  const z = f32x4.mul(m, m);
  let y = f32x4.splat(7.0376836292e-2);
  y = madd(y, m, f32x4.splat(-1.151461031e-1));
  y = madd(y, m, f32x4.splat(1.167699874e-1));
  y = madd(y, m, f32x4.splat(-1.2420140846e-1));
  y = madd(y, m, f32x4.splat(1.4249322787e-1));
  y = madd(y, m, f32x4.splat(-1.6668057665e-1));
  y = madd(y, m, f32x4.splat(2.0000714765e-1));
  y = madd(y, m, f32x4.splat(-2.4999993993e-1));
  y = madd(y, m, f32x4.splat(3.3333331174e-1));
  y = f32x4.mul(f32x4.mul(y, m), z);
  y = madd(e, f32x4.splat(-2.1219444e-4), y);
  y = madd(z, f32x4.splat(-0.5), y);
  return madd(e, f32x4.splat(0.693359375), f32x4.add(m, y));
}

/** 1 ÷ (1 + e⁻ˣ), without overflow at either end. */
export function sigmoid(x: v128): v128 {
  const e = exp(f32x4.neg(f32x4.abs(x)));
  const high = f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), e));
  return v128.bitselect(f32x4.mul(e, high), high, f32x4.lt(x, f32x4.splat(0)));
}

/** tanh x (Cephes, tanhf). */
export function tanh(x: v128): v128 {
  const size = f32x4.abs(x);
  const e = exp(f32x4.mul(size, f32x4.splat(-2)));
  const far = f32x4.div(f32x4.sub(f32x4.splat(1), e), f32x4.add(f32x4.splat(1), e));
  const z = f32x4.mul(x, x);
  let y = f32x4.splat(-5.70498872745e-3);
  y = madd(y, z, f32x4.splat(2.06390887954e-2));
  y = madd(y, z, f32x4.splat(-5.37397155531e-2));
  y = madd(y, z, f32x4.splat(1.33314422036e-1));
  y = madd(y, z, f32x4.splat(-3.33332819422e-1));
  const near = madd(f32x4.mul(y, z), x, x);
  const sign = v128.and(x, i32x4.splat(0x80000000));
  return v128.bitselect(near, v128.or(far, sign), f32x4.lt(size, f32x4.splat(0.625)));
}

/** ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|). */
export function softplus(x: v128): v128 {
  const tail = log(f32x4.add(f32x4.splat(1), exp(f32x4.neg(f32x4.abs(x)))));
  return f32x4.add(f32x4.pmax(x, f32x4.splat(0)), tail);
}

import { exp, log } from './exponential';

/**
 * DSelect-k's gate: out[row, e] = Σ_i softmax(α)_i Π_j (s_ij where bit j of e is 1, else 1 − s_ij), with s = S(z · sharpness) of
 * the smooth step. A row of `logits` has α of each choice, then its bits. Few numbers a row, so one at a time.
 */
export function selector(
  rows: i32,
  width: i32,
  choices: i32,
  sharpness: f32,
  logits: usize,
  logitsStep: usize,
  out: usize,
  outStep: usize,
): void {
  const bits = bitsOf(width);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < ((width + 3) & ~3); c++) store<f32>(at(out, c), 0);
    for (let i = 0; i < choices; i++) {
      const share = shareOf(logits, choices, i);
      const z = at(logits, choices + i * bits);
      for (let e = 0; e < width; e++) {
        store<f32>(at(out, e), load<f32>(at(out, e)) + share * codeOf(z, bits, e, -1, sharpness));
      }
    }
    logits += logitsStep;
    out += outStep;
  }
}

/** to (+)= the gradient along α and z: a_i (d·r_i − Σ a d·r), and a_i S′ Σ_e d_e ± Π of the other bits. */
export function selectorGradient(
  rows: i32,
  width: i32,
  choices: i32,
  sharpness: f32,
  logits: usize,
  logitsStep: usize,
  d: usize,
  dStep: usize,
  to: usize,
  toStep: usize,
  accumulate: i32,
): void {
  const bits = bitsOf(width);
  const all = choices * (1 + bits);
  for (let row = 0; row < rows; row++) {
    if (!accumulate) for (let c = 0; c < ((all + 3) & ~3); c++) store<f32>(at(to, c), 0);
    let mean: f32 = 0;
    for (let i = 0; i < choices; i++) {
      const share = shareOf(logits, choices, i);
      mean += share * along(d, at(logits, choices + i * bits), bits, width, sharpness);
    }
    for (let i = 0; i < choices; i++) {
      const share = shareOf(logits, choices, i);
      const z = at(logits, choices + i * bits);
      add(at(to, i), share * (along(d, z, bits, width, sharpness) - mean));
      for (let j = 0; j < bits; j++) {
        let sum: f32 = 0;
        for (let e = 0; e < width; e++) {
          const rest = load<f32>(at(d, e)) * codeOf(z, bits, e, j, sharpness);
          sum += (e >> j) & 1 ? rest : -rest;
        }
        add(at(to, choices + i * bits + j), share * sum * slopeOf(load<f32>(at(z, j)), sharpness));
      }
    }
    logits += logitsStep;
    d += dStep;
    to += toStep;
  }
}

/** The gradient of scale · Σ of the entropies of the bits: ln((1 − s) ÷ s) S′, and 0 where a bit is decided. */
export function undecidedPenalty(
  rows: i32,
  width: i32,
  choices: i32,
  sharpness: f32,
  logits: usize,
  logitsStep: usize,
  d: usize,
  dStep: usize,
  scale: f32,
): void {
  const bits = choices * bitsOf(width);
  for (let row = 0; row < rows; row++) {
    for (let j = choices; j < choices + bits; j++) {
      const t = load<f32>(at(logits, j));
      const s = stepOf(t, sharpness);
      if (s <= 1e-7 || s >= 1 - 1e-7) continue;
      const odds = f32x4.extract_lane(log(f32x4.splat((1 - s) / s)), 0);
      add(at(d, j), scale * odds * slopeOf(t, sharpness));
    }
    logits += logitsStep;
    d += dStep;
  }
}

function bitsOf(width: i32): i32 {
  return 31 - clz(width);
}

function at(address: usize, float: i32): usize {
  return address + ((<usize>float) << 2);
}

function add(address: usize, value: f32): void {
  store<f32>(address, load<f32>(address) + value);
}

/** softmax(α)_i */
function shareOf(logits: usize, choices: i32, i: i32): f32 {
  let top = load<f32>(logits);
  for (let c = 1; c < choices; c++) top = max<f32>(top, load<f32>(at(logits, c)));
  let sum: f32 = 0;
  for (let c = 0; c < choices; c++) sum += power(load<f32>(at(logits, c)) - top);
  return power(load<f32>(at(logits, i)) - top) / sum;
}

function power(x: f32): f32 {
  return f32x4.extract_lane(exp(f32x4.splat(x)), 0);
}

/** Π_j (s_j or 1 − s_j) of an expert's code, all bits but `but`. */
function codeOf(z: usize, bits: i32, expert: i32, but: i32, sharpness: f32): f32 {
  let product: f32 = 1;
  for (let j = 0; j < bits; j++) {
    if (j === but) continue;
    const s = stepOf(load<f32>(at(z, j)), sharpness);
    product *= (expert >> j) & 1 ? s : 1 - s;
  }
  return product;
}

/** Σ_e d_e r_e */
function along(d: usize, z: usize, bits: i32, width: i32, sharpness: f32): f32 {
  let sum: f32 = 0;
  for (let e = 0; e < width; e++) sum += load<f32>(at(d, e)) * codeOf(z, bits, e, -1, sharpness);
  return sum;
}

/** S(t) = −2 t³ + 1.5 t + ½ of t = z ÷ γ, between ±½. */
function stepOf(z: f32, sharpness: f32): f32 {
  const t = max<f32>(-0.5, min<f32>(0.5, z * sharpness));
  return (1.5 - 2 * t * t) * t + 0.5;
}

function slopeOf(z: f32, sharpness: f32): f32 {
  const t = z * sharpness;
  return abs<f32>(t) >= 0.5 ? 0 : (1.5 - 6 * t * t) * sharpness;
}

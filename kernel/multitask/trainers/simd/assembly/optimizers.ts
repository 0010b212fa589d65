import { madd } from './vector';

/**
 * Optimizers over parameters that lie one after the other. The gradient is the sum of `threads` gradients `gNext` bytes
 * apart, always in the same order, plus `decay` · w. `count` is a multiple of 8: two vectors at a
 * time, which a wide build joins.
 *
 * Adam (Kingma & Ba 2015): w −= rate · m ÷ (root · √v + ε) with rate = α ÷ (1 − β₁ᵗ) and root = 1 ÷ √(1 − β₂ᵗ); before it
 * AdamW (Loshchilov & Hutter 2019) takes w −= shrink · w with shrink = α λ.
 */
export function adam(
  count: i32,
  w: usize,
  m: usize,
  v: usize,
  g: usize,
  threads: i32,
  gNext: usize,
  decay: f32,
  shrink: f32,
  rate: f32,
  root: f32,
  beta1: f32,
  beta2: f32,
  epsilon: f32,
): void {
  const l2 = f32x4.splat(decay);
  // V8 makes these vectors anew in every round where they are not made here.
  const shrinking = f32x4.splat(-shrink);
  const b1 = f32x4.splat(beta1);
  const b2 = f32x4.splat(beta2);
  const rest1 = f32x4.splat(1 - beta1);
  const rest2 = f32x4.splat(1 - beta2);
  const rates = f32x4.splat(rate);
  const roots = f32x4.splat(root);
  const least = f32x4.splat(epsilon);
  for (const end = w + ((<usize>count) << 2); w < end; w += 32) {
    let ga = v128.load(g);
    let gb = v128.load(g, 16);
    let other = g;
    for (let t = 1; t < threads; t++) {
      other += gNext;
      ga = f32x4.add(ga, v128.load(other));
      gb = f32x4.add(gb, v128.load(other, 16));
    }
    const wa = v128.load(w);
    const wb = v128.load(w, 16);
    ga = madd(l2, wa, ga);
    gb = madd(l2, wb, gb);
    const ma = firstMoment(v128.load(m), ga, b1, rest1);
    const mb = firstMoment(v128.load(m, 16), gb, b1, rest1);
    const va = secondMoment(v128.load(v), ga, b2, rest2);
    const vb = secondMoment(v128.load(v, 16), gb, b2, rest2);
    v128.store(m, ma);
    v128.store(m, mb, 16);
    v128.store(v, va);
    v128.store(v, vb, 16);
    v128.store(w, adamStep(shrunk(wa, shrinking), ma, va, rates, roots, least));
    v128.store(w, adamStep(shrunk(wb, shrinking), mb, vb, rates, roots, least), 16);
    m += 32;
    v += 32;
    g += 32;
  }
}

/** β₁ m + (1 − β₁) g. What is too small to move a weight becomes 0: denormal numbers slow a processor down. */
export function firstMoment(m: v128, g: v128, beta: v128, rest: v128): v128 {
  const next = madd(beta, m, f32x4.mul(rest, g));
  return v128.and(next, f32x4.gt(f32x4.abs(next), f32x4.splat(1e-30)));
}

/** β₂ v + (1 − β₂) g². */
export function secondMoment(v: v128, g: v128, beta: v128, rest: v128): v128 {
  const next = madd(beta, v, f32x4.mul(rest, f32x4.mul(g, g)));
  return v128.and(next, f32x4.gt(next, f32x4.splat(1e-36)));
}

/** `shrinking` is −shrink. */
export function shrunk(w: v128, shrinking: v128): v128 {
  return madd(shrinking, w, w);
}

export function adamStep(w: v128, m: v128, v: v128, rate: v128, root: v128, epsilon: v128): v128 {
  const size = madd(root, f32x4.sqrt(v), epsilon);
  return f32x4.sub(w, f32x4.div(f32x4.mul(rate, m), size));
}

/** w −= rate · g. */
export function sgd(count: i32, w: usize, g: usize, threads: i32, gNext: usize, decay: f32, rate: f32): void {
  const end = w + ((<usize>count) << 2);
  while (w < end) {
    const weight = v128.load(w);
    v128.store(w, madd(f32x4.splat(-rate), gather(g, threads, gNext, weight, decay), weight));
    w += 16;
    g += 16;
  }
}

/** Adagrad (Duchi et al. 2011): a += g², w −= rate · g ÷ (√a + ε). */
export function adagrad(
  count: i32,
  w: usize,
  a: usize,
  g: usize,
  threads: i32,
  gNext: usize,
  decay: f32,
  rate: f32,
  epsilon: f32,
): void {
  const end = w + ((<usize>count) << 2);
  while (w < end) {
    const weight = v128.load(w);
    const gradient = gather(g, threads, gNext, weight, decay);
    const sum = madd(gradient, gradient, v128.load(a));
    v128.store(a, sum);
    v128.store(w, adagradStep(weight, gradient, sum, rate, epsilon));
    w += 16;
    a += 16;
    g += 16;
  }
}

export function adagradStep(w: v128, g: v128, a: v128, rate: f32, epsilon: f32): v128 {
  const size = f32x4.add(f32x4.sqrt(a), f32x4.splat(epsilon));
  return f32x4.sub(w, f32x4.div(f32x4.mul(f32x4.splat(rate), g), size));
}

function gather(g: usize, threads: i32, gNext: usize, weight: v128, decay: f32): v128 {
  let sum = v128.load(g);
  for (let t = 1; t < threads; t++) {
    g += gNext;
    sum = f32x4.add(sum, v128.load(g));
  }
  return madd(f32x4.splat(decay), weight, sum);
}

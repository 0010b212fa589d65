import { madd } from './vector';

/**
 * Gradients of several passes, `next` bytes apart, laid out alike; the threads' own are `threadNext` bytes apart. `count` is a
 * multiple of 4 everywhere.
 *
 * Adds the threads' gradients up in the first thread's, always in the same order.
 */
export function gatherThreads(count: i32, g: usize, threads: i32, threadNext: usize, passes: i32, next: usize): void {
  const size = (<usize>count) << 2;
  for (let p = 0; p < passes; p++) {
    for (let at = g, end = g + size; at < end; at += 16) {
      let sum = v128.load(at);
      for (let t = 1; t < threads; t++) {
        sum = f32x4.add(sum, v128.load(at + <usize>t * threadNext));
      }
      v128.store(at, sum);
    }
    g += next;
  }
}

/** products[i][j] += ⟨gradient i, gradient j⟩ for j ≥ i, f64s row by row. */
export function gradientProducts(count: i32, g: usize, passes: i32, next: usize, products: usize): void {
  const size = (<usize>count) << 2;
  for (let i = 0; i < passes; i++) {
    const a = g + <usize>i * next;
    for (let j = i; j < passes; j++) {
      const b = g + <usize>j * next;
      let sum = f64x2.splat(0);
      for (let c: usize = 0; c < size; c += 16) sum = addProducts(sum, v128.load(a + c), v128.load(b + c));
      addTo(products + ((<usize>(i * passes + j)) << 3), sum);
    }
  }
}

/**
 * The same part by part: `parts` holds an i32 for each 4 parameters, the part they are of, whose products come `passes`² f64s
 * behind those of the part before it; a negative one is no part.
 */
export function partProducts(count: i32, parts: usize, g: usize, passes: i32, next: usize, products: usize): void {
  const step = (<usize>(passes * passes)) << 3;
  for (let from = 0; from < count; ) {
    const part = load<i32>(parts + <usize>from);
    const to = endOfPart(count, parts, from, part);
    if (part >= 0) gradientProducts(to - from, g + ((<usize>from) << 2), passes, next, products + <usize>part * step);
    from = to;
  }
}

/** to = Σ weights[p] · gradient p. `to` may be one of them. */
export function combineGradients(count: i32, g: usize, passes: i32, next: usize, weights: usize, to: usize): void {
  for (const end = g + ((<usize>count) << 2); g < end; g += 16) {
    let sum = f32x4.splat(0);
    for (let p = 0; p < passes; p++) {
      sum = madd(v128.load32_splat(weights + ((<usize>p) << 2)), v128.load(g + <usize>p * next), sum);
    }
    v128.store(to, sum);
    to += 16;
  }
}

/** The same with `weights` where `parts` names one, and `own` elsewhere. */
export function combineParts(
  count: i32,
  parts: usize,
  g: usize,
  passes: i32,
  next: usize,
  weights: usize,
  own: usize,
  to: usize,
): void {
  for (let from = 0; from < count; ) {
    const part = load<i32>(parts + <usize>from);
    const end = endOfPart(count, parts, from, part);
    const offset = (<usize>from) << 2;
    combineGradients(end - from, g + offset, passes, next, part >= 0 ? weights : own, to + offset);
    from = end;
  }
}

/** Where the stretch of one part ends, in floats. */
function endOfPart(count: i32, parts: usize, from: i32, part: i32): i32 {
  let to = from + 4;
  while (to < count && load<i32>(parts + <usize>to) === part) to += 4;
  return to;
}

/** Two f64s, to which a · b of four lanes are added. */
export function addProducts(sum: v128, a: v128, b: v128): v128 {
  const low = f64x2.mul(f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(b));
  const c = v128.shuffle<f32>(a, a, 2, 3, 0, 1);
  const d = v128.shuffle<f32>(b, b, 2, 3, 0, 1);
  const high = f64x2.mul(f64x2.promote_low_f32x4(c), f64x2.promote_low_f32x4(d));
  return f64x2.add(sum, f64x2.add(low, high));
}

/** Adds both of two f64s to the one at an address. */
export function addTo(address: usize, sum: v128): void {
  store<f64>(address, load<f64>(address) + f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
}

import { lanesFrom } from './vector';

/**
 * out (+)= input · mask · scale. Entry (row, unit) of the batch is kept when mix(key + (row · width + unit) · golden) is
 * at least `threshold`, see `dropout-mask.ts`; the gradient is the same kernel from d to d.
 */
export function dropout(
  rows: i32,
  width: i32,
  firstRow: i32,
  key: i32,
  threshold: i32,
  scale: f32,
  input: usize,
  inputStep: usize,
  out: usize,
  outStep: usize,
  accumulate: i32,
): void {
  for (let row = 0; row < rows; row++) {
    const first = (firstRow + row) * width;
    for (let c = 0; c < width; c += 4) {
      const at = (<usize>c) << 2;
      const kept = v128.and(v128.load(input + at), keptLanes(key, threshold, first + c));
      const held = accumulate ? v128.load(out + at) : f32x4.splat(0);
      v128.store(out + at, f32x4.add(held, f32x4.mul(kept, f32x4.splat(scale))));
    }
    input += inputStep;
    out += outStep;
  }
}

/** All ones in the lanes whose entries `index` … `index + 3` survive. */
export function keptLanes(key: i32, threshold: i32, index: i32): v128 {
  const golden = i32x4.splat(0x9e3779b9);
  const bits = mix(i32x4.add(i32x4.splat(key), i32x4.mul(lanesFrom(index), golden)));
  return i32x4.ge_u(bits, i32x4.splat(threshold));
}

/** MurmurHash3's finalizer (Appleby's fmix32). */
function mix(bits: v128): v128 {
  bits = i32x4.mul(v128.xor(bits, i32x4.shr_u(bits, 16)), i32x4.splat(0x85ebca6b));
  bits = i32x4.mul(v128.xor(bits, i32x4.shr_u(bits, 13)), i32x4.splat(0xc2b2ae35));
  return v128.xor(bits, i32x4.shr_u(bits, 16));
}

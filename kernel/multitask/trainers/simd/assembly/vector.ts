/** a · b + c; rounded once where relaxed SIMD maps to the processor's fused instruction, twice elsewhere. */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** The sum of four lanes. */
export function sumOfLanes(a: v128): f32 {
  const b = f32x4.add(a, v128.shuffle<f32>(a, a, 2, 3, 0, 1));
  return f32x4.extract_lane(b, 0) + f32x4.extract_lane(b, 1);
}

/** Lane i holds `first + i`. */
export function lanesFrom(first: i32): v128 {
  return i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3));
}

/** A code of two bytes or of four. */
export function codeAt(address: usize, bytes: usize): i32 {
  return bytes === 2 ? <i32>load<i16>(address) : load<i32>(address);
}

/** All ones in the lanes below `count`. */
export function lanesBelow(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** Four floats that are `step` bytes apart. */
export function loadColumn(address: usize, step: usize): v128 {
  let lanes = v128.load32_zero(address);
  lanes = f32x4.replace_lane(lanes, 1, load<f32>(address + step));
  lanes = f32x4.replace_lane(lanes, 2, load<f32>(address + 2 * step));
  return f32x4.replace_lane(lanes, 3, load<f32>(address + 3 * step));
}

/** Adds four lanes to floats that are `step` bytes apart. */
export function addToColumn(address: usize, step: usize, lanes: v128): void {
  store<f32>(address, load<f32>(address) + f32x4.extract_lane(lanes, 0));
  address += step;
  store<f32>(address, load<f32>(address) + f32x4.extract_lane(lanes, 1));
  address += step;
  store<f32>(address, load<f32>(address) + f32x4.extract_lane(lanes, 2));
  address += step;
  store<f32>(address, load<f32>(address) + f32x4.extract_lane(lanes, 3));
}

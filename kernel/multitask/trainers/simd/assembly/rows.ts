/** Copies columns, or adds them to what is there. `width` need not be a multiple of 4, addresses need not be aligned. */
export function copyColumns(
  rows: i32,
  width: i32,
  from: usize,
  fromStep: usize,
  to: usize,
  toStep: usize,
  accumulate: i32,
): void {
  const whole = (<usize>(width & ~3)) << 2;
  const end = (<usize>width) << 2;
  for (let row = 0; row < rows; row++) {
    if (accumulate) {
      for (let c: usize = 0; c < whole; c += 16) {
        v128.store(to + c, f32x4.add(v128.load(to + c), v128.load(from + c)));
      }
      for (let c = whole; c < end; c += 4) store<f32>(to + c, load<f32>(to + c) + load<f32>(from + c));
    } else {
      for (let c: usize = 0; c < whole; c += 16) v128.store(to + c, v128.load(from + c));
      for (let c = whole; c < end; c += 4) store<f32>(to + c, load<f32>(from + c));
    }
    from += fromStep;
    to += toStep;
  }
}

/** Zeroes columns up to a multiple of 4. */
export function zeroColumns(rows: i32, columns: i32, to: usize, step: usize): void {
  const zero = f32x4.splat(0);
  for (let row = 0; row < rows; row++) {
    for (let c: usize = 0, end = (<usize>columns) << 2; c < end; c += 16) v128.store(to + c, zero);
    to += step;
  }
}

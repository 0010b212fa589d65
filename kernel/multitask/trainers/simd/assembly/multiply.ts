import { madd } from './vector';

/** out (+)= a ⊙ b; `columns` is a multiple of 4. Its gradients are the same kernel, of d and the other side. */
export function multiply(
  rows: i32,
  columns: i32,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  out: usize,
  outStep: usize,
  accumulate: i32,
): void {
  const end = (<usize>columns) << 2;
  for (let row = 0; row < rows; row++) {
    for (let c: usize = 0; c < end; c += 16) {
      const held = accumulate ? v128.load(out + c) : f32x4.splat(0);
      v128.store(out + c, madd(v128.load(a + c), v128.load(b + c), held));
    }
    a += aStep;
    b += bStep;
    out += outStep;
  }
}

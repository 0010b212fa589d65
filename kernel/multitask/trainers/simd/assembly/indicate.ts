import { codeAt } from './vector';

/** out[row] = 1 in the column of the row's code and 0 in the others, up to a multiple of 4; all 0 for a code of −1. */
export function indicate(
  rows: i32,
  width: i32,
  codes: usize,
  codeStep: usize,
  codeBytes: usize,
  out: usize,
  outStep: usize,
): void {
  const zero = f32x4.splat(0);
  const end = (<usize>((width + 3) & ~3)) << 2;
  for (let row = 0; row < rows; row++) {
    for (let c: usize = 0; c < end; c += 16) v128.store(out + c, zero);
    const code = codeAt(codes, codeBytes);
    if (code >= 0) store<f32>(out + ((<usize>code) << 2), 1);
    codes += codeStep;
    out += outStep;
  }
}

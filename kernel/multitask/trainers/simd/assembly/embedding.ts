import { codeAt } from './vector';

/**
 * Copies a table row per categorical column, side by side. `columns` holds, per column, where its code lies within a row
 * of codes, −1 for a column that is left out, and the address of the weights for code 0. A code below 0 gives zeros.
 */
export function embed(
  rows: i32,
  codes: usize,
  codeStep: usize,
  codeBytes: usize,
  columns: usize,
  count: i32,
  recordStep: usize,
  units: i32,
  out: usize,
  outStep: usize,
): void {
  const whole = (<usize>(units & ~3)) << 2;
  const end = (<usize>units) << 2;
  const last = columns + ((<usize>count) << 3);
  for (let row = 0; row < rows; row++) {
    let to = out;
    for (let column = columns; column < last; column += 8) {
      if (load<i32>(column) < 0) {
        to += end;
        continue;
      }
      const code = codeAt(codes + load<usize>(column), codeBytes);
      if (code < 0) {
        memory.fill(to, 0, end);
      } else {
        const from = load<usize>(column, 4) + <usize>code * recordStep;
        for (let c: usize = 0; c < whole; c += 16) v128.store(to + c, v128.load(from + c));
        for (let c = whole; c < end; c += 4) store<f32>(to + c, load<f32>(from + c));
      }
      to += end;
    }
    codes += codeStep;
    out += outStep;
  }
}

/** The sum or mean of the table rows of a list. A row of `lists` is the number of its codes, then the codes. */
export function embedList(
  rows: i32,
  lists: usize,
  listStep: usize,
  table: usize,
  recordStep: usize,
  units: i32,
  mean: i32,
  out: usize,
  outStep: usize,
): void {
  const whole = (<usize>(units & ~3)) << 2;
  const end = (<usize>units) << 2;
  for (let row = 0; row < rows; row++) {
    const count = load<i32>(lists);
    memory.fill(out, 0, end);
    const share = listShare(count, mean);
    for (let i = 0; i < count; i++) {
      const code = load<i32>(lists + ((<usize>i) << 2), 4);
      if (code < 0) continue;
      const from = table + <usize>code * recordStep;
      for (let c: usize = 0; c < whole; c += 16) {
        v128.store(out + c, f32x4.add(v128.load(out + c), f32x4.mul(v128.load(from + c), f32x4.splat(share))));
      }
      for (let c = whole; c < end; c += 4) store<f32>(out + c, load<f32>(out + c) + load<f32>(from + c) * share);
    }
    lists += listStep;
    out += outStep;
  }
}

/** What each code of a list counts for. */
export function listShare(count: i32, mean: i32): f32 {
  return mean && count > 0 ? 1 / <f32>count : 1;
}

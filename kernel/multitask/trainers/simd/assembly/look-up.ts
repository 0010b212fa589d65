import { codeAt, madd } from './vector';

/**
 * The first layer over numeric and one-hot columns, which are never laid out:
 * out[row] = bias + Σ_j numeric[row, j] · W[j] + Σ_c W[the row of the code that `row` has in column c].
 *
 * W is [row][column]; `firstRows` holds, per categorical column, the address of W's row for code 0. Codes have two bytes
 * or four; one below 0 reads `zeros`. `columns` is a multiple of 4.
 */
export function lookUp(
  rows: i32,
  numeric: usize,
  numericStep: usize,
  numerics: i32,
  codes: usize,
  codeStep: usize,
  codeBytes: usize,
  categories: i32,
  firstRows: usize,
  zeros: usize,
  w: usize,
  wStep: usize,
  columns: i32,
  bias: usize,
  out: usize,
  outStep: usize,
): void {
  // 48 columns at a time: the sums of a row stay in twelve registers, and W's slice stays in the first-level cache.
  let offset: usize = 0;
  const end = (<usize>columns) << 2;
  for (; offset + 192 <= end; offset += 192) {
    let x = numeric;
    let code = codes;
    let target = out + offset;
    for (let row = 0; row < rows; row++) {
      let s0 = v128.load(bias + offset);
      let s1 = v128.load(bias + offset, 16);
      let s2 = v128.load(bias + offset, 32);
      let s3 = v128.load(bias + offset, 48);
      let s4 = v128.load(bias + offset, 64);
      let s5 = v128.load(bias + offset, 80);
      let s6 = v128.load(bias + offset, 96);
      let s7 = v128.load(bias + offset, 112);
      let s8 = v128.load(bias + offset, 128);
      let s9 = v128.load(bias + offset, 144);
      let s10 = v128.load(bias + offset, 160);
      let s11 = v128.load(bias + offset, 176);
      let r = w + offset;
      for (let j: usize = 0, last = (<usize>numerics) << 2; j < last; j += 4) {
        const v = v128.load32_splat(x + j);
        s0 = madd(v, v128.load(r), s0);
        s1 = madd(v, v128.load(r, 16), s1);
        s2 = madd(v, v128.load(r, 32), s2);
        s3 = madd(v, v128.load(r, 48), s3);
        s4 = madd(v, v128.load(r, 64), s4);
        s5 = madd(v, v128.load(r, 80), s5);
        s6 = madd(v, v128.load(r, 96), s6);
        s7 = madd(v, v128.load(r, 112), s7);
        s8 = madd(v, v128.load(r, 128), s8);
        s9 = madd(v, v128.load(r, 144), s9);
        s10 = madd(v, v128.load(r, 160), s10);
        s11 = madd(v, v128.load(r, 176), s11);
        r += wStep;
      }
      for (let c = 0; c < categories; c++) {
        r = rowOf(code, codeBytes, c, firstRows, wStep, zeros) + offset;
        s0 = f32x4.add(s0, v128.load(r));
        s1 = f32x4.add(s1, v128.load(r, 16));
        s2 = f32x4.add(s2, v128.load(r, 32));
        s3 = f32x4.add(s3, v128.load(r, 48));
        s4 = f32x4.add(s4, v128.load(r, 64));
        s5 = f32x4.add(s5, v128.load(r, 80));
        s6 = f32x4.add(s6, v128.load(r, 96));
        s7 = f32x4.add(s7, v128.load(r, 112));
        s8 = f32x4.add(s8, v128.load(r, 128));
        s9 = f32x4.add(s9, v128.load(r, 144));
        s10 = f32x4.add(s10, v128.load(r, 160));
        s11 = f32x4.add(s11, v128.load(r, 176));
      }
      v128.store(target, s0);
      v128.store(target, s1, 16);
      v128.store(target, s2, 32);
      v128.store(target, s3, 48);
      v128.store(target, s4, 64);
      v128.store(target, s5, 80);
      v128.store(target, s6, 96);
      v128.store(target, s7, 112);
      v128.store(target, s8, 128);
      v128.store(target, s9, 144);
      v128.store(target, s10, 160);
      v128.store(target, s11, 176);
      x += numericStep;
      code += codeStep;
      target += outStep;
    }
  }
  for (; offset + 64 <= end; offset += 64) {
    let x = numeric;
    let code = codes;
    let target = out + offset;
    for (let row = 0; row < rows; row++) {
      let s0 = v128.load(bias + offset);
      let s1 = v128.load(bias + offset, 16);
      let s2 = v128.load(bias + offset, 32);
      let s3 = v128.load(bias + offset, 48);
      let r = w + offset;
      for (let j: usize = 0, last = (<usize>numerics) << 2; j < last; j += 4) {
        const v = v128.load32_splat(x + j);
        s0 = madd(v, v128.load(r), s0);
        s1 = madd(v, v128.load(r, 16), s1);
        s2 = madd(v, v128.load(r, 32), s2);
        s3 = madd(v, v128.load(r, 48), s3);
        r += wStep;
      }
      for (let c = 0; c < categories; c++) {
        r = rowOf(code, codeBytes, c, firstRows, wStep, zeros) + offset;
        s0 = f32x4.add(s0, v128.load(r));
        s1 = f32x4.add(s1, v128.load(r, 16));
        s2 = f32x4.add(s2, v128.load(r, 32));
        s3 = f32x4.add(s3, v128.load(r, 48));
      }
      v128.store(target, s0);
      v128.store(target, s1, 16);
      v128.store(target, s2, 32);
      v128.store(target, s3, 48);
      x += numericStep;
      code += codeStep;
      target += outStep;
    }
  }
  for (; offset < end; offset += 16) {
    let x = numeric;
    let code = codes;
    let target = out + offset;
    for (let row = 0; row < rows; row++) {
      let s = v128.load(bias + offset);
      let r = w + offset;
      for (let j: usize = 0, last = (<usize>numerics) << 2; j < last; j += 4) {
        s = madd(v128.load32_splat(x + j), v128.load(r), s);
        r += wStep;
      }
      for (let c = 0; c < categories; c++) {
        s = f32x4.add(s, v128.load(rowOf(code, codeBytes, c, firstRows, wStep, zeros) + offset));
      }
      v128.store(target, s);
      x += numericStep;
      code += codeStep;
      target += outStep;
    }
  }
}

/**
 * The gradient of the one-hot rows of W: adds D[row] to the row of every code that `row` has. A code below 0 writes to
 * `waste`. The numeric rows are a plain product, see `productGradient`.
 */
export function lookUpGradient(
  rows: i32,
  codes: usize,
  codeStep: usize,
  codeBytes: usize,
  categories: i32,
  firstRows: usize,
  waste: usize,
  gStep: usize,
  columns: i32,
  d: usize,
  dStep: usize,
): void {
  let offset: usize = 0;
  const end = (<usize>columns) << 2;
  for (; offset + 192 <= end; offset += 192) {
    let code = codes;
    let delta = d + offset;
    for (let row = 0; row < rows; row++) {
      const d0 = v128.load(delta);
      const d1 = v128.load(delta, 16);
      const d2 = v128.load(delta, 32);
      const d3 = v128.load(delta, 48);
      const d4 = v128.load(delta, 64);
      const d5 = v128.load(delta, 80);
      const d6 = v128.load(delta, 96);
      const d7 = v128.load(delta, 112);
      const d8 = v128.load(delta, 128);
      const d9 = v128.load(delta, 144);
      const d10 = v128.load(delta, 160);
      const d11 = v128.load(delta, 176);
      for (let c = 0; c < categories; c++) {
        const r = rowOf(code, codeBytes, c, firstRows, gStep, waste) + offset;
        addTwo(r, d0, d1);
        addTwo(r + 32, d2, d3);
        addTwo(r + 64, d4, d5);
        addTwo(r + 96, d6, d7);
        addTwo(r + 128, d8, d9);
        addTwo(r + 160, d10, d11);
      }
      code += codeStep;
      delta += dStep;
    }
  }
  for (; offset < end; offset += 16) {
    let code = codes;
    let delta = d + offset;
    for (let row = 0; row < rows; row++) {
      const d0 = v128.load(delta);
      for (let c = 0; c < categories; c++) {
        const r = rowOf(code, codeBytes, c, firstRows, gStep, waste) + offset;
        v128.store(r, f32x4.add(v128.load(r), d0));
      }
      code += codeStep;
      delta += dStep;
    }
  }
}

/** Both are read before the first is written: only then does a wide build join them. */
function addTwo(at: usize, x: v128, y: v128): void {
  const a = f32x4.add(v128.load(at), x);
  const b = f32x4.add(v128.load(at, 16), y);
  v128.store(at, a);
  v128.store(at, b, 16);
}

function rowOf(codes: usize, codeBytes: usize, c: i32, firstRows: usize, step: usize, none: usize): usize {
  const code = codeAt(codes + <usize>c * codeBytes, codeBytes);
  return select<usize>(none, load<usize>(firstRows + ((<usize>c) << 2)) + <usize>code * step, code < 0);
}

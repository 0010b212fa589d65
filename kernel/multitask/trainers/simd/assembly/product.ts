import { madd } from './vector';

/**
 * C = start + A · W on tiles of 4 rows and 8 columns, the most that 15 vector registers hold.
 *
 * W lies in panels of 8 columns: [column ÷ 8][k][8]. `start` is what sums begin with: the bias (startRow 0, startColumn 1),
 * C itself (startRow = cStep, startColumn 1) or zeros (0, 0). `depth` and `columns` are multiples of 4, steps are bytes
 * between rows, and all buffers have room for a multiple of 4 rows; `scratch` for 4 · depth floats.
 */
export function product(
  rows: i32,
  depth: i32,
  a: usize,
  aStep: usize,
  w: usize,
  panelStep: usize,
  columns: i32,
  start: usize,
  startRow: usize,
  startColumn: i32,
  c: usize,
  cStep: usize,
  scratch: usize,
): void {
  const advance: usize = startColumn ? 32 : 0;
  for (let row = 0; row < rows; row += 4) {
    interleave(depth, a, aStep, scratch);
    let panel = w;
    let begin = start;
    let out = c;
    let column = 0;
    for (; column + 8 <= columns; column += 8) {
      tile(depth, scratch, panel, begin, startRow, out, cStep);
      panel += panelStep;
      begin += advance;
      out += 32;
    }
    if (column < columns) halfTile(depth, scratch, panel, begin, startRow, out, cStep);
    a += 4 * aStep;
    c += 4 * cStep;
    start += 4 * startRow;
  }
}

/** Four rows of A, value by value: [k][4], so that a tile reads them through one pointer. */
function interleave(depth: i32, a: usize, aStep: usize, out: usize): void {
  for (let k = 0; k < depth; k += 4) {
    const r0 = v128.load(a);
    const r1 = v128.load(a + aStep);
    const r2 = v128.load(a + 2 * aStep);
    const r3 = v128.load(a + 3 * aStep);
    const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    v128.store(out, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
    v128.store(out, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), 16);
    v128.store(out, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), 32);
    v128.store(out, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), 48);
    a += 16;
    out += 64;
  }
}

function tile(depth: i32, a: usize, w: usize, start: usize, startRow: usize, c: usize, cStep: usize): void {
  let c00 = v128.load(start);
  let c01 = v128.load(start, 16);
  start += startRow;
  let c10 = v128.load(start);
  let c11 = v128.load(start, 16);
  start += startRow;
  let c20 = v128.load(start);
  let c21 = v128.load(start, 16);
  start += startRow;
  let c30 = v128.load(start);
  let c31 = v128.load(start, 16);
  const end = w + ((<usize>depth) << 5);
  while (w < end) {
    const w0 = v128.load(w);
    const w1 = v128.load(w, 16);
    let x = v128.load32_splat(a);
    c00 = madd(x, w0, c00);
    c01 = madd(x, w1, c01);
    x = v128.load32_splat(a, 4);
    c10 = madd(x, w0, c10);
    c11 = madd(x, w1, c11);
    x = v128.load32_splat(a, 8);
    c20 = madd(x, w0, c20);
    c21 = madd(x, w1, c21);
    x = v128.load32_splat(a, 12);
    c30 = madd(x, w0, c30);
    c31 = madd(x, w1, c31);
    a += 16;
    w += 32;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += cStep;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += cStep;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += cStep;
  v128.store(c, c30);
  v128.store(c, c31, 16);
}

/** The last 4 columns, when their number is no multiple of 8. */
function halfTile(depth: i32, a: usize, w: usize, start: usize, startRow: usize, c: usize, cStep: usize): void {
  let c0 = v128.load(start);
  let c1 = v128.load(start + startRow);
  let c2 = v128.load(start + 2 * startRow);
  let c3 = v128.load(start + 3 * startRow);
  const end = w + ((<usize>depth) << 5);
  while (w < end) {
    const w0 = v128.load(w);
    c0 = madd(v128.load32_splat(a), w0, c0);
    c1 = madd(v128.load32_splat(a, 4), w0, c1);
    c2 = madd(v128.load32_splat(a, 8), w0, c2);
    c3 = madd(v128.load32_splat(a, 12), w0, c3);
    a += 16;
    w += 32;
  }
  v128.store(c, c0);
  v128.store(c + cStep, c1);
  v128.store(c + 2 * cStep, c2);
  v128.store(c + 3 * cStep, c3);
}

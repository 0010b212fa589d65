import { madd } from './vector';

/**
 * C = start + A · W on 4 rows and 8 columns, the most that 15 vector registers hold. A's four rows are interleaved, [k][4];
 * W's are `wStep` bytes apart, C's `cStep`, those of what sums begin with `startRow`.
 */
export function tile(
  depth: i32,
  a: usize,
  w: usize,
  wStep: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cStep: usize,
): void {
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
  const end = a + ((<usize>depth) << 4);
  while (a < end) {
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
    w += wStep;
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

/** The same on 4 columns: the last ones, when their number is no multiple of 8. */
export function halfTile(
  depth: i32,
  a: usize,
  w: usize,
  wStep: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cStep: usize,
): void {
  let c0 = v128.load(start);
  let c1 = v128.load(start + startRow);
  let c2 = v128.load(start + 2 * startRow);
  let c3 = v128.load(start + 3 * startRow);
  const end = a + ((<usize>depth) << 4);
  while (a < end) {
    const w0 = v128.load(w);
    c0 = madd(v128.load32_splat(a), w0, c0);
    c1 = madd(v128.load32_splat(a, 4), w0, c1);
    c2 = madd(v128.load32_splat(a, 8), w0, c2);
    c3 = madd(v128.load32_splat(a, 12), w0, c3);
    a += 16;
    w += wStep;
  }
  v128.store(c, c0);
  v128.store(c + cStep, c1);
  v128.store(c + 2 * cStep, c2);
  v128.store(c + 3 * cStep, c3);
}

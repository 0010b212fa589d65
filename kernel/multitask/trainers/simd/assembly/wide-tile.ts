import { madd } from './vector';

/**
 * Tiles of the build whose neighbouring vectors V8 joins to vectors of 256 bits: 6 rows and 16 columns are the most that 15 of
 * those hold. The two halves of 16 columns lie apart, as panels do: `w2`, `start2` and `c2` are the second one's places.
 */
/** A's six rows are interleaved, [k][6]; the rest is as in `tile`. */
export function tile6x16(
  depth: i32,
  a: usize,
  w: usize,
  w2: usize,
  wStep: usize,
  start: usize,
  start2: usize,
  startRow: usize,
  c: usize,
  c2: usize,
  cStep: usize,
): void {
  let c00 = v128.load(start);
  let c01 = v128.load(start, 16);
  let c02 = v128.load(start2);
  let c03 = v128.load(start2, 16);
  start += startRow;
  start2 += startRow;
  let c10 = v128.load(start);
  let c11 = v128.load(start, 16);
  let c12 = v128.load(start2);
  let c13 = v128.load(start2, 16);
  start += startRow;
  start2 += startRow;
  let c20 = v128.load(start);
  let c21 = v128.load(start, 16);
  let c22 = v128.load(start2);
  let c23 = v128.load(start2, 16);
  start += startRow;
  start2 += startRow;
  let c30 = v128.load(start);
  let c31 = v128.load(start, 16);
  let c32 = v128.load(start2);
  let c33 = v128.load(start2, 16);
  start += startRow;
  start2 += startRow;
  let c40 = v128.load(start);
  let c41 = v128.load(start, 16);
  let c42 = v128.load(start2);
  let c43 = v128.load(start2, 16);
  start += startRow;
  start2 += startRow;
  let c50 = v128.load(start);
  let c51 = v128.load(start, 16);
  let c52 = v128.load(start2);
  let c53 = v128.load(start2, 16);
  const end = a + <usize>depth * 24;
  while (a < end) {
    const wa = v128.load(w);
    const wb = v128.load(w, 16);
    const wc = v128.load(w2);
    const wd = v128.load(w2, 16);
    let x = v128.load32_splat(a);
    c00 = madd(x, wa, c00);
    c01 = madd(x, wb, c01);
    c02 = madd(x, wc, c02);
    c03 = madd(x, wd, c03);
    x = v128.load32_splat(a, 4);
    c10 = madd(x, wa, c10);
    c11 = madd(x, wb, c11);
    c12 = madd(x, wc, c12);
    c13 = madd(x, wd, c13);
    x = v128.load32_splat(a, 8);
    c20 = madd(x, wa, c20);
    c21 = madd(x, wb, c21);
    c22 = madd(x, wc, c22);
    c23 = madd(x, wd, c23);
    x = v128.load32_splat(a, 12);
    c30 = madd(x, wa, c30);
    c31 = madd(x, wb, c31);
    c32 = madd(x, wc, c32);
    c33 = madd(x, wd, c33);
    x = v128.load32_splat(a, 16);
    c40 = madd(x, wa, c40);
    c41 = madd(x, wb, c41);
    c42 = madd(x, wc, c42);
    c43 = madd(x, wd, c43);
    x = v128.load32_splat(a, 20);
    c50 = madd(x, wa, c50);
    c51 = madd(x, wb, c51);
    c52 = madd(x, wc, c52);
    c53 = madd(x, wd, c53);
    a += 24;
    w += wStep;
    w2 += wStep;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c2, c02);
  v128.store(c2, c03, 16);
  c += cStep;
  c2 += cStep;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  v128.store(c2, c12);
  v128.store(c2, c13, 16);
  c += cStep;
  c2 += cStep;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  v128.store(c2, c22);
  v128.store(c2, c23, 16);
  c += cStep;
  c2 += cStep;
  v128.store(c, c30);
  v128.store(c, c31, 16);
  v128.store(c2, c32);
  v128.store(c2, c33, 16);
  c += cStep;
  c2 += cStep;
  v128.store(c, c40);
  v128.store(c, c41, 16);
  v128.store(c2, c42);
  v128.store(c2, c43, 16);
  c += cStep;
  c2 += cStep;
  v128.store(c, c50);
  v128.store(c, c51, 16);
  v128.store(c2, c52);
  v128.store(c2, c53, 16);
}

/** The same on 4 rows, [k][4]. */
export function tile4x16(
  depth: i32,
  a: usize,
  w: usize,
  w2: usize,
  wStep: usize,
  start: usize,
  start2: usize,
  startRow: usize,
  c: usize,
  c2: usize,
  cStep: usize,
): void {
  let c00 = v128.load(start);
  let c01 = v128.load(start, 16);
  let c02 = v128.load(start2);
  let c03 = v128.load(start2, 16);
  start += startRow;
  start2 += startRow;
  let c10 = v128.load(start);
  let c11 = v128.load(start, 16);
  let c12 = v128.load(start2);
  let c13 = v128.load(start2, 16);
  start += startRow;
  start2 += startRow;
  let c20 = v128.load(start);
  let c21 = v128.load(start, 16);
  let c22 = v128.load(start2);
  let c23 = v128.load(start2, 16);
  start += startRow;
  start2 += startRow;
  let c30 = v128.load(start);
  let c31 = v128.load(start, 16);
  let c32 = v128.load(start2);
  let c33 = v128.load(start2, 16);
  const end = a + <usize>depth * 16;
  while (a < end) {
    const wa = v128.load(w);
    const wb = v128.load(w, 16);
    const wc = v128.load(w2);
    const wd = v128.load(w2, 16);
    let x = v128.load32_splat(a);
    c00 = madd(x, wa, c00);
    c01 = madd(x, wb, c01);
    c02 = madd(x, wc, c02);
    c03 = madd(x, wd, c03);
    x = v128.load32_splat(a, 4);
    c10 = madd(x, wa, c10);
    c11 = madd(x, wb, c11);
    c12 = madd(x, wc, c12);
    c13 = madd(x, wd, c13);
    x = v128.load32_splat(a, 8);
    c20 = madd(x, wa, c20);
    c21 = madd(x, wb, c21);
    c22 = madd(x, wc, c22);
    c23 = madd(x, wd, c23);
    x = v128.load32_splat(a, 12);
    c30 = madd(x, wa, c30);
    c31 = madd(x, wb, c31);
    c32 = madd(x, wc, c32);
    c33 = madd(x, wd, c33);
    a += 16;
    w += wStep;
    w2 += wStep;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c2, c02);
  v128.store(c2, c03, 16);
  c += cStep;
  c2 += cStep;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  v128.store(c2, c12);
  v128.store(c2, c13, 16);
  c += cStep;
  c2 += cStep;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  v128.store(c2, c22);
  v128.store(c2, c23, 16);
  c += cStep;
  c2 += cStep;
  v128.store(c, c30);
  v128.store(c, c31, 16);
  v128.store(c2, c32);
  v128.store(c2, c33, 16);
}

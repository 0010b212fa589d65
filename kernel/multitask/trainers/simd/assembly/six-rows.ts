import { madd } from './vector';

/** `tile` on 6 rows, whose A is interleaved, [k][6]: the last columns behind those of `tile6x16`. */
export function tile6x8(
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
  start += startRow;
  let c40 = v128.load(start);
  let c41 = v128.load(start, 16);
  start += startRow;
  let c50 = v128.load(start);
  let c51 = v128.load(start, 16);
  const end = a + <usize>depth * 24;
  while (a < end) {
    const wa = v128.load(w);
    const wb = v128.load(w, 16);
    let x = v128.load32_splat(a);
    c00 = madd(x, wa, c00);
    c01 = madd(x, wb, c01);
    x = v128.load32_splat(a, 4);
    c10 = madd(x, wa, c10);
    c11 = madd(x, wb, c11);
    x = v128.load32_splat(a, 8);
    c20 = madd(x, wa, c20);
    c21 = madd(x, wb, c21);
    x = v128.load32_splat(a, 12);
    c30 = madd(x, wa, c30);
    c31 = madd(x, wb, c31);
    x = v128.load32_splat(a, 16);
    c40 = madd(x, wa, c40);
    c41 = madd(x, wb, c41);
    x = v128.load32_splat(a, 20);
    c50 = madd(x, wa, c50);
    c51 = madd(x, wb, c51);
    a += 24;
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
  c += cStep;
  v128.store(c, c40);
  v128.store(c, c41, 16);
  c += cStep;
  v128.store(c, c50);
  v128.store(c, c51, 16);
}

/** The same on 4 columns. */
export function tile6x4(
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
  start += startRow;
  let c10 = v128.load(start);
  start += startRow;
  let c20 = v128.load(start);
  start += startRow;
  let c30 = v128.load(start);
  start += startRow;
  let c40 = v128.load(start);
  start += startRow;
  let c50 = v128.load(start);
  const end = a + <usize>depth * 24;
  while (a < end) {
    const wa = v128.load(w);
    let x = v128.load32_splat(a);
    c00 = madd(x, wa, c00);
    x = v128.load32_splat(a, 4);
    c10 = madd(x, wa, c10);
    x = v128.load32_splat(a, 8);
    c20 = madd(x, wa, c20);
    x = v128.load32_splat(a, 12);
    c30 = madd(x, wa, c30);
    x = v128.load32_splat(a, 16);
    c40 = madd(x, wa, c40);
    x = v128.load32_splat(a, 20);
    c50 = madd(x, wa, c50);
    a += 24;
    w += wStep;
  }
  v128.store(c, c00);
  c += cStep;
  v128.store(c, c10);
  c += cStep;
  v128.store(c, c20);
  c += cStep;
  v128.store(c, c30);
  c += cStep;
  v128.store(c, c40);
  c += cStep;
  v128.store(c, c50);
}

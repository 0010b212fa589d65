import { madd } from './vector';

/**
 * G += Aᵀ · D: the gradient of weights, on tiles of 4 weight rows and 8 columns.
 *
 * G's row k, column n is at `g + k · gRow + (n ÷ 8) · gPanel + n % 8`: panels (gRow 32) or plain rows (gPanel 32).
 * `depth` and `columns` are multiples of 4; `rows` is exact, what lies below is not read.
 */
export function productGradient(
  rows: i32,
  depth: i32,
  a: usize,
  aStep: usize,
  columns: i32,
  d: usize,
  dStep: usize,
  g: usize,
  gRow: usize,
  gPanel: usize,
): void {
  for (let k = 0; k < depth; k += 4) {
    let gradient = g;
    let delta = d;
    let column = 0;
    for (; column + 8 <= columns; column += 8) {
      tile(rows, a, aStep, delta, dStep, gradient, gRow);
      gradient += gPanel;
      delta += 32;
    }
    if (column < columns) halfTile(rows, a, aStep, delta, dStep, gradient, gRow);
    a += 16;
    g += 4 * gRow;
  }
}

function tile(rows: i32, a: usize, aStep: usize, d: usize, dStep: usize, g: usize, gRow: usize): void {
  const g1 = g + gRow;
  const g2 = g1 + gRow;
  const g3 = g2 + gRow;
  let c00 = v128.load(g);
  let c01 = v128.load(g, 16);
  let c10 = v128.load(g1);
  let c11 = v128.load(g1, 16);
  let c20 = v128.load(g2);
  let c21 = v128.load(g2, 16);
  let c30 = v128.load(g3);
  let c31 = v128.load(g3, 16);
  const end = d + <usize>rows * dStep;
  while (d < end) {
    const d0 = v128.load(d);
    const d1 = v128.load(d, 16);
    let x = v128.load32_splat(a);
    c00 = madd(x, d0, c00);
    c01 = madd(x, d1, c01);
    x = v128.load32_splat(a, 4);
    c10 = madd(x, d0, c10);
    c11 = madd(x, d1, c11);
    x = v128.load32_splat(a, 8);
    c20 = madd(x, d0, c20);
    c21 = madd(x, d1, c21);
    x = v128.load32_splat(a, 12);
    c30 = madd(x, d0, c30);
    c31 = madd(x, d1, c31);
    a += aStep;
    d += dStep;
  }
  v128.store(g, c00);
  v128.store(g, c01, 16);
  v128.store(g1, c10);
  v128.store(g1, c11, 16);
  v128.store(g2, c20);
  v128.store(g2, c21, 16);
  v128.store(g3, c30);
  v128.store(g3, c31, 16);
}

function halfTile(rows: i32, a: usize, aStep: usize, d: usize, dStep: usize, g: usize, gRow: usize): void {
  let c0 = v128.load(g);
  let c1 = v128.load(g + gRow);
  let c2 = v128.load(g + 2 * gRow);
  let c3 = v128.load(g + 3 * gRow);
  const end = d + <usize>rows * dStep;
  while (d < end) {
    const d0 = v128.load(d);
    c0 = madd(v128.load32_splat(a), d0, c0);
    c1 = madd(v128.load32_splat(a, 4), d0, c1);
    c2 = madd(v128.load32_splat(a, 8), d0, c2);
    c3 = madd(v128.load32_splat(a, 12), d0, c3);
    a += aStep;
    d += dStep;
  }
  v128.store(g, c0);
  v128.store(g + gRow, c1);
  v128.store(g + 2 * gRow, c2);
  v128.store(g + 3 * gRow, c3);
}

/** g += the sum of D's rows: the gradient of a bias. */
export function columnSums(rows: i32, columns: i32, d: usize, dStep: usize, g: usize): void {
  for (let column = 0; column < columns; column += 4) {
    let sum = v128.load(g);
    let row = d;
    for (let i = 0; i < rows; i++) {
      sum = f32x4.add(sum, v128.load(row));
      row += dStep;
    }
    v128.store(g, sum);
    d += 16;
    g += 16;
  }
}

/**
 * Copies tiles `from` … `to` − 1 of W into Wᵀ. A tile is 8 × 8 weights, contiguous in both: W is
 * [column ÷ 8][row ÷ 8][8 rows][8 columns], Wᵀ is [row ÷ 8][column ÷ 8][8 columns][8 rows].
 */
export function transposeTiles(from: i32, to: i32, w: usize, rowTiles: i32, columnTiles: i32, transposed: usize): void {
  for (let t = from; t < to; t++) {
    const source = w + ((<usize>t) << 8);
    const target = transposed + ((<usize>((t % rowTiles) * columnTiles + t / rowTiles)) << 8);
    quarter(source, target);
    quarter(source + 16, target + 128);
    quarter(source + 128, target + 16);
    quarter(source + 144, target + 144);
  }
}

/** 4 × 4 floats, rows 32 bytes apart in both. */
function quarter(source: usize, target: usize): void {
  const r0 = v128.load(source);
  const r1 = v128.load(source, 32);
  const r2 = v128.load(source, 64);
  const r3 = v128.load(source, 96);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(target, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), 32);
  v128.store(target, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), 64);
  v128.store(target, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), 96);
}

import { halfTile, tile } from './tile';
import { gatherFour, wideProductGradient } from './wide-product';

/**
 * G += Aᵀ · D: the gradient of weights, on tiles of 4 weight rows and 8 columns.
 *
 * G's row k, column n is at `g + k · gRow + (n ÷ 8) · gPanel + n % 8`: panels (gRow 32) or plain rows (gPanel 32).
 * `depth` and `columns` are multiples of 4; `rows` is exact, what lies below is not read. `scratch` has room for `rows` rows
 * of `depth` floats.
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
  scratch: usize,
): void {
  if (WIDE) {
    wideProductGradient(rows, depth, a, aStep, columns, d, dStep, g, gRow, gPanel, scratch);
    return;
  }
  let gathered = scratch;
  for (let k = 0; k < depth; k += 4) {
    gathered = gatherFour(rows, a, aStep, gathered);
    a += 16;
  }
  const quadBytes = (<usize>rows) << 4;
  for (let column = 0; column < columns; column += 8) {
    const isWhole = column + 8 <= columns;
    let quad = scratch;
    let gradient = g;
    for (let k = 0; k < depth; k += 4) {
      if (isWhole) tile(rows, quad, d, dStep, gradient, gRow, gradient, gRow);
      else halfTile(rows, quad, d, dStep, gradient, gRow, gradient, gRow);
      quad += quadBytes;
      gradient += 4 * gRow;
    }
    d += 32;
    g += gPanel;
  }
}

/** g += the sum of D's rows: the gradient of a bias. */
export function columnSums(rows: i32, columns: i32, d: usize, dStep: usize, g: usize): void {
  let column = 0;
  for (; column + 16 <= columns; column += 16) {
    let s0 = v128.load(g);
    let s1 = v128.load(g, 16);
    let s2 = v128.load(g, 32);
    let s3 = v128.load(g, 48);
    let row = d;
    for (let i = 0; i < rows; i++) {
      s0 = f32x4.add(s0, v128.load(row));
      s1 = f32x4.add(s1, v128.load(row, 16));
      s2 = f32x4.add(s2, v128.load(row, 32));
      s3 = f32x4.add(s3, v128.load(row, 48));
      row += dStep;
    }
    v128.store(g, s0);
    v128.store(g, s1, 16);
    v128.store(g, s2, 32);
    v128.store(g, s3, 48);
    d += 64;
    g += 64;
  }
  for (; column < columns; column += 4) {
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

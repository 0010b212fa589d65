import { halfTile, tile } from './tile';

/**
 * C = start + A · W, tile by tile.
 *
 * W lies in panels of 8 columns: [column ÷ 8][k][8]. `start` is what sums begin with: the bias (startRow 0, startColumn 1),
 * C itself (startRow = cStep, startColumn 1) or zeros (0, 0). `depth` and `columns` are multiples of 4, steps are bytes
 * between rows, and all buffers have room for a multiple of 4 rows; `scratch` for as many rows of `depth` floats.
 *
 * A panel stays in the first-level cache while A passes by, so that W is read from further away once for all rows.
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
  const quadBytes = (<usize>depth) << 4;
  let quad = scratch;
  for (let row = 0; row < rows; row += 4) {
    interleave(depth, a, aStep, quad);
    a += 4 * aStep;
    quad += quadBytes;
  }
  const lastQuad = quad;
  const advance: usize = startColumn ? 32 : 0;
  for (let column = 0; column < columns; column += 8) {
    const isWhole = column + 8 <= columns;
    let begin = start;
    let out = c;
    for (quad = scratch; quad < lastQuad; quad += quadBytes) {
      if (isWhole) tile(depth, quad, w, 32, begin, startRow, out, cStep);
      else halfTile(depth, quad, w, 32, begin, startRow, out, cStep);
      begin += 4 * startRow;
      out += 4 * cStep;
    }
    w += panelStep;
    start += advance;
    c += 32;
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

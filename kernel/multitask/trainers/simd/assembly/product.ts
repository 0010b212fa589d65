import { halfTile, tile } from './tile';
import { interleaveFour, wideProduct } from './wide-product';

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
  if (WIDE) {
    wideProduct(rows, depth, a, aStep, w, panelStep, columns, start, startRow, startColumn, c, cStep, scratch);
    return;
  }
  const quadBytes = (<usize>depth) << 4;
  let quad = scratch;
  for (let row = 0; row < rows; row += 4) {
    interleaveFour(depth, a, aStep, quad);
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

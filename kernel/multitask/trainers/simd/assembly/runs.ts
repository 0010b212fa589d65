import { product } from './product';
import { productGradient } from './product-gradient';

/**
 * Products over some of the columns of A, and of W's rows: the runs of `runs`, their number and then the first column and the
 * columns of each. What lies between them is somebody else's, see `distinct-codes.ts`.
 *
 * C = start + A · W; without a run C = start. Parameters are those of `product`.
 */
export function productOfRuns(
  rows: i32,
  runs: usize,
  a: usize,
  aStep: usize,
  w: usize,
  panelStep: usize,
  columns: i32,
  start: usize,
  c: usize,
  cStep: usize,
  scratch: usize,
): void {
  const count = load<i32>(runs);
  if (count === 0) copyStart(rows, columns, start, c, cStep);
  for (let i = 0; i < count; i++) {
    const from = load<usize>(runs + ((<usize>i) << 3), 4);
    const depth = load<i32>(runs + ((<usize>i) << 3), 8);
    const begin = i ? c : start;
    const beginRow = i ? cStep : 0;
    product(
      rows,
      depth,
      a + (from << 2),
      aStep,
      w + (from << 5),
      panelStep,
      columns,
      begin,
      beginRow,
      1,
      c,
      cStep,
      scratch,
    );
  }
}

/** G's rows += those columns of Aᵀ · D; G is in panels. */
export function productGradientOfRuns(
  rows: i32,
  runs: usize,
  a: usize,
  aStep: usize,
  columns: i32,
  d: usize,
  dStep: usize,
  g: usize,
  gPanel: usize,
  scratch: usize,
): void {
  for (let i = 0, count = load<i32>(runs); i < count; i++) {
    const from = load<usize>(runs + ((<usize>i) << 3), 4);
    const depth = load<i32>(runs + ((<usize>i) << 3), 8);
    productGradient(rows, depth, a + (from << 2), aStep, columns, d, dStep, g + (from << 5), 32, gPanel, scratch);
  }
}

/**
 * Those columns of A's gradient D · Wᵀ, with W in panels of 8 of its rows: as these begin at a multiple of 8, up to 4 columns before a
 * run get numbers that nobody reads.
 */
export function productBackOfRuns(
  rows: i32,
  runs: usize,
  depth: i32,
  d: usize,
  dStep: usize,
  w: usize,
  panelStep: usize,
  zeros: usize,
  da: usize,
  daStep: usize,
  scratch: usize,
): void {
  for (let i = 0, count = load<i32>(runs); i < count; i++) {
    const from = load<usize>(runs + ((<usize>i) << 3), 4);
    const begin = from & ~7;
    const columns = load<i32>(runs + ((<usize>i) << 3), 8) + <i32>(from - begin);
    const panel = w + (begin >> 3) * panelStep;
    product(rows, depth, d, dStep, panel, panelStep, columns, zeros, 0, 0, da + (begin << 2), daStep, scratch);
  }
}

function copyStart(rows: i32, columns: i32, start: usize, c: usize, cStep: usize): void {
  for (let row = 0; row < rows; row++) {
    for (let at: usize = 0, end = (<usize>columns) << 2; at < end; at += 16) v128.store(c + at, v128.load(start + at));
    c += cStep;
  }
}

import { tile6x4, tile6x8 } from './six-rows';
import { halfTile, tile } from './tile';
import { tile4x16, tile6x16 } from './wide-tile';

/**
 * `product` and `productGradient` on tiles of 6 rows and 16 columns, for the build whose neighbouring vectors V8 joins. Each
 * sum is taken in the same order as there, so that the bits are the same.
 */
export function wideProduct(
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
  const sixes = sixesOf(rows);
  const fours = ((rows + 3) >> 2) - ((6 * sixes) >> 2);
  let block = scratch;
  for (let i = 0; i < sixes; i++) {
    interleaveSix(depth, a, aStep, block);
    a += 6 * aStep;
    block += <usize>depth * 24;
  }
  const endOfSixes = block;
  for (let i = 0; i < fours; i++) {
    interleaveFour(depth, a, aStep, block);
    a += 4 * aStep;
    block += <usize>depth * 16;
  }
  tiles(
    depth,
    scratch,
    endOfSixes,
    block,
    w,
    panelStep,
    32,
    columns,
    start,
    startRow,
    startColumn ? 32 : 0,
    c,
    32,
    cStep,
  );
}

export function wideProductGradient(
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
  const sixes = sixesOf(depth);
  const fours = (depth - 6 * sixes) >> 2;
  let block = scratch;
  for (let i = 0; i < sixes; i++) {
    block = gatherSix(rows, a, aStep, block);
    a += 24;
  }
  const endOfSixes = block;
  for (let i = 0; i < fours; i++) {
    block = gatherFour(rows, a, aStep, block);
    a += 16;
  }
  tiles(rows, scratch, endOfSixes, block, d, 32, dStep, columns, g, gRow, gPanel, g, gPanel, gRow);
}

/** Blocks of six rows of A, of so many that the other rows are blocks of four. */
function sixesOf(rows: i32): i32 {
  const whole = (rows + 3) & ~3;
  return whole / 6 - <i32>(whole % 6 === 2);
}

/**
 * C = start + A · W, two panels of 8 columns at a time: panels of W, of what sums begin with and of C are `wPanel`, `startPanel`
 * and `cPanel` bytes apart. Blocks of A that end before `endOfSixes` are of six rows, the others of four.
 */
function tiles(
  depth: i32,
  a: usize,
  endOfSixes: usize,
  end: usize,
  w: usize,
  wPanel: usize,
  wStep: usize,
  columns: i32,
  start: usize,
  startRow: usize,
  startPanel: usize,
  c: usize,
  cPanel: usize,
  cStep: usize,
): void {
  const six = <usize>depth * 24;
  const four = <usize>depth * 16;
  for (let column = 0; column < columns; ) {
    const left = columns - column;
    let block = a;
    let begin = start;
    let out = c;
    for (; block < endOfSixes; block += six) {
      if (left >= 16)
        tile6x16(depth, block, w, w + wPanel, wStep, begin, begin + startPanel, startRow, out, out + cPanel, cStep);
      else if (left >= 8) tile6x8(depth, block, w, wStep, begin, startRow, out, cStep);
      else tile6x4(depth, block, w, wStep, begin, startRow, out, cStep);
      begin += 6 * startRow;
      out += 6 * cStep;
    }
    for (; block < end; block += four) {
      if (left >= 16)
        tile4x16(depth, block, w, w + wPanel, wStep, begin, begin + startPanel, startRow, out, out + cPanel, cStep);
      else if (left >= 8) tile(depth, block, w, wStep, begin, startRow, out, cStep);
      else halfTile(depth, block, w, wStep, begin, startRow, out, cStep);
      begin += 4 * startRow;
      out += 4 * cStep;
    }
    const panels: usize = left >= 16 ? 2 : 1;
    w += panels * wPanel;
    start += panels * startPanel;
    c += panels * cPanel;
    column += left >= 16 ? 16 : 8;
  }
}

/** Six rows of A, value by value: [k][6]. */
function interleaveSix(depth: i32, a: usize, aStep: usize, out: usize): void {
  const a4 = a + 4 * aStep;
  for (let k: usize = 0, end = (<usize>depth) << 2; k < end; k += 16) {
    const r0 = v128.load(a + k);
    const r1 = v128.load(a + k + aStep);
    const r2 = v128.load(a + k + 2 * aStep);
    const r3 = v128.load(a + k + 3 * aStep);
    const r4 = v128.load(a4 + k);
    const r5 = v128.load(a4 + k + aStep);
    const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    const low45 = v128.shuffle<f32>(r4, r5, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    const high45 = v128.shuffle<f32>(r4, r5, 2, 6, 3, 7);
    v128.store(out, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
    v128.store(out, v128.shuffle<f32>(low45, low01, 0, 1, 6, 7), 16);
    v128.store(out, v128.shuffle<f32>(low23, low45, 2, 3, 6, 7), 32);
    v128.store(out, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), 48);
    v128.store(out, v128.shuffle<f32>(high45, high01, 0, 1, 6, 7), 64);
    v128.store(out, v128.shuffle<f32>(high23, high45, 2, 3, 6, 7), 80);
    out += 96;
  }
}

/** Four rows, [k][4]. */
export function interleaveFour(depth: i32, a: usize, aStep: usize, out: usize): void {
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

/** Six columns of A, row by row: [row][6]. Returns the end. */
function gatherSix(rows: i32, a: usize, aStep: usize, out: usize): usize {
  for (let row = 0; row < rows; row++) {
    v128.store(out, v128.load(a));
    store<u64>(out, load<u64>(a, 16), 16);
    a += aStep;
    out += 24;
  }
  return out;
}

/** Four columns, [row][4]. */
export function gatherFour(rows: i32, a: usize, aStep: usize, out: usize): usize {
  for (let row = 0; row < rows; row++) {
    v128.store(out, v128.load(a));
    a += aStep;
    out += 16;
  }
  return out;
}

import { listShare } from './embedding';
import { codeAt, madd } from './vector';

/**
 * Embedding tables are lists of records: when it was last brought up to date, when it was last touched, as the how manieth of
 * its step where passes have gradients of their own (three i32, 16 bytes),
 * then its weights, its optimizer slots and its gradient, each `units` floats rounded up to a multiple of 4.
 *
 * Every row of a table belongs to one thread, row % threads, which adds up its gradient over the whole batch in the order
 * of the batch: the result does not depend on the number of threads.
 *
 * Adds d of one categorical column to the gradients of this thread's rows, and appends the address of each record that
 * this step had not touched to `touched`. Returns the new length of that list.
 */
export function tableGradient(
  rows: i32,
  codes: usize,
  codeStep: usize,
  codeBytes: usize,
  table: usize,
  firstRow: i32,
  recordStep: usize,
  columns: i32,
  gradientOffset: usize,
  d: usize,
  dStep: usize,
  thread: i32,
  threads: i32,
  stamp: i32,
  touched: usize,
  count: i32,
): i32 {
  for (let row = 0; row < rows; row++) {
    const code = codeAt(codes, codeBytes);
    if (code >= 0 && (firstRow + code) % threads === thread) {
      const record = table + <usize>(firstRow + code) * recordStep;
      count = touch(record, stamp, touched, count);
      addRow(record + gradientOffset, d, columns, 1);
    }
    codes += codeStep;
    d += dStep;
  }
  return count;
}

/**
 * The same for a list column: every code of a list gets the list's d, or its share with `mean`; or a d of its own, where these
 * are `dEach` bytes apart.
 */
export function tableListGradient(
  rows: i32,
  lists: usize,
  listStep: usize,
  codeBytes: usize,
  table: usize,
  firstRow: i32,
  recordStep: usize,
  columns: i32,
  gradientOffset: usize,
  d: usize,
  dStep: usize,
  thread: i32,
  threads: i32,
  stamp: i32,
  touched: usize,
  count: i32,
  mean: i32,
  dEach: usize,
): i32 {
  for (let row = 0; row < rows; row++) {
    const length = load<i32>(lists);
    const share = listShare(length, mean);
    for (let i = 0; i < length; i++) {
      const code = codeAt(lists + 4 + <usize>i * codeBytes, codeBytes);
      if (code >= 0 && (firstRow + code) % threads === thread) {
        const record = table + <usize>(firstRow + code) * recordStep;
        count = touch(record, stamp, touched, count);
        addRow(record + gradientOffset, d + <usize>i * dEach, columns, share);
      }
    }
    lists += listStep;
    d += dStep;
  }
  return count;
}

/** Lists every record of this thread, as if all had been touched: for optimizers that move untouched rows too. */
export function allRecords(rows: i32, table: usize, recordStep: usize, thread: i32, threads: i32, touched: usize): i32 {
  let count = 0;
  for (let row = thread; row < rows; row += threads) {
    store<usize>(touched + ((<usize>count) << 2), table + <usize>row * recordStep);
    count++;
  }
  return count;
}

/**
 * One pass of several adds d of one categorical column to gradients of its own, a row of `columns` for each record in the order
 * in which the step touched them: the passes' are `next` bytes apart, `g` is the first pass's and `pass` this one's place.
 */
export function passGradient(
  rows: i32,
  codes: usize,
  codeStep: usize,
  codeBytes: usize,
  table: usize,
  firstRow: i32,
  recordStep: usize,
  columns: i32,
  g: usize,
  passes: i32,
  next: usize,
  pass: i32,
  d: usize,
  dStep: usize,
  thread: i32,
  threads: i32,
  stamp: i32,
  touched: usize,
  count: i32,
): i32 {
  const own = g + <usize>pass * next;
  for (let row = 0; row < rows; row++) {
    const code = codeAt(codes, codeBytes);
    if (code >= 0 && (firstRow + code) % threads === thread) {
      const record = table + <usize>(firstRow + code) * recordStep;
      count = touchRow(record, stamp, touched, count, columns, g, passes, next);
      addRow(own + rowOf(record, columns), d, columns, 1);
    }
    codes += codeStep;
    d += dStep;
  }
  return count;
}

/** The same for a list column. */
export function passListGradient(
  rows: i32,
  lists: usize,
  listStep: usize,
  codeBytes: usize,
  table: usize,
  firstRow: i32,
  recordStep: usize,
  columns: i32,
  g: usize,
  passes: i32,
  next: usize,
  pass: i32,
  d: usize,
  dStep: usize,
  thread: i32,
  threads: i32,
  stamp: i32,
  touched: usize,
  count: i32,
  mean: i32,
  dEach: usize,
): i32 {
  const own = g + <usize>pass * next;
  for (let row = 0; row < rows; row++) {
    const length = load<i32>(lists);
    const share = listShare(length, mean);
    for (let i = 0; i < length; i++) {
      const code = codeAt(lists + 4 + <usize>i * codeBytes, codeBytes);
      if (code >= 0 && (firstRow + code) % threads === thread) {
        const record = table + <usize>(firstRow + code) * recordStep;
        count = touchRow(record, stamp, touched, count, columns, g, passes, next);
        addRow(own + rowOf(record, columns), d + <usize>i * dEach, columns, share);
      }
    }
    lists += listStep;
    d += dStep;
  }
  return count;
}

/** A record that the step touches first gets the next row of every pass, which begins at 0. */
function touchRow(
  record: usize,
  stamp: i32,
  touched: usize,
  count: i32,
  columns: i32,
  g: usize,
  passes: i32,
  next: usize,
): i32 {
  const after = touch(record, stamp, touched, count);
  if (after === count) return count;
  store<i32>(record, count, 8);
  const size = (<usize>columns) << 2;
  for (let p = 0; p < passes; p++) memory.fill(g + <usize>p * next + rowOf(record, columns), 0, size);
  return after;
}

function rowOf(record: usize, columns: i32): usize {
  return <usize>load<i32>(record, 8) * ((<usize>columns) << 2);
}

export function touch(record: usize, stamp: i32, touched: usize, count: i32): i32 {
  if (load<i32>(record, 4) === stamp) return count;
  store<i32>(record, stamp, 4);
  store<usize>(touched + ((<usize>count) << 2), record);
  return count + 1;
}

export function addRow(to: usize, from: usize, columns: i32, share: f32): void {
  const x = f32x4.splat(share);
  const end = to + ((<usize>columns) << 2);
  for (; to + 16 < end; to += 32) {
    const a = madd(x, v128.load(from), v128.load(to));
    const b = madd(x, v128.load(from, 16), v128.load(to, 16));
    v128.store(to, a);
    v128.store(to, b, 16);
    from += 32;
  }
  if (to < end) v128.store(to, madd(x, v128.load(from), v128.load(to)));
}

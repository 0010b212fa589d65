import { codeAt } from './vector';

/** Records that are listed, then worked on: few enough to stay in the first-level cache. */
export const together = 32;

/**
 * Lists the records of those codes whose rows are this thread's, in the order of the codes, and returns the end of the
 * list. It has room for all codes, four bytes for each, and one more.
 */
export function listOwn(
  count: i32,
  codes: usize,
  codeStep: usize,
  codeBytes: usize,
  table: usize,
  firstRow: i32,
  recordStep: usize,
  thread: i32,
  threads: i32,
  list: usize,
): usize {
  let end = list;
  for (let i = 0; i < count; i++) {
    const code = codeAt(codes, codeBytes);
    const row = firstRow + code;
    store<usize>(end, table + <usize>row * recordStep);
    // No branch: whose row comes next cannot be foreseen.
    end += (<usize>(<i32>(code >= 0) & <i32>(row % threads === thread))) << 2;
    codes += codeStep;
  }
  touch(list, end, recordStep);
  return end;
}

/**
 * Reads all cache lines of the listed records: the processor waits for many of them at once, where working on one record
 * after the other waits for each.
 */
export function touch(list: usize, end: usize, recordStep: usize): void {
  let read = 0;
  let record: usize = 0;
  for (let at = list; at < end; at += 4) {
    record = load<usize>(at);
    for (let line: usize = 0; line < recordStep; line += 64) read ^= load<i32>(record + line);
  }
  // A value that nothing needs would not be read; this word of a record's head serves for nothing else.
  if (record) store<i32>(record, read, 8);
}

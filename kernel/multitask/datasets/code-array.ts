import type { Rows } from '../dataset.ts';

/** Zeros in the narrowest signed integers that hold the codes 0 … values − 1, and −1. */
export function codeArray(values: number, rows: number): Rows['categorical'][number] {
  if (values <= 0x80) return new Int8Array(rows);
  return values <= 0x8000 ? new Int16Array(rows) : new Int32Array(rows);
}

/** Each old code as the new code that stands for the same value, −1 when no new code does. */
export function translation(from: readonly string[], to: readonly string[]): Int32Array {
  const codes = new Map(to.map((value, code) => [value, code]));
  return Int32Array.from(from, (value) => codes.get(value) ?? -1);
}

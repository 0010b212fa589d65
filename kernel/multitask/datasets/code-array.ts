import type { Rows } from '../data/index.ts';

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

/** A list column in other codes: each code as `to[code]`, those that become −1 left out. */
export function translatedList({ offsets, codes }: Rows['lists'][number], to: Int32Array): Rows['lists'][number] {
  const kept = new Int32Array(codes.length);
  const newOffsets = new Uint32Array(offsets.length);
  let count = 0;
  for (let row = 0; row + 1 < offsets.length; row++) {
    for (let i = offsets[row]; i < offsets[row + 1]; i++) if (to[codes[i]] >= 0) kept[count++] = to[codes[i]];
    newOffsets[row + 1] = count;
  }
  return { offsets: newOffsets, codes: kept.slice(0, count) };
}

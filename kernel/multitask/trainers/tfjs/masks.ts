import { type DropoutMask, isKept } from '../common/index.ts';

/** 1 where an entry survives dropout, else 0. [row, unit] */
export function entryMask(mask: DropoutMask, rows: number, width: number): Float32Array {
  return Float32Array.from({ length: rows * width }, (_, i) => (isKept(mask, i) ? 1 : 0));
}

/** As `entryMask`, but a row that would lose every expert keeps them all. [row, expert] */
export function gateMask(mask: DropoutMask, rows: number, experts: number): Float32Array {
  const kept = entryMask(mask, rows, experts);
  for (let start = 0; start < kept.length; start += experts) {
    const row = kept.subarray(start, start + experts);
    if (row.every((entry) => entry === 0)) row.fill(1);
  }
  return kept;
}

import type { InputColumns } from '../compile/input-columns.ts';
import type { BatchMemory } from './batch-memory.ts';
import type { SharedRows } from './shared-rows.ts';

/** Copies rows `order[start + from … start + to)` into the batch at `from`; `ahead` chooses the fields of the next batch. */
export type Stage = (start: number, from: number, to: number, ahead: number) => void;

/** Without an order, rows come as they are; without targets, none are copied. */
export function createStage(
  buffer: ArrayBufferLike,
  batch: BatchMemory,
  columns: InputColumns,
  rows: SharedRows,
  order: Uint32Array | undefined,
  targets: Float32Array | undefined,
): Stage {
  const words = new Int32Array(buffer);
  const copies = [
    createCopy(words, batch, 'record', rows.records),
    ...(targets ? [createCopy(words, batch, 'targets', new Int32Array(targets.buffer))] : []),
  ];

  function stageLists(start: number, from: number, to: number, ahead: number): void {
    for (const [l, { field }] of columns.lists.entries()) {
      const { at, step } = placeOf(batch, field, ahead);
      const { offsets, codes, longest } = rows.lists[l];
      for (let i = from; i < to; i++) {
        const row = order === undefined ? start + i : order[start + i];
        const target = at + i * step;
        const end = Math.min(offsets[row + 1], offsets[row] + longest);
        let count = 0;
        for (let c = offsets[row]; c < end; c++) if (codes[c] >= 0) words[target + ++count] = codes[c];
        words[target] = count;
      }
    }
  }

  return (start, from, to, ahead) => {
    for (const copy of copies) copy(order, start, from, to, ahead);
    if (columns.lists.length > 0) stageLists(start, from, to, ahead);
  };
}

/** Copies records of the field's size, word by word. */
function createCopy(words: Int32Array, batch: BatchMemory, field: string, records: Int32Array) {
  return (order: Uint32Array | undefined, start: number, from: number, to: number, ahead: number): void => {
    const { at, step } = placeOf(batch, field, ahead);
    for (let first = from; first < to; first += together) {
      const last = Math.min(to, first + together);
      if (order !== undefined) words[at + first * step] = touch(records, step, order, start + first, start + last);
      let target = at + first * step;
      for (let i = first; i < last; i++) {
        let source = (order === undefined ? start + i : order[start + i]) * step;
        for (const end = source + step; source < end; source++) words[target++] = records[source];
      }
    }
  };
}

/** Reads a word of each record: the processor waits for many of them at once, where copying waits for one after the other. */
function touch(records: Int32Array, step: number, order: Uint32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum ^= records[order[i] * step];
  return sum;
}

/** Records that are touched, then copied: few enough to stay in the first-level cache. */
const together = 64;

/** A field's place and step in words of 4 bytes. */
function placeOf({ fields }: BatchMemory, field: string, ahead: number): { at: number; step: number } {
  const { address = 0, bytes = 0, next = 0 } = fields.get(field) ?? {};
  return { at: (address + ahead * next) / 4, step: bytes / 4 };
}

import { expect, test } from 'vitest';
import type { EncodedColumns } from '../../../../../kernel/multitask/data/index.ts';
import { KeptRows } from '../../../../../kernel/multitask/datasets/files/kept-rows.ts';

const piece = (first: number, length: number): EncodedColumns => {
  const rows = <Value>(of: (row: number) => Value) => Array.from({ length }, (_, i) => of(first + i));
  return {
    length,
    numeric: [Float32Array.from(rows((i) => i / 3)), Float64Array.from(rows((i) => 1e12 + i / 3))],
    categorical: [
      Int8Array.from(rows(() => -1)),
      Int16Array.from(rows((i) => 300 + i)),
      Int32Array.from(rows((i) => i)),
    ],
    lists: [
      { offsets: Uint32Array.from({ length: length + 1 }, (_, i) => 2 * i), codes: new Int32Array(2 * length).fill(7) },
      { offsets: new Uint32Array(length + 1), codes: new Int32Array(0) },
    ],
    labels: { click: Float32Array.from(rows((i) => (i % 3 > 0 ? i % 2 : Number.NaN))) },
    weights: Float32Array.from(rows((i) => i + 1)),
  };
};

test('pieces of any size come back as they went, however many read them', async () => {
  const kept = new KeptRows('rows', 100);
  const pieces = [piece(0, 5), piece(5, 1), piece(6, 33)];
  await kept.add(pieces[0]);
  await kept.add(piece(5, 0));
  for (const each of pieces.slice(1)) await kept.add(each);
  const read = async () => {
    const found: EncodedColumns[] = [];
    for await (const each of kept.pieces()) found.push(each);
    return found;
  };
  expect(await Promise.all([read(), read()])).toEqual([pieces, pieces]);
  const memory = new ArrayBuffer(1e5);
  const asked: number[] = [];
  const one = kept.pieces(undefined, (bytes) => {
    asked.push(bytes);
    return memory;
  });
  for (const each of pieces) expect((await one.next()).value).toEqual(each);
  expect(asked.length).toBe(3);
  await kept.close();
  await expect(read()).rejects.toThrow('The rows of rows are not kept any more.');
});

test('rows that the disk has no room for are not begun, and who reads them is told how much they need', async () => {
  const kept = new KeptRows('clicks.parquet', 1e15);
  await kept.add(piece(0, 10));
  await expect(kept.pieces().next()).rejects.toThrow(
    /rows of clicks\.parquet.*: they need about [\d,]+ MB where [\d,]+ MB are left\. Make room there/,
  );
});

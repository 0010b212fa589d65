import { expect, test } from 'vitest';
import { joinRows, type Rows, reusedMemory, sliceRows } from '../../../../kernel/multitask/data/index.ts';

const rows: Rows = {
  columns: [],
  length: 4,
  numeric: [Float32Array.of(1, 2, 3, 4)],
  categorical: [Int8Array.of(0, -1, 2, 1)],
  lists: [{ offsets: Uint32Array.of(0, 2, 2, 3, 5), codes: Int32Array.of(7, 8, 9, 5, 6) }],
  labels: { click: Float32Array.of(0, 1, Number.NaN, 0) },
};

test('slices put together are the rows they were cut from', () => {
  expect(joinRows([0, 1, 2, 3].map((row) => sliceRows(rows, row, row + 1)))).toEqual(rows);
  expect(joinRows([sliceRows(rows, 2, 4), sliceRows(rows, 0, 2)]).lists).toEqual([
    { offsets: Uint32Array.of(0, 1, 3, 5, 5), codes: Int32Array.of(9, 5, 6, 7, 8) },
  ]);
});

test('codes are as wide as those of the piece that needs most', () => {
  const wider = { ...rows, categorical: [Int16Array.of(300, -1, 2, 1)] };
  const { categorical } = joinRows([rows, wider, rows]);
  expect(categorical).toEqual([Int16Array.of(0, -1, 2, 1, 300, -1, 2, 1, 0, -1, 2, 1)]);
  const widest = { ...rows, categorical: [Int32Array.of(70_000, -1, 2, 1)] };
  expect(joinRows([widest, wider]).categorical).toEqual([Int32Array.of(70_000, -1, 2, 1, 300, -1, 2, 1)]);
});

test('into memory that is used again: whatever stood there is written over', () => {
  const memory = reusedMemory();
  const halves = [sliceRows(rows, 0, 2), sliceRows(rows, 2, 4)];
  new Uint8Array(memory(1000)).fill(255);
  const first = joinRows(halves, memory);
  expect(first).toEqual(rows);
  const next = joinRows([rows, rows], memory);
  expect(next.numeric[0].buffer).toBe(first.numeric[0].buffer);
  expect(next).toEqual(joinRows([rows, rows]));
});

test('pieces with and without weights, in 32 and in 64 bits', () => {
  const weighted = { ...rows, numeric: [Float64Array.of(1e12, 2, 3, 4)], weights: Float32Array.of(2, 0, 1, 3) };
  expect(joinRows([rows, weighted])).toMatchObject({
    numeric: [Float64Array.of(1, 2, 3, 4, 1e12, 2, 3, 4)],
    weights: Float32Array.of(1, 1, 1, 1, 2, 0, 1, 3),
  });
});

import type { EncodedColumns, Numbers, Rows } from './dataset.ts';

/** The given rows, in the given order, as rows of their own (copies). */
export function pickRows(rows: Rows, picked: Uint32Array): Rows;
export function pickRows(rows: EncodedColumns, picked: Uint32Array): EncodedColumns;
export function pickRows(rows: EncodedColumns & Partial<Rows>, picked: Uint32Array): EncodedColumns {
  return {
    ...(rows.columns ? { columns: rows.columns } : {}),
    length: picked.length,
    numeric: rows.numeric.map((column) => fill(numbersLike(column, picked.length), column, picked)),
    categorical: rows.categorical.map((column) => fill(sameKind(column, picked.length), column, picked)),
    lists: rows.lists.map((list) => pickList(list, picked)),
    labels: Object.fromEntries(
      Object.entries(rows.labels).map(([task, labels]) => [
        task,
        fill(numbersLike(labels, picked.length), labels, picked),
      ]),
    ),
    ...(rows.weights ? { weights: fill(numbersLike(rows.weights, picked.length), rows.weights, picked) } : {}),
  };
}

type Codes = Rows['categorical'][number];
type List = Rows['lists'][number];

function sameKind(codes: Codes, length: number): Codes {
  if (codes instanceof Int8Array) return new Int8Array(length);
  return codes instanceof Int16Array ? new Int16Array(length) : new Int32Array(length);
}

function numbersLike(numbers: Numbers, length: number): Numbers {
  return numbers instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
}

function fill<Column extends Numbers | Codes>(into: Column, from: Column, picked: Uint32Array): Column {
  for (let i = 0; i < picked.length; i++) into[i] = from[picked[i]];
  return into;
}

function pickList({ offsets, codes }: List, picked: Uint32Array): List {
  const newOffsets = new Uint32Array(picked.length + 1);
  for (let i = 0; i < picked.length; i++) {
    newOffsets[i + 1] = newOffsets[i] + offsets[picked[i] + 1] - offsets[picked[i]];
  }
  const newCodes = new Int32Array(newOffsets[picked.length]);
  for (let i = 0; i < picked.length; i++) {
    newCodes.set(codes.subarray(offsets[picked[i]], offsets[picked[i] + 1]), newOffsets[i]);
  }
  return { offsets: newOffsets, codes: newCodes };
}

import { mostAsked } from '../../payloads/table/index.ts';
import type { DuckDBChunk, DuckDBResult } from '../values/tabular.ts';
import { encode, type Words, wholeText } from './encode.ts';
import type { FoundTable } from './found.ts';

/** A result whose rows are in memory, read without using it up, a chunk at a time. Two of its columns may have one name. */
export function duckDBTable(result: DuckDBResult, words: Words): FoundTable {
  const read = result.currentRowCount === undefined ? chunked(result) : wholly(result);
  return {
    length: read.length,
    columns: result.columnNames().map((name) => ({ name })),
    value: (row, column) => encode(read.at(row, column), words),
    key: (row, column) => encode(read.at(row, column)),
    whole: (row, column) => wholeText(read.at(row, column), words, mostAsked.characters),
  };
}

type Reading = { readonly length: number; readonly at: (row: number, column: number) => unknown };

function wholly(result: DuckDBResult): Reading {
  const rows = result.getRows?.() ?? [];
  return { length: rows.length, at: (row, column) => rows[row]?.[column] };
}

/** The chunk that was read last is kept, by column: sorting and counting go down a column, and a picture takes rows of few chunks. */
function chunked(result: DuckDBResult): Reading {
  const starts: number[] = [];
  let length = 0;
  for (let i = 0; i < (result.chunkCount ?? 0); i++) {
    starts.push(length);
    length += result.getChunk?.(i).rowCount ?? 0;
  }
  let kept:
    | { readonly number: number; readonly chunk: DuckDBChunk | undefined; columns: Map<number, unknown[]> }
    | undefined;
  return {
    length,
    at(row, column) {
      const number = lastAtMost(starts, row);
      if (kept?.number !== number) kept = { number, chunk: result.getChunk?.(number), columns: new Map() };
      const values = kept.columns.get(column) ?? kept.chunk?.getColumnValues(column) ?? [];
      kept.columns.set(column, values);
      return values[row - (starts[number] ?? 0)];
    },
  };
}

/** The position of the last number that is not above `limit`, of numbers that rise. */
function lastAtMost(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

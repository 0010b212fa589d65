import { types } from 'node:util';
import { mostAsked, mostTable, type TableValue } from '../../payloads/table/index.ts';
import { encode, type Words, wholeText } from './encode.ts';
import type { FoundTable } from './found.ts';

/**
 * A list of records: its columns are the names in its first 10,000 records. Fields are read as they stand: no getter runs, and what is
 * no record says so in its first column.
 */
export function recordsTable(records: readonly unknown[], words: Words): FoundTable {
  const names = new Set<string>();
  for (let row = 0; row < records.length && row < mostTable.rows; row++) {
    const record = elementOf(records, row);
    if (isRecord(record)) for (const name of Object.keys(record)) names.add(name);
  }
  const columns = Array.from(names, (name) => ({ name }));
  const raw = (row: number, column: number): { readonly of: unknown } | 'absent' => {
    const record = elementOf(records, row);
    if (!isRecord(record)) return column === 0 && record !== undefined ? { of: record } : 'absent';
    const field = Object.getOwnPropertyDescriptor(record, columns[column]?.name ?? '');
    if (!field) return 'absent';
    return 'value' in field ? { of: field.value } : { of: Symbol('getter') };
  };
  const read = (row: number, column: number, put?: Words): TableValue => {
    const found = raw(row, column);
    return found === 'absent' ? ['absent'] : encode(found.of, put);
  };
  return {
    length: records.length,
    columns,
    value: (row, column) => read(row, column, words),
    key: (row, column) => read(row, column),
    whole: (row, column) => {
      const found = raw(row, column);
      return found === 'absent' ? '' : wholeText(found.of, words, mostAsked.characters);
    },
  };
}

function elementOf(records: readonly unknown[], row: number): unknown {
  const own = Object.getOwnPropertyDescriptor(records, row);
  return own && 'value' in own ? own.value : undefined;
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !types.isProxy(value);
}

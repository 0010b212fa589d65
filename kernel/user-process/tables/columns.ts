import { types } from 'node:util';
import { type TableValue, valueText } from '../../payloads/table/index.ts';
import { dataOf } from '../values/quiet.ts';
import { encode, encodeFloat32 } from './encode.ts';
import type { FoundTable } from './found.ts';

/** One column of a table that is kept by columns. */
type HeldColumn = {
  readonly name: string;
  readonly about?: string | undefined;
  readonly value: (row: number) => TableValue;
  readonly key?: (row: number) => TableValue;
  /** Where a value may be longer than what is shown of it. */
  readonly whole?: (row: number) => string;
};

/** `Rows` of a dataset, with the values that their codes stand for; or arrays of numbers by name, as `model.predict` gives them. */
export function columnsTable(value: object): FoundTable | undefined {
  return rowsTable(value) ?? namedArrays(value);
}

/** The parts of a dataset that are in memory, one under the other, with the name of its part before each row. */
export function datasetTable(value: object): FoundTable | undefined {
  if (!Array.isArray(dataOf(value, 'tasks')) || !isRead(dataOf(value, 'features'))) return undefined;
  const parts = (['train', 'validation', 'test'] as const).flatMap((part) => {
    const rows = dataOf(value, part);
    const table = isRead(rows) ? rowsTable(rows) : undefined;
    return table && table.length > 0 ? [{ part, table }] : [];
  });
  const [first] = parts;
  if (!first) return undefined;
  const place = (row: number) => {
    let from = row;
    for (const each of parts) {
      if (from < each.table.length) return { ...each, row: from };
      from -= each.table.length;
    }
    return { ...first, row: 0 };
  };
  const read = (row: number, column: number, how: 'value' | 'key'): TableValue => {
    const at = place(row);
    if (column === 0) return at.part;
    const { value: shown, key = shown } = at.table;
    return (how === 'key' ? key : shown)(at.row, column - 1);
  };
  const name = dataOf(value, 'name');
  return {
    title: typeof name === 'string' ? name : undefined,
    length: parts.reduce((sum, { table }) => sum + table.length, 0),
    columns: [{ name: 'part', about: 'train, validation or test' }, ...first.table.columns],
    value: (row, column) => read(row, column, 'value'),
    key: (row, column) => read(row, column, 'key'),
    whole: (row, column) => {
      const at = place(row);
      return column === 0 ? at.part : at.table.whole(at.row, column - 1);
    },
  };
}

function rowsTable(value: object): FoundTable | undefined {
  const [length, columns] = [dataOf(value, 'length'), dataOf(value, 'columns')];
  const numeric = arraysIn(dataOf(value, 'numeric'));
  const categorical = arraysIn(dataOf(value, 'categorical'));
  const lists = dataOf(value, 'lists');
  if (typeof length !== 'number' || !Array.isArray(columns) || !numeric || !categorical || !Array.isArray(lists))
    return undefined;
  const held: HeldColumn[] = [];
  const next = { numeric: 0, categorical: 0, list: 0 };
  for (const column of columns) {
    const [kind, name, values] = [dataOf(column, 'kind'), String(dataOf(column, 'name')), dataOf(column, 'values')];
    const known = Array.isArray(values) ? values : [];
    const decoded = (code: unknown): TableValue => (code === -1 ? ['absent'] : encode(known[Number(code)]));
    const wholeCode = (code: unknown): string => (code === -1 ? '' : String(known[Number(code)]));
    if (kind === 'numeric') {
      const array = numeric[next.numeric++];
      if (array) held.push({ name, about: 'numeric', ...numbers(array) });
    } else if (kind === 'categorical') {
      const codes = categorical[next.categorical++];
      if (codes)
        held.push({
          name,
          about: `categorical, ${known.length} values`,
          value: (row) => decoded(codes[row]),
          whole: (row) => wholeCode(codes[row]),
        });
    } else if (kind === 'list') {
      const list = lists[next.list++];
      const [offsets, codes] = [dataOf(list, 'offsets'), dataOf(list, 'codes')];
      if (!types.isUint32Array(offsets) || !types.isInt32Array(codes)) continue;
      const whole = (row: number): string =>
        Array.from(codes.subarray(offsets[row], offsets[row + 1]), (code) =>
          code === -1 ? '?' : String(known[code]),
        ).join(', ');
      held.push({ name, about: 'a list', value: (row) => encode(whole(row)), whole });
    }
  }
  for (const [name, array] of namedNumbers(dataOf(value, 'labels')))
    held.push({ name, about: 'the label of a task', ...numbers(array) });
  const weights = dataOf(value, 'weights');
  if (types.isFloat32Array(weights) || types.isFloat64Array(weights))
    held.push({ name: 'weight', about: 'how much each row counts', ...numbers(weights) });
  const name = dataOf(value, 'name');
  return heldTable(length, held, typeof name === 'string' ? name : undefined);
}

function namedArrays(value: object): FoundTable | undefined {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  const names = Object.keys(value);
  const arrays = namedNumbers(value).filter(([, array]) => types.isFloat32Array(array) || types.isFloat64Array(array));
  const length = arrays[0]?.[1].length ?? 0;
  if (length === 0 || arrays.length !== names.length || arrays.some(([, array]) => array.length !== length))
    return undefined;
  return heldTable(
    length,
    arrays.map(([name, array]) => ({ name, ...numbers(array) })),
  );
}

function heldTable(length: number, columns: readonly HeldColumn[], title?: string): FoundTable {
  const value = (row: number, column: number): TableValue => columns[column]?.value(row) ?? null;
  return {
    title,
    length,
    columns: columns.map(({ name, about }) => ({ name, about })),
    value,
    key: (row, column) => (columns[column]?.key ?? columns[column]?.value)?.(row) ?? null,
    whole: (row, column) => columns[column]?.whole?.(row) ?? valueText(value(row, column)),
  };
}

type Numbers = NodeJS.TypedArray;

function numbers(array: Numbers): Pick<HeldColumn, 'value' | 'key'> {
  const key = (row: number): TableValue => encode(array[row]);
  return { key, value: types.isFloat32Array(array) ? (row) => encodeFloat32(array[row] ?? Number.NaN) : key };
}

function isRead(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !types.isProxy(value);
}

function arraysIn(value: unknown): readonly Numbers[] | undefined {
  if (!Array.isArray(value) || types.isProxy(value)) return undefined;
  const arrays = value.map((_, i) => dataOf(value, String(i)));
  return arrays.every((each): each is Numbers => types.isTypedArray(each)) ? arrays : undefined;
}

function namedNumbers(value: unknown): readonly (readonly [string, Numbers])[] {
  if (!isRead(value)) return [];
  return Object.keys(value).flatMap((name) => {
    const array = dataOf(value, name);
    return types.isTypedArray(array) ? [[name, array] as const] : [];
  });
}

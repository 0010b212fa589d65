import type { TablePayload } from '../../kernel/payloads/table/index.ts';
import { findTable } from '../../kernel/user-process/tables/find-table.ts';
import { tablePayload } from '../../kernel/user-process/tables/table-payload.ts';

/** A few thousand rows as a person has them: numbers, names, dates, and what is missing. */
export function customers(rows: number): Record<string, unknown>[] {
  const cities = [
    'Köln',
    'München',
    '東京',
    'القاهرة',
    'São Paulo',
    'New York',
    'a city whose name is far too long for its column',
  ];
  return Array.from({ length: rows }, (_, i) => ({
    id: i,
    city: cities[(i * i) % 7],
    age: i % 9 === 0 ? null : 18 + ((i * 37) % 60),
    amount: Math.round(1000 * Math.exp(Math.sin(i * 1.7) * 2)) / 100,
    since: new Date(Date.UTC(2015 + (i % 10), (i * 5) % 12, 1 + (i % 28))),
    churned: i % 4 === 0,
  }));
}

const withProto = JSON.parse('{"__proto__": "own", "constructor": 1, "toString": 2, "": "no name"}');

/** Every strange value in one table. */
export const strange: readonly object[] = [
  {
    n: Number.NaN,
    big: 12345678901234567890n,
    text: 'x'.repeat(12_034),
    when: new Date(Number.NaN),
    any: { a: { b: { c: 1 } } },
  },
  { n: -0, big: -5n, text: '', when: new Date(0), any: [1, 2, { three: 3 }], ...withProto },
  { n: Number.POSITIVE_INFINITY, big: null, text: 'two\nlines', when: null, any: undefined },
  { n: Number.NEGATIVE_INFINITY, text: 'مرحبا، كيف حالك', when: '2026-01-31', any: new Map([['k', 1]]) },
  { n: '12', big: 7, text: '😀 <b>tag</b>', when: 5, any: Symbol('s') },
  { n: 1e-12, big: 2n ** 80n, text: undefined, when: true, any: () => 1 },
];

const payload = (value: unknown): TablePayload => {
  const table = findTable(value);
  if (!table) throw new Error('This is no table.');
  return tablePayload(table);
};

/** Columns of 32-bit numbers, as `Rows` have them. */
export function wideRows(length: number, columns: number): object {
  const numeric = Array.from({ length: columns }, (_, c) =>
    Float32Array.from({ length }, (_, row) => Math.sin(row * (c + 1)) * 10 ** (c % 5)),
  );
  return {
    name: 'wide',
    length,
    columns: numeric.map((_, i) => ({ kind: 'numeric', name: `feature ${i}`, mean: 0, sd: 1 })),
    numeric,
    categorical: [],
    lists: [],
    labels: {},
  };
}

/** As a payload is that has room for no more rows. */
function firstRows(whole: TablePayload, rows: number): TablePayload {
  const columns = whole.columns.map((column) => ({ ...column, values: column.values.slice(0, rows) }));
  return { ...whole, rows, columns };
}

/** By the last part of the example's file name. */
export const tableExamples: Readonly<Record<string, TablePayload>> = {
  customers: payload(customers(300)),
  strange: payload(strange),
  part: { ...firstRows(payload(wideRows(20_000, 30)), 30), id: 'table-1' },
  'no-rows': {
    version: 1,
    length: 0,
    columnsGiven: 2,
    rows: 0,
    columns: [
      { name: 'a', values: [] },
      { name: 'b', values: [] },
    ],
  },
};

import { describe, expect, it, test } from 'vitest';
import {
  type Arrangement,
  arranged,
  arrangementWords,
  edge,
  filterOf,
  isWhole,
  kindOf,
  parseTableAnswer,
  parseTablePayload,
  parseTableQuestion,
  payloadSource,
  summarise,
  summarySentences,
  summaryWords,
  type TablePayload,
  type TableValue,
  tableFacts,
  valueText,
} from '../../../../kernel/payloads/table/index.ts';
import { tableExamples } from '../../../support/table-payloads.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const table = (values: readonly TableValue[]): TablePayload => ({
  version: 1,
  length: values.length,
  columnsGiven: 1,
  rows: values.length,
  columns: [{ name: 'a', values }],
});
const arrange = (values: readonly TableValue[], arrangement: Arrangement) =>
  Array.from(arranged(payloadSource(table(values)), arrangement), (row) => valueText(values[row] ?? null));

describe('examples/table-*.json', () => {
  it.each(Object.entries(tableExamples))('%s can be drawn', async (name, payload) => {
    const json = JSON.stringify(payload);
    expect(parseTablePayload(JSON.parse(json))).toEqual({ ok: true, value: JSON.parse(json) });
    await expect(`${json}\n`).toMatchFileSnapshot(`../../../../kernel/payloads/examples/table-${name}.json`);
  });
});

describe('a payload that is none says why', () => {
  const { customers } = tableExamples;
  const columns = [{ name: 'a', values: [1] }];
  test.each([
    [{ ...customers, version: 2 }, 'It was written by a newer Multitask Notebooks'],
    [{ ...customers, rows: 299 }, 'Column "id" has 300 values for 299 rows.'],
    [{ ...customers, length: 10 }, 'The table has 10 rows, but 300 of them are here.'],
    [{ ...customers, columnsGiven: 1 }, 'The table has 1 columns, but 6 of them are here.'],
    [{ version: 1, length: 1, columnsGiven: 1, rows: 1, columns, index: [] }, 'There are 0 names for 1 rows.'],
    [
      { version: 1, length: 1, columnsGiven: 1, rows: 1, columns: [{ name: 'a', values: [['gold', 'x']] }] },
      'payload.columns[0].values[0] is no value of a table.',
    ],
    [
      { version: 1, length: 1, columnsGiven: 1, rows: 1, columns: [{ name: 'a', values: [{}] }] },
      'no value of a table',
    ],
    [{ version: 1, length: -1 }, 'payload.length is'],
    [null, 'payload is null'],
  ])('%#', (given, reason) => {
    const parsed = parseTablePayload(given);
    expect(parsed.ok ? '' : parsed.reason).toContain(reason);
  });

  it('so do questions and answers', () => {
    expect(parseTableQuestion({ kind: 'rows', table: 't', start: -1 }).ok).toBe(false);
    expect(parseTableQuestion({ kind: 'everything' }).ok).toBe(false);
    expect(parseTableAnswer({ state: 'answered', values: [[1]] }).ok).toBe(false);
    expect(parseTableAnswer({ state: 'answered', total: 1, rows: [0], values: [['bigint', '1']] }).ok).toBe(true);
  });
});

const mixed: readonly TableValue[] = [
  'b',
  null,
  10,
  ['number', '-Infinity'],
  true,
  ['date', '2026-01-02'],
  ['undefined'],
  2,
  ['bigint', '5'],
  'B',
  ['object', '{}'],
  false,
  ['number', 'NaN'],
  ['date', '2026-01-01T23:00:00.000Z'],
  ['absent'],
];

describe('the order of mixed values', () => {
  const sorted = (direction: 'ascending' | 'descending') =>
    arrange(mixed, { order: { column: 0, direction }, filters: [] });
  const missing = ['null', 'undefined', 'NaN', ''];
  const ascending = '-Infinity 2 5 10 false true 2026-01-01T23:00:00.000Z 2026-01-02 B b {}'.split(' ');
  it('numbers, false and true, dates, text, objects; what is missing last', () => {
    expect(sorted('ascending')).toEqual([...ascending, ...missing]);
  });
  it('the other way round, what is missing still last', () => {
    expect(sorted('descending')).toEqual([...ascending.reverse(), ...missing]);
  });
  it('rows alike keep their order, both ways, also infinities and -0', () => {
    const values: TableValue[] = [['number', 'Infinity'], 0, ['number', '-0'], ['number', 'Infinity']];
    for (const [direction, rows] of [
      ['ascending', [1, 2, 0, 3]],
      ['descending', [0, 3, 1, 2]],
    ] as const) {
      const found = arranged(payloadSource(table(values)), { order: { column: 0, direction }, filters: [] });
      expect(Array.from(found)).toEqual(rows);
    }
  });
});

describe('filters', () => {
  const values: readonly TableValue[] = [
    ...mixed,
    'Köln',
    '1..3',
    ['date', '2026-03-01 12:00:00'],
    0.1,
    ['number', '12.30'],
  ];
  test.each([
    ['', values.length],
    ['  ', values.length],
    ['köln', 1],
    ['> 5', 2],
    ['>= 5', 3],
    ['<3', 3],
    ['2..10', 3],
    ['2026-01-01..2026-02-01', 2],
    ['>2026-02-01', 1],
    ['=5', 1],
    ['= 0.1', 1],
    ['=12.3', 1],
    ['=b', 1],
    ['!=b', values.length - 1],
    ['?', 4],
    ['!?', values.length - 4],
    ['!b', values.length - 2],
    ['"1..3"', 1],
    ['=true', 1],
    ['> a', 1],
    ['<', values.length],
    ['null', 1],
  ])('%j passes %i', (words, expected) => {
    expect(arrange(values, { filters: [{ column: 0, words }] })).toHaveLength(expected);
    if (words.trim() === '') expect(filterOf(words)).toBeUndefined();
  });
});

describe('what a column holds', () => {
  const of = (values: readonly TableValue[]) => summarise(values.length, (row) => values[row] ?? null);
  it('numbers, by hand', () => {
    const found = of([1, 2, 2, 5, null, ['number', 'NaN'], ['number', 'Infinity'], ['bigint', '2']]);
    expect(found).toMatchObject({ rows: 8, missing: 2, distinct: 4, isMore: false, kind: 'number', isMixed: false });
    expect(found.range).toMatchObject({ low: 1, high: 5, mean: 12 / 5 });
    // Stretches of .2 from 1 on: 1 in the first, the three 2s in the sixth, 5 in the last.
    const bins = new Array(20).fill(0);
    [bins[0], bins[5], bins[19]] = [1, 3, 1];
    expect(found.range?.bins).toEqual(bins);
    expect(summaryWords(found).map(plain)).toEqual(['4 distinct', '25 % missing']);
  });
  it('text, dates, mixed values, objects, one value, nothing', () => {
    expect(of(['a', 'b', 'a', '']).top).toEqual([
      { words: 'a', rows: 2 },
      { words: 'b', rows: 1 },
      { words: '', rows: 1 },
    ]);
    expect(
      of([
        ['date', '2026-01-01'],
        ['date', '2026-01-03'],
      ]).range,
    ).toMatchObject({ high: Date.UTC(2026, 0, 3) });
    expect(of(['a', 1, 2])).toMatchObject({ kind: 'number', isMixed: true, distinct: 3 });
    expect(of([['object', '{}'], null])).toMatchObject({ kind: 'object', distinct: null, missing: 1 });
    expect(of([3, 3]).range?.bins.reduce((sum, rows) => sum + rows, 0)).toBe(2);
    expect(of([])).toEqual({ rows: 0, missing: 0, distinct: 0, isMore: false, kind: 'missing', isMixed: false });
    expect(of([-1.7e308, 1.7e308]).range).toBeUndefined();
  });
  it('counting ends, and says so', () => {
    const found = summarise(20_000, (row) => row);
    expect([found.distinct, found.isMore]).toEqual([10_000, true]);
    expect(summaryWords(found)).toEqual(['> 10,000 distinct', '']);
    expect(summarySentences('holds', found, 50_000)).toContain('of only the first 20,000 rows of 50,000');
  });
});

it.each([
  [0, '0'],
  [12.5, '12.5'],
  [-9999, '−9999'],
  [123456, '123,500'],
  [2 ** 80, '1.209e+24'],
])('an end of a range: %d', (value, words) => {
  expect(edge(value, 'number')).toBe(words);
});

it('says what is here, and what was looked at', () => {
  const { part, customers } = tableExamples;
  expect([isWhole(customers), isWhole(part)]).toEqual([true, false]);
  expect(tableFacts(customers)).toBe('300 rows × 6 columns');
  expect(tableFacts(part)).toBe('20,000 rows × 30 columns; the first 30 rows are in this output');
  const about = { names: ['a'], found: 3, length: 20_000 };
  const order = { column: 0, direction: 'ascending' } as const;
  expect(arrangementWords({ order, filters: [] }, { ...about, of: 20_000 })).toBe(
    'sorted by a, ascending. Looked at: all 20,000 rows.',
  );
  expect(arrangementWords({ filters: [{ column: 0, words: 'x' }] }, { ...about, of: 30 })).toBe(
    '3 rows of 30 pass the filter. Looked at: only the first 30 rows of 20,000.',
  );
});

it('every value has a kind and words', () => {
  expect(mixed.map(kindOf)).toEqual(
    'text missing number number boolean date missing number number text object boolean missing date missing'.split(' '),
  );
  expect(valueText(['text', 'abc', 12_034])).toBe('abc…');
});

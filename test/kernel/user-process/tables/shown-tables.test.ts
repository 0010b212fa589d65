import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { tableMime } from '../../../../kernel/payloads/mime.ts';
import { parseTablePayload, type TableAnswer, type TablePayload } from '../../../../kernel/payloads/table/index.ts';
import type { Comm } from '../../../../kernel/user-process/output/comms.ts';
import { findTable, quietRows } from '../../../../kernel/user-process/tables/find-table.ts';
import { createShownTables } from '../../../../kernel/user-process/tables/shown-tables.ts';
import { tablePayload } from '../../../../kernel/user-process/tables/table-payload.ts';
import { describeVariable, inside } from '../../../../kernel/user-process/values/variables.ts';
import { wideRows } from '../../../support/table-payloads.ts';

const tables = createShownTables();
const idOf = (value: unknown): string => tables.ofValue(value)[tableMime]?.id ?? '';
async function ask(question: unknown): Promise<TableAnswer | undefined> {
  let given: TableAnswer | undefined;
  const close = (answer: TableAnswer) => {
    given = answer;
  };
  await tables.answer({ close } as unknown as Comm, question);
  return given;
}
const payloadOf = (value: unknown): TablePayload => {
  const table = findTable(value);
  if (!table) throw new Error('This is no table.');
  const payload = tablePayload(table);
  const parsed = parseTablePayload(JSON.parse(JSON.stringify(payload)));
  if (!parsed.ok) throw new Error(parsed.reason);
  return payload;
};

describe('a payload is bounded', () => {
  const size = (value: unknown) => JSON.stringify(payloadOf(value)).length;
  it.each([
    ['a million rows of two hundred columns', () => wideRows(1_000_000, 5)],
    ['long texts', () => Array.from({ length: 5000 }, () => ({ a: 'x'.repeat(100_000), b: 'y'.repeat(150) }))],
    [
      'one row of many long texts',
      () => [Object.fromEntries(Array.from({ length: 9000 }, (_, i) => [`c${i}`, 'x'.repeat(300)]))],
    ],
    ['more columns than it takes', () => [Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`c${i}`, i]))]],
    [
      'objects, which take time to be put in words',
      () => Array.from({ length: 50_000 }, (_, i) => ({ i, deep: { i } })),
    ],
    ['long names', () => [{ ['n'.repeat(1_000_000)]: 1 }]],
  ])('%s', (_, make) => {
    expect(size(make())).toBeLessThan(700_000);
  });

  it('and says how much there is', () => {
    const wide = payloadOf([Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`c${i}`, i]))]);
    expect([wide.columnsGiven, wide.rows, wide.columns.length <= 10_000]).toEqual([20_000, 1, true]);
  });
});

it('rows that are no records, holes, and columns that come late', () => {
  const rows: unknown[] = Array.from({ length: 60 }, (_, a) => ({ a }));
  rows[61] = 5;
  rows.push({ late: 1 });
  const { columns, length } = payloadOf(rows);
  expect([length, columns.map(({ name }) => name)]).toEqual([63, ['a', 'late']]);
  expect(columns[0]?.values.slice(59)).toEqual([59, ['absent'], 5, ['absent']]);
  expect(columns[1]?.values.at(-1)).toBe(1);
});

describe('what opens from the variables', () => {
  const rows = (value: unknown) => tables.ofVariable(value)[tableMime];
  it('metrics: a row a task', () => {
    const metrics = { income: { auc: 0.9, rows: 5 }, marital: { auc: 0.8, rows: 5 } };
    expect(rows(metrics)).toMatchObject({
      index: ['income', 'marital'],
      columns: [{ name: 'auc', values: [0.9, 0.8] }, {}],
    });
    expect(quietRows(metrics)).toBe(2);
  });
  it.each([
    [{ a: { x: 1 }, b: { y: 1 } }],
    [{ a: 1 }],
    [{}],
    [[1]],
    [null],
    [new Map()],
    [new Proxy({ a: { b: 1 } }, {})],
  ])('%j does not', (value) => {
    expect([rows(value), quietRows(value)]).toEqual([undefined, undefined]);
  });
});

describe('a long list is looked through in stretches', () => {
  it('of a hundred, and of those a hundred', () => {
    const list = Array.from({ length: 25_001 }, (_, i) => i);
    const [first, second] = inside(list);
    expect([inside(list).length, first?.[0], second?.[0]]).toEqual([3, '[0 … 9999]', '[10000 … 19999]']);
    const [, hundred] = inside(second?.[1]);
    expect([hundred?.[0], inside(hundred?.[1])[5]]).toEqual(['[10100 … 10199]', ['10105', 10_105]]);
    expect(describeVariable('[0 … 99]', second?.[1], () => 7)).toEqual({
      name: '[0 … 99]',
      value: '',
      type: '',
      reference: 7,
    });
    expect(inside(new Float32Array(101)).map(([name]) => name)).toEqual(['[0 … 99]', '[100 … 100]']);
    expect(inside([1, 2])).toEqual([
      ['0', 1],
      ['1', 2],
    ]);
  });
});

it('a table that nothing holds any more is let go, and refused in words', async () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const many = () => Array.from({ length: 20_000 }, (_, i) => ({ i, text: 'x'.repeat(30) }));
  const held = many();
  const [gone, kept] = [idOf(many()), idOf(held)];
  const asked = (table: string) => ask({ kind: 'summaries', table, columns: [0] });
  expect((await asked(gone))?.state).toBe('answered');
  for (let i = 0; i < 4; i++) idOf(many());
  await expect
    .poll(async () => {
      collect();
      await new Promise((done) => setTimeout(done));
      return (await asked(gone))?.words;
    })
    .toBe('Nothing in the notebook holds this table any more: run its cell again.');
  expect((await asked(kept))?.state).toBe('answered');
});

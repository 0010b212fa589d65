import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMultitask } from '../../../../../../kernel/multitask/create-multitask.ts';
import type { Rows } from '../../../../../../kernel/multitask/data/index.ts';
import { tableColumns } from '../../../../../../kernel/multitask/datasets/index.ts';

const { datasets, models } = createMultitask();
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shared-vocabulary-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const day = 'item,history,w,click\n10,2|30,1,1\n9,10|9,1,0\n2,,1,1\nx,9|y,0,0\n';
const tasks = { click: 'binary' } as const;
const apart = { tasks, categorical: ['item'], lists: ['history'] } as const;
const options = { ...apart, sharedVocabulary: [['item', 'history']] } as const;
const valuesOf = ({ columns }: { readonly columns: readonly object[] }) =>
  columns.map((column) => ('values' in column ? column.values : undefined));

test('the values of both columns, whole numbers by size first, then texts', async () => {
  const { features, train } = await datasets.table(file('day.csv', day), options);
  const values = ['2', '9', '10', '30', 'x', 'y'];
  expect(valuesOf(features)).toEqual([values, values]);
  expect(train.categorical[0]).toEqual(Int8Array.of(2, 1, 0, 4)); // 10, 9, 2, x
  // 2 and 30; 10 and 9; none; 9 and y
  expect(train.lists[0]).toEqual({ offsets: Uint32Array.of(0, 2, 4, 4, 6), codes: Int32Array.of(0, 3, 2, 1, 1, 5) });
});

test('values that only rows of weight 0 have are none; what either column has is one of both', async () => {
  const { features, train } = await datasets.table(file('weight.csv', day), { ...options, weight: 'w' });
  const values = ['2', '9', '10', '30'];
  expect(valuesOf(features)).toEqual([values, values]);
  expect(train.categorical[0]).toEqual(Int8Array.of(2, 1, 0));
});

test('lists of JSON, three columns, no value', async () => {
  const rows = [
    { item: 3, last: 12, history: [3, 5], colour: 'red', click: 1 },
    { item: 5, last: 3, history: [], colour: '3', click: 0 },
    { item: null, last: 5, history: [12], colour: 'red', click: 1 },
  ];
  const { features, train } = await datasets.table(file('day.json', JSON.stringify(rows)), {
    tasks,
    categorical: ['colour', 'item', 'last'],
    lists: ['history'],
    sharedVocabulary: [['history', 'item', 'last']],
  });
  const values = ['3', '5', '12', ''];
  expect(valuesOf(features)).toEqual([['3', 'red'], values, values, values]);
  expect(train.categorical.slice(1)).toEqual([Int8Array.of(0, 1, 3), Int8Array.of(2, 0, 1)]);
  expect([...train.lists[0].codes]).toEqual([0, 1, 2]);
});

/** 200 rows of items 0 … 39, some of them in few rows. */
function many(): string {
  const item = (row: number, at: number) => Math.floor(((row * 37 + at * 101) % 199) ** 2 / 1000);
  const lines = Array.from({ length: 200 }, (_, row) => {
    const history = Array.from({ length: row % 4 }, (_, at) => item(row, at + 1));
    return `${item(row, 0)},${history.join('|')},${history.includes(item(row, 0)) || row % 3 === 0 ? 1 : 0}`;
  });
  return file('many.csv', ['item,history,click', ...lines].join('\n'));
}

function decoded({ categorical, lists }: Rows, values: readonly string[]): string[] {
  return [...categorical[0], ...lists[0].codes].map((code) => values[code] ?? 'unseen');
}

test('with a split the vocabulary is that of all train rows; a stream has the same', async () => {
  const path = many();
  const parts = { ...options, validation: 0.4, test: 0.2, seed: 4 };
  const { features, train, validation, test: held } = await datasets.table(path, parts);
  const [item, history] = valuesOf(features) as string[][];
  expect(item).toEqual(history);
  const seen = [...new Set(decoded(train, item))].map(Number).sort((a, b) => a - b);
  expect(item).toEqual(seen.map(String));
  const whole = valuesOf((await datasets.table(path, options)).features)[0] as string[];
  expect(whole.length).toBeGreaterThan(item.length); // Some values are in held-out rows alone: there they are unseen.
  expect(validation.categorical[0].includes(-1) || held.categorical[0].includes(-1)).toBe(true);

  const streamed = await datasets.table(path, { ...parts, stream: true, chunkRows: 32 });
  expect(streamed.features).toEqual(features);
  const codes: number[] = [];
  for await (const chunk of streamed.train.chunks()) codes.push(...chunk.categorical[0], ...chunk.lists[0].codes);
  expect(codes.length).toBe(train.categorical[0].length + train.lists[0].codes.length);
  expect(codes.toSorted()).toEqual([...train.categorical[0], ...train.lists[0].codes].toSorted());
  expect(streamed.validation).toEqual(validation);
});

test('attention without it is an error that says the option; pasted, it mends it', async () => {
  const quote = "item's";
  const path = file('apart.csv', day.replace('item', quote).replace('x,9|y', '9,9'));
  const columns = { tasks, categorical: [quote], lists: ['history'] };
  const { features, tasks: made } = await datasets.table(path, columns);
  const build = () => models.mmoe(features, made, { pool: 'attention' });
  // 2, 9 and 10 are in both; the history alone has 30.
  expect(build).toThrow(
    `of the lists "history" has 4, and "item's" has 3. "item's" and "history" have 3 in common: read the table with ` +
      `sharedVocabulary: [['item\\'s', 'history']] (on the command line --shared-vocabulary "item's=history").`,
  );
  const mended = await datasets.table(path, { ...columns, sharedVocabulary: [[quote, 'history']] });
  expect(models.mmoe(mended.features, mended.tasks, { pool: 'attention' }).network.nodes).toContainEqual(
    expect.objectContaining({ kind: 'attend' }),
  );
});

test('columns say with whom they share', async () => {
  const path = file('columns.csv', day);
  const said = { item: 'as told; one vocabulary with history', history: 'as told; one vocabulary with item' };
  for (const columns of [(await datasets.table(path, options)).columns, await tableColumns(path, options)])
    expect(columns).toMatchObject(
      ['item', 'history', 'w', 'click'].map((name) => ({ name, ...(name in said && { why: said[name as 'item'] }) })),
    );
});

describe('refused', () => {
  const check = (name: string, more: object, message: string | RegExp, text = day) =>
    test(name, async () => {
      const path = file(`${name}.csv`, text);
      await expect(datasets.table(path, { ...options, ...more })).rejects.toThrow(message);
    });
  const shared = (...sharedVocabulary: readonly (readonly string[])[]) => ({ sharedVocabulary });
  check(
    'unknown',
    shared(['item', 'histori']),
    /no column "histori", which sharedVocabulary names. Did you mean "history"/,
  );
  check('one alone', shared(['item']), "['item'] is one column alone; name the columns whose values are one, e.g. [[");
  check('an empty group', shared([]), '[] is no column; name');
  check('twice', shared(['item', 'history', 'item']), `"item" is named twice in ['item', 'history', 'item']`);
  check(
    'in two groups',
    { categorical: ['item', 'w'], ...shared(['item', 'history'], ['w', 'item']) },
    `"item" is in two groups; if all their values are one, name them together: [['item', 'history', 'w']]`,
  );
  check('numeric', { numeric: ['w'], ...shared(['w', 'item']) }, /column "w" is numeric.*categorical: \['w'\]/);
  check('not named', shared(['w', 'item']), /column "w" is left out \(it was not named\).*beside the other features/);
  check(
    'a number found',
    { categorical: undefined, lists: undefined },
    /column "item" is.*categorical: \['item'\]/,
    'item,history,click\n1,1|2,1\n2,1,0\n',
  );
  check('ignored', { categorical: undefined, lists: undefined, ignore: ['item'] }, /"item" is left out \(it was told/);
  check('a label', shared(['click', 'item']), /column "click" is a label, so sharedVocabulary cannot name it/);
  check('the weight', { weight: 'w', ...shared(['w', 'item']) }, /column "w" is the weight of the rows, so shared/);
  check(
    'a flat list',
    { sharedVocabulary: ['item', 'history'] },
    /sharedVocabulary\[0\].*'item'|sharedVocabulary.*"item"/,
  );
  check('no group', shared(), /sharedVocabulary/);
  check(
    'nothing in common',
    {},
    /no value of column "item" \(e.g. "1.0"\) is one of "history" \(e.g. "1"\)/,
    'item,history,click\n1.0,1|2,1\n2.0,1,0\n',
  );
  check(
    'no value',
    {},
    /column "history" has no value in any row: leave it out of sharedVocabulary/,
    'item,history,click\n1,,1\n2,,0\n',
  );
  test('beside features', async () => {
    const path = file('known.csv', day);
    const { features } = await datasets.table(path, apart);
    const { sharedVocabulary } = options;
    await expect(datasets.table(path, { tasks, features, sharedVocabulary })).rejects.toThrow(
      'features has its columns already: leave out sharedVocabulary.',
    );
  });
});

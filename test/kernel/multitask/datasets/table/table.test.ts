import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Rows } from '../../../../../kernel/multitask/data/dataset.ts';
import { literal, withDuckDb } from '../../../../../kernel/multitask/datasets/table/duckdb.ts';
import { randomSplit } from '../../../../../kernel/multitask/datasets/table/split.ts';
import { table } from '../../../../../kernel/multitask/datasets/table/table.ts';
import type { TableOptions } from '../../../../../kernel/multitask/datasets/table/table-options.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'table-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
/** Writes a file of its own folder and gives its path. */
function file(name: string, content: string | Uint8Array): string {
  const path = join(mkdtempSync(join(folder, `${files++}-`)), name);
  writeFileSync(path, content);
  return path;
}

/** The answer of a query as a file, in the format of its ending. */
async function written(name: string, query: string): Promise<string> {
  const path = file(name, '');
  await withDuckDb((database) => database.run(`COPY (${query}) TO ${literal(path)}`));
  return path;
}

const CLICK = { tasks: { click: 'binary' } } as const;
const CSV = 'click,price,city,tags\n0,1.5,Rome,a|b\n1,2.5,Oslo,\n,4,Rome,b| c |\n';
const NAMED = { ...CLICK, numeric: ['price'], categorical: ['city'], lists: ['tags'] } as const;

describe('a table becomes columns, whatever it is written in', () => {
  const check = (name: string, source: () => string | Promise<string>, options: Partial<TableOptions> = {}) =>
    test(name, async () => {
      const { features, tasks, train, validation, test: held } = await table(await source(), { ...NAMED, ...options });
      expect(features.columns).toEqual([
        { kind: 'numeric', name: 'price', mean: 8 / 3, sd: expect.closeTo(Math.sqrt(19 / 18), 10) },
        { kind: 'categorical', name: 'city', values: ['Oslo', 'Rome'] },
        { kind: 'list', name: 'tags', values: ['a', 'b', 'c'] },
      ]);
      expect(tasks).toEqual([{ name: 'click', kind: 'binary', mean: 0.5 }]);
      expect(train.columns).toBe(features.columns);
      expect(train).toEqual({
        columns: features.columns,
        length: 3,
        numeric: [Float32Array.of(1.5, 2.5, 4)],
        categorical: [Int8Array.of(1, 0, 1)],
        lists: [{ offsets: Uint32Array.of(0, 2, 2, 4), codes: Int32Array.of(0, 1, 1, 2) }],
        labels: { click: Float32Array.of(0, 1, Number.NaN) },
      });
      expect([validation.length, held.length]).toEqual([0, 0]);
    });
  check('CSV', () => file('clicks.csv', CSV));
  check('CSV, Windows lines and a byte order mark', () => file('c.csv', `\ufeff${CSV.replaceAll('\n', '\r\n')}`));
  check('CSV without a last newline', () => file('clicks.csv', CSV.trimEnd()));
  check('CSV with empty lines', () => file('clicks.csv', CSV.replace('\n1,', '\n\n1,')));
  check('gzip', () => file('clicks.csv.gz', gzipSync(CSV)));
  check('tabs', () => file('clicks.tsv', CSV.replaceAll(',', '\t')));
  check('semicolons', () => file('clicks.txt', CSV.replaceAll(',', ';')));
  check('quotes', () => file('clicks.csv', CSV.replace('city', '"city"').replaceAll('Rome', '"Rome"')));
  check('other texts for no value', () => file('c.csv', CSV.replace('\n,4', '\nNA,4')), {
    csv: { missing: ['NA', ''] },
  });
  check('no header', () => file('clicks.csv', CSV.slice(CSV.indexOf('\n') + 1)), {
    csv: { header: ['click', 'price', 'city', 'tags'] },
  });
  check(
    'latin-1 is told',
    () =>
      file(
        'c.csv',
        Buffer.from(CSV.replace('city', 'city,stra\u00dfe').replaceAll(/(Rome|Oslo),/g, '$1,\u00e4,'), 'latin1'),
      ),
    {
      csv: { encoding: 'latin-1' },
    },
  );
  check('true and false', () => file('c.csv', CSV.replace('\n0,', '\nfalse,').replace('\n1,', '\nTrue,')));
  check('JSON lines', () =>
    file(
      'clicks.jsonl',
      [
        { click: 0, price: 1.5, city: 'Rome', tags: ['a', 'b'] },
        { click: 1, price: 2.5, city: 'Oslo' },
        { price: 4, city: 'Rome', tags: ['b', 'c', null] },
      ]
        .map((row) => JSON.stringify(row))
        .join('\n'),
    ),
  );
  const rows = `FROM (VALUES (false, 1.5::DECIMAL(5,2), 'Rome', ['a', 'b']), (true, 2.5, 'Oslo', NULL),
    (NULL, 4, 'Rome', ['b', NULL, 'c'])) AS t(click, price, city, tags)`;
  check('Parquet', () => written('clicks.parquet', `SELECT * ${rows}`));
  check('a query', () => `SELECT * ${rows};`);
  check('separators are told', () => file('c.csv', CSV.replaceAll('|', '/')), { lists: { tags: { separator: '/' } } });
  check('lists as in the documentation', () => file('clicks.csv', CSV), { lists: { tags: 'embed' } });
});

test('several files of a pattern are one table', async () => {
  const first = file('a.csv', 'click,x\n0,1\n');
  writeFileSync(first.replace('a.csv', 'b.csv'), 'click,x\n1,2\n');
  const { train } = await table(first.replace('a.csv', '*.csv'), CLICK);
  expect(train.numeric).toEqual([Float32Array.of(1, 2)]);
  writeFileSync(first.replace('a.csv', 'c.csv'), 'x,click\n1,2\n');
  await expect(table(first.replace('a.csv', '*.csv'), CLICK)).rejects.toThrow(/have different columns/);
});

test('who only names labels gets every fitting column', async () => {
  const lines = Array.from({ length: 210 }, (_, i) => `${i % 2},${i},"id ${i}",${i % 3 ? 'x' : 'y'},,9`);
  const source = file('clicks.csv', `click,age,id,kind,nothing,old\n${lines.join('\n')}\n`);
  const { features, leftOut } = await table(source, { ...CLICK, ignore: ['old'] });
  expect(features.columns.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['numeric age', 'categorical kind']);
  expect(leftOut.map(({ column }) => column)).toEqual(['id', 'nothing']);
  expect(leftOut[0].reason).toMatch(/own text \(210 in 210 rows\)/);
  const typed = await table(
    `SELECT 1 AS click, true AS member, 3::UTINYINT AS n, ['a'] AS tags, DATE '2020-02-02' AS day, 'x'::ENUM('x') AS e`,
    CLICK,
  );
  expect(typed.features.columns.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'categorical member',
    'numeric n',
    'list tags',
    'categorical e',
  ]);
  expect(typed.leftOut).toEqual([{ column: 'day', reason: 'it holds DATE' }]);
});

test('categories that are whole numbers are ordered by size, texts after them', async () => {
  const { features } = await table(file('c.csv', 'click,id\n0,10\n0,9\n1,a\n1,\n'), { ...CLICK, categorical: ['id'] });
  expect(features.columns[0]).toEqual({ kind: 'categorical', name: 'id', values: ['9', '10', '', 'a'] });
});

test('no number counts as the mean of the train rows', async () => {
  const { features, train } = await table(file('c.csv', 'click,x\n0,1\n0,\n1,NaN\n1,3\n'), {
    ...CLICK,
    numeric: ['x'],
  });
  expect(features.columns[0]).toMatchObject({ mean: 2, sd: 1 });
  expect(train.numeric[0]).toEqual(Float32Array.of(1, 2, 2, 3));
});

test('a numeric task keeps its values and its description', async () => {
  const tasks = { spend: { kind: 'numeric', description: 'euros' } } as const;
  const { tasks: found, train } = await table(file('c.csv', 'spend,x\n-3.5,1\n,2\n'), { tasks });
  expect(found).toEqual([{ name: 'spend', kind: 'numeric', description: 'euros', mean: -3.5, sd: 1 }]);
  expect(train.labels.spend).toEqual(Float32Array.of(-3.5, Number.NaN));
});

describe('tables as people have them are read right', () => {
  type Read = {
    readonly columns: string;
    readonly click: readonly number[];
    readonly x?: readonly (number | string)[];
  };
  const check = (
    name: string,
    text: string | Uint8Array,
    expected: Read,
    options: Partial<TableOptions> = {},
    ending = 'csv',
  ) =>
    test(name, async () => {
      const { features, columns, train } = await table(file(`clicks.${ending}`, text), { ...CLICK, ...options });
      expect(columns.map((column) => `${column.name}: ${column.use}`).join(', ')).toBe(expected.columns);
      expect(Array.from(train.labels.click)).toEqual(expected.click);
      const [first] = features.columns;
      if (first.kind === 'numeric') expect(Array.from(train.numeric[0])).toEqual(expected.x);
      else
        expect(Array.from(train.categorical[0], (code) => first.kind === 'categorical' && first.values[code])).toEqual(
          expected.x,
        );
    });
  const plain: Read = { columns: 'click: label, x: numeric', click: [0, 1, 1], x: [1, 2, 4] };
  const text = 'click,x\n0,1\n1,2\n1,4\n';
  check('carriage returns alone', text.replaceAll('\n', '\r'), plain);
  check('line ends of two kinds', text.replace('\n', '\r\n'), plain);
  check('UTF-16 with a mark', Buffer.from(`\ufeff${text}`, 'utf16le'), plain);
  check('UTF-16 without one', Buffer.from(text, 'utf16le'), plain);
  check('big-endian UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), plain);
  check('spaces', text.replaceAll(',', '  '), plain);
  check(
    'a mark before JSON',
    `\ufeff${JSON.stringify([
      { click: 0, x: 1 },
      { click: 1, x: 2 },
      { click: 1, x: 4 },
    ])}`,
    plain,
    {},
    'json',
  );
  check('a mark before tabs', `\ufeff${text.replaceAll(',', '\t')}`, plain, {}, 'tsv');
  check('spaces after the commas', text.replaceAll(',', ', '), plain);
  check('a trailing comma in every line', text.replaceAll('\n', ',\n'), {
    ...plain,
    columns: 'click: label, x: numeric, column 3: left out',
  });
  check('a trailing comma in every row', text.replaceAll(/(\d)\n/g, '$1,\n'), plain);
  check('a trailing comma in the header', text.replace('x', 'x,'), plain);
  check('an index as pandas writes it', ',click,x\n0,0,1\n1,1,2\n2,1,4\n', {
    ...plain,
    columns: 'column 1: left out, click: label, x: numeric',
  });
  check('empty lines and comments above', `\n# made by hand\n#\n\n${text}`, plain);
  check('a comment among the rows, as above', `# made by hand\n${text}# the end, really\n`, plain);
  check('a title above, and the line of the names told', `Report\n\n${text}`, plain, { csv: { header: 3 } });
  check('no header, and that is told', text.replace('click,x\n', ''), plain, {
    tasks: { click: 'binary' },
    csv: { header: ['click', 'x'] },
  });
  check('quotes escaped by backslashes', 'click,x\n0,"a \\"b\\""\n1,"c\\\\d"\n1,"e"\n', {
    columns: 'click: label, x: categorical',
    click: [0, 1, 1],
    x: ['a "b"', 'c\\d', 'e'],
  });
  check('a footer, and that is told', `${text}Total,7\n`, plain, { csv: { footer: 1 } });
  check(
    'Windows-1252, told',
    Buffer.from('click,x\n0,\x80\n1,Z\xfcrich\n1,\x80\n', 'latin1'),
    {
      columns: 'click: label, x: categorical',
      click: [0, 1, 1],
      x: ['€', 'Zürich', '€'],
    },
    { csv: { encoding: 'windows-1252' } },
  );
  check(
    'Shift JIS, told',
    Buffer.from([...Buffer.from('click,x\n0,'), 0x93, 0x8c, 0x8b, 0x9e, ...Buffer.from('\n1,a\n1,a\n')]),
    {
      columns: 'click: label, x: categorical',
      click: [0, 1, 1],
      x: ['東京', 'a', 'a'],
    },
    { csv: { encoding: 'shift_jis' } },
  );
  check('commas that group digits', 'click,x\n0,"1,234.50"\n1,2\n1,4.25\n', { ...plain, x: [1234.5, 2, 4.25] });
  check('decimal commas', 'click;x\n0;1,5\n1;1.002,25\n1;4\n', { ...plain, x: [1.5, 1002.25, 4] });
  check(
    'commas, told to be decimal',
    'click;x\n0;1,234\n1;2,000\n1;4,500\n',
    { ...plain, x: [1.234, 2, 4.5].map(Math.fround) },
    {
      csv: { decimal: ',' },
    },
  );
  check(
    'commas, told to group',
    'click;x\n0;1,234\n1;2,000\n1;4,500\n',
    { ...plain, x: [1234, 2000, 4500] },
    { csv: { decimal: '.' } },
  );
  check('percent', 'click,x\n0,12.5%\n1,3 %\n1,4%\n', { ...plain, x: [12.5, 3, 4] });
  check('money', 'click,x\n0,"$1,200"\n1,-$3\n1,$4\n', { ...plain, x: [1200, -3, 4] });
  check('words for no value among numbers', 'click,x\n0,1\n1,NA\n1,3\n', { ...plain, x: [1, 2, 3] });
  check('yes and no, and which is 1 is told', 'click,x\nno,1\nyes,2\nyes,4\n', plain, {
    labels: { click: { positive: 'yes' } },
  });
  check('labels -1 and 1', 'click,x\n-1,1\n1,2\n1,4\n', plain, { labels: { click: { positive: 1 } } });
  check(
    '-1 for an unknown label',
    'click,x\n0,1\n1,2\n-1,4\n',
    { ...plain, click: [0, 1, Number.NaN] },
    { missing: { click: -1 } },
  );
  check('labels with spaces around', 'click,x\n0,1\n1 ,2\n 1,4\n', plain);

  test('names that differ only in case are two columns, in every format', async () => {
    for (const source of [
      file('c.csv', 'click,A,a\n0,1,2\n1,3,4\n'),
      await written('c.parquet', 'SELECT * FROM (VALUES (0, 1, 2), (1, 3, 4)) AS t(click, "A", b)'),
      'SELECT * FROM (SELECT 0 AS click, 1 AS "A", 2 AS a) UNION ALL SELECT 1, 3, 4',
    ]) {
      const { train } = await table(source, CLICK);
      expect(train.numeric.map((values) => Array.from(values).sort())).toEqual([
        [1, 3],
        [2, 4],
      ]);
    }
  });

  test('a query may begin with a comment, a bracket or a byte-order mark, or be in a file', async () => {
    const rows = 'SELECT 0 AS click, 1 AS x UNION ALL SELECT 1, 2';
    for (const source of [
      `-- mine\n${rows} -- the end`,
      `(${rows})`,
      ` /* a; b */ (${rows});`,
      `WITH t AS (${rows}) FROM t`,
      file('q.sql', `\ufeff-- x\n${rows};\n`),
    ]) {
      expect((await table(source, CLICK)).train.length).toBe(2);
    }
  });

  test('a folder is all its tables', async () => {
    const first = file('a.csv', 'click,x\n0,1\n');
    writeFileSync(first.replace('a.csv', 'b.csv'), 'click;x\r\n1;2\r\n');
    const { train } = await table(dirname(first), CLICK);
    expect(train.numeric).toEqual([Float32Array.of(1, 2)]);
  });
});

describe('no column vanishes or changes its kind without a word', () => {
  const check = (name: string, column: (row: number) => string, use: string, words: RegExp, header = 'x') =>
    test(name, async () => {
      const lines = Array.from({ length: 400 }, (_, row) => `${row % 2},${row % 7},"${column(row)}"`);
      const { columns, leftOut } = await table(file('c.csv', `click,other,${header}\n${lines.join('\n')}\n`), CLICK);
      const found = columns[2];
      expect({ name: found.name, use: found.use }).toEqual({ name: header, use });
      expect([found.why, ...found.warnings].join('; ')).toMatch(words);
      expect(leftOut.map(({ column }) => column)).toEqual(use === 'left out' ? [header] : []);
    });
  check(
    '10 of 400 prices have a comma',
    (row) => (row < 10 ? '1,234.50' : `${row}.5`),
    'numeric',
    /10 of 400 values are read as numbers, e\.g\. "1,234\.50"/,
  );
  check('two rows say NA', (row) => (row < 2 ? 'NA' : `${row % 90}.5`), 'numeric', /2 rows say "NA": no value/);
  check(
    'nearly all are numbers',
    (row) => (row < 3 ? 'cheap' : `${row}.5`),
    'left out',
    /nearly all are numbers, but 3 of 400.*"cheap".*--missing/,
  );
  check(
    'an id of its own in each row',
    (row) => `${7919 * (row + 1)}`,
    'left out',
    /is an id: every row has its own.*--numeric user_id/,
    'user_id',
  );
  check(
    'ids of 16 digits that come again',
    (row) => `453212340000${1000 + (row % 50)}`,
    'categorical',
    /an id of 16 digits, 50 values/,
    'User ID',
  );
  check(
    'a small id',
    (row) => `${row % 50}`,
    'numeric',
    /its name says that it is an id: --categorical user_id/,
    'user_id',
  );
  check('a row number', (row) => `${row + 1}`, 'left out', /an id that numbers the rows/, 'id');
  check(
    'seconds since 1970',
    (row) => `${1_700_000_000 + 977 * row}`,
    'left out',
    /moments in time, seconds from 2023-11-14/,
    'at',
  );
  check(
    'milliseconds since 1970',
    (row) => `${1_700_000_000_000 + 977_000 * row}`,
    'left out',
    /milliseconds from 2023-11-14/,
    'at',
  );
  check('dates', (row) => `2024-01-${10 + (row % 20)}`, 'left out', /dates or times.*--categorical day/, 'day');
  check('one value', () => '7', 'numeric', /one value in all rows/);
  check(
    'mostly empty',
    (row) => (row % 10 === 0 ? `${row}` : ''),
    'numeric',
    /90 % of the rows have no value; they count as the mean/,
  );
  check('numbers in two ways', (row) => `${1 + (row % 9)},${100 + row}`, 'left out', /two ways.*--decimal/);
  check('percent in some rows only', (row) => (row % 2 ? `${row}%` : `0.${row}`), 'left out', /own text|no numbers/);
});

describe('splits', () => {
  const numbers = (count: number) => `SELECT i % 2 AS click, i, 'c' || i % 5 AS city FROM range(${count}) AS t(i)`;
  const options = { ...CLICK, numeric: ['i'], categorical: ['city'], validation: 0.2, test: 0.1 } as const;

  test('shares are exact, every row is in one part, and a seed decides', async () => {
    const data = await table(numbers(20_000), options);
    expect([data.train.length, data.validation.length, data.test.length]).toEqual([14_000, 4_000, 2_000]);
    const all = [data.train, data.validation, data.test].flatMap((part) => Array.from(part.numeric[0]));
    expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 20_000 }, (_, i) => i));
    expect((await table(numbers(20_000), options)).validation).toEqual(data.validation);
    expect((await table(numbers(20_000), { ...options, seed: 2 })).validation).not.toEqual(data.validation);
  });

  test('vocabularies and means are those of the train rows', async () => {
    const rows = (part: string) => {
      const split = randomSplit(10, { validation: 0.5 }, 1);
      return Array.from({ length: 10 }, (_, i) => i).filter((i) => split(i) === part);
    };
    const lines = Array.from({ length: 10 }, (_, i) =>
      rows('validation').includes(i) ? `1,100,held|both,held` : '0,1,train|both,train',
    );
    const source = file('c.csv', `click,x,tags,city\n${lines.join('\n')}`);
    const data = await table(source, {
      ...CLICK,
      numeric: ['x'],
      lists: ['tags'],
      categorical: ['city'],
      validation: 0.5,
    });
    expect(data.features.columns).toEqual([
      { kind: 'numeric', name: 'x', mean: 1, sd: 1 },
      { kind: 'categorical', name: 'city', values: ['train'] },
      { kind: 'list', name: 'tags', values: ['both', 'train'] },
    ]);
    expect(data.validation.categorical[0]).toEqual(new Int8Array(5).fill(-1));
    expect(data.validation.lists[0].codes).toEqual(new Int32Array(5).fill(0));
    expect(data.validation.numeric[0]).toEqual(new Float32Array(5).fill(100));
  });

  test('shares that cannot be', async () => {
    await expect(table(numbers(10), { ...CLICK, validation: 20 })).rejects.toThrow(/datasets\.table: validation is 20/);
    await expect(table(numbers(10), { ...CLICK, validation: 0.6, test: 0.4 })).rejects.toThrow(/nothing is left/);
  });
});

test('tables that are read at once keep their vocabularies apart', async () => {
  const cities = ['Rome', 'Oslo', 'Kiel', 'Bath'];
  const read = cities.map((city) => table(file('c.csv', `click,city\n0,${city}\n1,a\n`), CLICK));
  const found = (await Promise.all(read)).map(({ features: { columns } }) => columns);
  expect(found).toEqual(cities.map((city) => [{ kind: 'categorical', name: 'city', values: [city, 'a'] }]));
});

describe('a table in the codes of features that are known', () => {
  const options = { ...NAMED, csv: { missing: ['', 'NA'] } };
  const first = () => table(file('clicks.csv', CSV), options);
  const next = 'click,price,city,tags\n1,NA,Aix,new|b\n0,3,Rome,c\n';

  test('has their vocabularies and means, split or streamed, and is read as their table was', async () => {
    const { features } = await first();
    const source = file('next.csv', next);
    const data = await table(source, { ...CLICK, features });
    expect(data.features).toBe(features);
    expect(data.train).toEqual({
      columns: features.columns,
      length: 2,
      numeric: [Float32Array.of(8 / 3, 3)],
      categorical: [Int8Array.of(-1, 1)],
      lists: [{ offsets: Uint32Array.of(0, 1, 2), codes: Int32Array.of(1, 2) }],
      labels: { click: Float32Array.of(1, 0) },
    });
    expect(data.tasks).toEqual([{ name: 'click', kind: 'binary', mean: 0.5 }]);
    const chunks: Rows[] = [];
    for await (const chunk of (await table(source, { ...CLICK, features, stream: true })).train.chunks())
      chunks.push(chunk);
    expect(chunks).toEqual([data.train]);
  });

  test('needs their columns, and takes no others beside them', async () => {
    const { features } = await first();
    const read = (text: string, more: Partial<TableOptions> = {}) =>
      table(file('next.csv', text), { ...CLICK, features, ...more });
    await expect(read('click,price,town,tags\n1,2,Rome,a\n')).rejects.toThrow('has no column "city"');
    await expect(read(next, { numeric: ['price'] })).rejects.toThrow(
      'features has its columns already: leave out numeric.',
    );
  });
});

describe('other rows of the same columns', () => {
  test('have the codes of the train rows, and may lack labels', async () => {
    const data = await table(file('clicks.csv', CSV), NAMED);
    const more = await data.read(file('more.csv', 'tags,extra,city,price\nc|new,1,Paris,\nb,2,Oslo,7\n'));
    expect(more).toEqual({
      name: 'more.csv',
      columns: data.features.columns,
      length: 2,
      numeric: [Float32Array.of(8 / 3, 7)],
      categorical: [Int8Array.of(-1, 0)],
      lists: [{ offsets: Uint32Array.of(0, 1, 2), codes: Int32Array.of(2, 1) }],
      labels: { click: Float32Array.of(Number.NaN, Number.NaN) },
    });
    const again = await data.read(file('again.csv', CSV));
    expect(again).toEqual({ ...data.train, name: 'again.csv' });
  });

  test('without a feature are refused', async () => {
    const data = await table(file('clicks.csv', CSV), NAMED);
    await expect(data.read(file('more.csv', 'tags,price\na,1\n'))).rejects.toThrow(/more\.csv has no column "city"/);
    await expect(data.read(file('more.csv', 'tags,price,city\na,x,b\n'))).rejects.toThrow(/line 2, column "price"/);
    await expect(data.read(file('more.csv', 'tags,price,city\n'))).rejects.toThrow(/no rows/);
  });
});

describe('hostile data', () => {
  const check = (
    name: string,
    source: () => string | Promise<string>,
    message: RegExp,
    options: TableOptions = CLICK,
  ) => {
    test(name, async () => {
      await expect(table(await source(), options)).rejects.toThrow(message);
    });
  };
  const csv = (text: string | Uint8Array) => () => file('clicks.csv', text);

  check('no file', () => join(folder, 'none.csv'), /There is no file .*none\.csv/);
  check('a folder without tables', () => mkdtempSync(join(folder, 'empty-')), /is a folder, and no tables are in it/);
  check(
    'a folder of two kinds of tables',
    () => {
      const path = file('a.csv', 'click,x\n0,1\n');
      writeFileSync(path.replace('a.csv', 'b.jsonl'), '{}');
      return dirname(path);
    },
    /has files of two kinds, a\.csv and b\.jsonl: name those of one/,
  );
  check('an address', () => 'https://example.com/a.csv', /nothing is fetched from the network/);
  check('an unknown ending', () => file('clicks.xlsx', 'x'), /the ending does not say what it is/);
  check('an empty file', csv(''), /clicks\.csv is empty/);
  check('a header only', csv('click,x\n'), /clicks\.csv has columns but no rows/);
  check('a header without a newline', csv('click,x'), /no rows/);
  check(
    'too few fields',
    csv('click,x,y\n0,1,2\n1,2\n'),
    /clicks\.csv, line 3: there are 2 fields, and the header has 3/,
  );
  check('too many fields', csv('click,x\n0,1\n0,1\n1,2,3\n'), /line 4: there are 3 fields, and the header has 2/);
  check('an open quote', csv('click,x\n0,a\n1,"b\n0,c\n'), /line 3: a quote is opened and not closed/);
  check('an open quote in the header', csv('click,"x\n0,a\n1,b\n'), /line 1: a quote is opened and never closed/);
  check('text after a quote', csv('click,x\n0,"a"b\n'), /line 2: a quote/);
  check(
    'another encoding',
    csv(Buffer.from('click,x\n0,a\n1,Z\u00fcrich\n', 'latin1')),
    /line 3: this is not UTF-8.*latin-1/,
  );
  check(
    'another encoding in the header',
    csv(Buffer.from('click,stra\u00dfe\n0,a\n', 'latin1')),
    /line 1: this is not UTF-8/,
  );
  check(
    'two columns of one name',
    csv('click,x,x\n0,1,2\n'),
    /line 1: two columns are called "x", the second and the third\..*--header/,
  );
  check('an empty gzip file', () => file('clicks.csv.gz', ''), /torn/);
  check('a gzip file of nothing', () => file('clicks.csv.gz', gzipSync('')), /is empty/);
  const packed = gzipSync(`click,x\n${'0,1\n1,2\n'.repeat(9999)}`);
  check(
    'a torn gzip file',
    () => file('clicks.csv.gz', packed.subarray(0, packed.length - 12)),
    /clicks\.csv\.gz.*torn/,
  );
  check('no gzip at all', () => file('clicks.csv.gz', 'click,x\n0,1\n'), /clicks\.csv\.gz.*damaged/);
  check('a torn Parquet file', () => file('clicks.parquet', 'PAR1xxxxxxxxxx'), /clicks\.parquet cannot be read/);
  check('an empty Parquet file', () => file('clicks.parquet', ''), /clicks\.parquet is empty/);
  check('broken JSON', () => file('clicks.json', '[{"click": 0,'), /clicks\.json cannot be read/);
  check('a wrong query', () => 'SELECT * FROM nowhere', /The query fails.*nowhere/s);

  check('no labels named', csv('click,x\n0,1\n'), /Say which columns are labels.*It has: click, x/, { tasks: {} });
  check(
    'a missing label',
    csv('clicked,x\n0,1\n'),
    /no column "click", the label of task "click"\. Did you mean "clicked"\? It has: clicked, x/,
  );
  check('a label in other letters', csv(' Click,x\n0,1\n'), /Did you mean " Click"\?/);
  check('a missing feature', csv('click,x\n0,1\n'), /no column "y", the numeric feature "y"/, {
    ...CLICK,
    numeric: ['y'],
  });
  check('an unheaded file', csv('0,1\n1,2\n'), /line 1 holds values, not names: 0, 1\..*--header none/);
  check(
    'a label outside {0, 1}',
    csv('click,x\n0,1\n2,1\n3,1\n'),
    /line 3, column "click": a binary label is 0 or 1.*not "2"\. 2 rows/,
  );
  check('a label that is text', csv('click,x\nyes,1\n'), /line 2, column "click".*not "yes"/);
  check(
    'yes and no',
    csv('click,x\nyes,1\nno,2\n'),
    /not "yes".*labels: \{ click: \{ positive: 'yes' \} \} \(on the command line --labels click=yes\)/,
  );
  check('-1 and 1', csv('click,x\n-1,1\n1,2\n'), /not "-1".*two values.*positive: '1'.*--labels click=1/);
  check(
    '0, 1 and -1',
    csv('click,x\n0,1\n1,2\n-1,2\n'),
    /missing: \{ click: '-1' \} \(on the command line --missing click=-1\)/,
  );
  check(
    'a positive value that never occurs',
    csv('click,x\nyes,1\nno,2\n'),
    /no row says "Yes".*It says: "no" \(1\), "yes" \(1\)/,
    {
      ...CLICK,
      labels: { click: { positive: 'Yes' } },
    },
  );
  check('a third value', csv('click,x\nyes,1\nno,2\nmaybe,2\n'), /"maybe" \(1\), "no" \(1\) are neither/, {
    ...CLICK,
    labels: { click: { positive: 'yes' } },
  });
  check('a line of totals', csv('click,x\n0,1\n1,2\nTotal,\n'), /looks like a line of totals.*--footer 1.*--footer 0/);
  check('a footer of another length', csv('click,x\n0,1\n1,2\n(2 rows)\n'), /line 4: there is 1 field.*--footer 1/);
  check('a title', csv('My report\nclick,x\n0,1\n'), /line 1: "My report" is one field.*--header 2/, {
    tasks: { x: 'numeric' },
  });
  check('a comment among the rows', csv('click,x\n0,1\n# note\n1,2\n'), /line 3.*--comment '#'/);
  check(
    'more fields than names',
    csv('click,x\n7,0,1\n8,1,2\n'),
    /the header has 2 names \(click, x\), and the rows have 3 fields.*--header index,click,x/,
  );
  check('an Excel workbook', csv('PK\x03\x04xxxx'), /is an Excel workbook/);
  check('a zero byte', csv('click,x\n0,1\n1,\0\n'), /line 3 has a zero byte/);
  check('an unknown encoding', csv('click,x\n0,1\n'), /There is no encoding "ebcdic-7"/, {
    ...CLICK,
    csv: { encoding: 'ebcdic-7' },
  });
  check(
    'an ignored column that is not there',
    csv('click,amount,x\n0,1,2\n'),
    /no column "amoutn", which ignore names\. Did you mean "amount"\? It has: click, amount, x\./,
    { ...CLICK, ignore: ['amoutn'] },
  );
  for (const option of ['numeric', 'categorical', 'lists'] as const)
    check(
      `a slip of the keys in ${option}`,
      csv('click,amount,x\n0,1,2\n'),
      /no column "amuont".*Did you mean "amount"\?/,
      { ...CLICK, [option]: ['amuont'] },
    );
  check('a slip of the keys in a label', csv('click,x\n0,1\n'), /no column "clik".*Did you mean "click"\?/, {
    tasks: { clik: 'binary' },
  });
  check(
    'a slip of the keys in the weight',
    csv('click,weight,x\n0,1,2\n'),
    /no column "wieght".*Did you mean "weight"\?/,
    {
      ...CLICK,
      weight: 'wieght',
    },
  );
  check('an infinite numeric label', csv('click,x\ninf,1\n'), /finite number.*not "inf"/, {
    tasks: { click: 'numeric' },
  });
  check('labels that are all unknown', csv('click,x\n,1\n,2\n'), /column "click" has no value in any train row/);
  check(
    'a label among the features',
    csv('click,x\n0,1\n'),
    /"click" is the label of a task and a numeric feature too/,
    {
      ...CLICK,
      numeric: ['click', 'x'],
    },
  );
  check('a column named twice', csv('click,x\n0,1\n'), /"x" is named twice, as numeric and as categorical/, {
    ...CLICK,
    numeric: ['x'],
    categorical: ['x'],
  });
  check('only labels', csv('click\n0\n1\n'), /no columns but labels/);
  check('nothing to learn from', csv('click,x\n0,\n1,\n'), /no column that can be a feature \(x: it has no value/);
  check(
    'text in a numeric column',
    csv('click,x\n0,1\n\n1,"a\nb"\n1,cheap\n'),
    /line 4, column "x": a numeric feature.*not "a\\nb"\. 2 rows/,
    {
      ...CLICK,
      numeric: ['x'],
    },
  );
  check('a number beyond float32', csv('click,x\n0,1e300\n'), /not "1e300"/, { ...CLICK, numeric: ['x'] });
  check('a date as a number', () => "SELECT 0 AS click, DATE '2020-01-01' AS x", /holds DATE, not numbers/, {
    ...CLICK,
    numeric: ['x'],
  });
  check('a list as a category', () => 'SELECT 0 AS click, [1, 2] AS x', /one value a row/, {
    ...CLICK,
    categorical: ['x'],
  });
  check('a number as a list', () => 'SELECT 0 AS click, 1 AS x', /a list feature needs lists/, {
    ...CLICK,
    lists: ['x'],
  });
  check(
    'a row of Parquet',
    () => written('c.parquet', 'SELECT 2 AS click, 1 AS x'),
    /c\.parquet, row 1, column "click"/,
  );
  check('an unknown kind of task', csv('click,x\n0,1\n'), /tasks\.click is "regression"/, {
    tasks: { click: 'regression' as 'numeric' },
  });
  check('a torn stream', csv('click,x\n0,1\n1\n'), /line 3: there is 1 field, and the header has 2/, {
    ...CLICK,
    numeric: ['x'],
    stream: true,
  });
});

test('names and values are never SQL', async () => {
  const source = file(`it's "odd".csv`, `click,"a""b; DROP TABLE loaded",c'd\n0,x' OR 1=1,1\n1,"y""",2\n`);
  const { features } = await table(source, CLICK);
  expect(features.columns).toEqual([
    { kind: 'categorical', name: 'a"b; DROP TABLE loaded', values: [`x' OR 1=1`, 'y"'] },
    { kind: 'numeric', name: "c'd", mean: 1.5, sd: 0.5 },
  ]);
});

test('a header that was taken for one name says how to tell the delimiter', async () => {
  const source = file('c.csv', 'click price city\n0 1\n1\n0\n1\n');
  await expect(table(source, CLICK)).rejects.toThrow(
    /has no column "click".* If its header has several names, say csv: \{ delimiter: 'spaces' \} \(on the command line --delimiter spaces\)\. It has: click price city\.$/,
  );
});

describe('aborting stops the work and says so', () => {
  const check = (name: string, signal: () => AbortSignal) =>
    test(name, async () => {
      const endless = 'SELECT 1 AS click, sum(i) AS x FROM range(100000000000) AS t(i)';
      await expect(table(endless, { ...CLICK, signal: signal() })).rejects.toThrow(/aborted/i);
    });
  check('before', () => AbortSignal.abort());
  check('while DuckDB is loaded', () => AbortSignal.timeout(0));
  check('during a query', () => AbortSignal.timeout(300));
});

test('every platform has a DuckDB library at the pinned version', () => {
  const { packages } = JSON.parse(readFileSync(new URL('../../../../../package-lock.json', import.meta.url), 'utf8'));
  const { dependencies } = JSON.parse(readFileSync(new URL('../../../../../package.json', import.meta.url), 'utf8'));
  const pinned = dependencies['@duckdb/node-api'];
  expect(pinned).toMatch(/^\d+\.\d+\.\d+-r\.\d+$/);
  const platforms = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'win32-arm64', 'win32-x64'];
  for (const name of ['node-api', 'node-bindings', ...platforms.map((platform) => `node-bindings-${platform}`)]) {
    expect({ name, version: packages[`node_modules/@duckdb/${name}`]?.version }).toEqual({ name, version: pinned });
  }
});

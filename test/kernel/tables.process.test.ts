import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Content } from '../../kernel/jupyter/messages.ts';
import { tableMime } from '../../kernel/payloads/mime.ts';
import {
  parseTableAnswer,
  parseTablePayload,
  type TableAnswer,
  type TablePayload,
  tableQuestionTarget,
} from '../../kernel/payloads/table/index.ts';
import { type Driver, startSession } from './session-driver.ts';

/** Tables that a notebook shows, and what they are asked, through the messages that a client sends. */
let driver: Driver;
beforeAll(() => {
  driver = startSession();
});
afterAll(() => driver.close());

let comms = 0;
async function ask(question: unknown): Promise<TableAnswer> {
  const id = `comm-${++comms}`;
  const before = driver.published.length;
  await driver.ask('comm_open', { comm_id: id, target_name: tableQuestionTarget, data: question });
  const said = driver.published.slice(before);
  const closed = said.find(({ msgType, content }) => msgType === 'comm_close' && content.comm_id === id);
  const parsed = parseTableAnswer(closed?.content.data);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

function payloadIn(data: Readonly<Record<string, unknown>> | undefined): TablePayload {
  const parsed = parseTablePayload(data?.[tableMime]);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

const shown = async (code: string): Promise<TablePayload> => payloadIn((await driver.run(code)).data);
const names = ({ columns }: TablePayload) => columns.map(({ name }) => name);

describe('what is a table for a grid, beside its HTML', () => {
  it('records, with every strange value', async () => {
    const { data } = await driver.run(`[
      { a: 1, b: -0, big: 10n, at: new Date(0), deep: { x: [1] } },
      { a: undefined, b: NaN, ...JSON.parse('{"__proto__": 5}') },
    ]`);
    const payload = payloadIn(data);
    expect(names(payload)).toEqual(['a', 'b', 'big', 'at', 'deep', '__proto__']);
    expect(payload.columns.map(({ values }) => values)).toEqual([
      [1, ['undefined']],
      [
        ['number', '-0'],
        ['number', 'NaN'],
      ],
      [['bigint', '10'], ['absent']],
      [['date', '1970-01-01T00:00:00.000Z'], ['absent']],
      [['object', '{ x: [ 1 ] }'], ['absent']],
      [['absent'], 5],
    ]);
    // Everything is here: there is nothing to ask.
    expect(payload.id).toBeUndefined();
    expect(data?.['text/html']).toContain('<table>');
    expect(data?.['text/plain']).toContain('deep');
  });

  it('rows of a dataset, with names for their codes; predictions; console.table; a database', async () => {
    await driver.run(
      'const data = datasets.sequences({ rows: 3000, seed: 1 }); const model = models.sharedBottom(data.features, data.tasks, { seed: 1 });',
    );
    const rows = await shown('data.train');
    expect([rows.title, names(rows)]).toEqual([
      'sequences train',
      ['item', 'category', 'item history', 'category history', 'click', 'like'],
    ]);
    const [item, , history] = rows.columns.map(({ values }) => values[0]);
    expect([item, history]).toEqual([expect.stringMatching(/^item \d+$/), expect.stringMatching(/^item \d+, item /)]);
    const predicted = await shown('await model.predict(data.test)');
    expect(names(predicted)).toEqual(['click', 'like']);
    const { published } = await driver.run("console.table(new Map([['one', { a: 1 }], ['two', [5]]]))");
    const console = published.find(({ msgType }) => msgType === 'display_data');
    expect(payloadIn(console?.content.data as Content)).toMatchObject({ index: ['one', 'two'], length: 2 });
    const database = await shown(`const { DuckDBInstance } = await import('@duckdb/node-api');
const connection = await (await DuckDBInstance.create()).connect();
await connection.runAndReadAll("select 1 as a, 2 as a, 12.30::decimal(9, 2) as d, date '2026-01-31' as t, 5::hugeint as h, null as n limit 1")`);
    expect(database.columns.map(({ name, values }) => [name, values[0]])).toEqual([
      ['a', 1],
      ['a', 2],
      ['d', ['number', '12.30']],
      ['t', ['date', '2026-01-31']],
      ['h', ['bigint', '5']],
      ['n', null],
    ]);
    const empty = await shown('await connection.runAndReadAll("select 1 as a, 2 as b limit 0")');
    expect([names(empty), empty.length, empty.rows]).toEqual([['a', 'b'], 0, 0]);
  });

  it.each(['[]', '[1, 2]', '[{}]', '({ a: [1] })', '({ w: new Float32Array(2), b: new Float32Array(3) })'])(
    '%s is none',
    async (code) => {
      expect((await driver.run(code)).data?.[tableMime]).toBeUndefined();
    },
  );
});

describe('a value of the library that shows itself', () => {
  it('is a table, too, below what it says: a dataset, and the metrics of tasks', async () => {
    const dataset = await driver.run(
      "const shownData = datasets.correlatedTasks({ correlation: 0.5, labels: 'binary', rows: 400, seed: 1 });\nshownData",
    );
    const payload = payloadIn(dataset.data);
    expect(payload.title).toBe('correlated-tasks: 100 numeric columns; 2 tasks');
    expect(payload.said).toMatch(/^ +rows .*\ntrain +400 .*\nvalidation +80 .*\ntest +80 /);
    expect(names(payload).slice(0, 3)).toEqual(['part', 'x1', 'x2']);
    expect([payload.length, payload.columns[0]?.values[0]]).toEqual([560, 'train']);
    expect(dataset.data?.['text/html']).toContain('<caption');
    const { rows, values } = await ask({
      ...{ kind: 'rows', table: payload.id, start: 559, count: 1, firstColumn: 0, columnCount: 1, filters: [] },
    });
    expect([rows, values]).toEqual([[559], ['test']]);

    const metrics =
      await driver.run(`const shownModel = models.sharedBottom(shownData.features, shownData.tasks, { seed: 1 });
await shownModel.evaluate(shownData.test)`);
    const measured = payloadIn(metrics.data);
    expect(measured.title).toMatch(/ on correlated-tasks test, 80 rows$/);
    expect(measured.said).toContain('AUC ± s.e.');
    expect(measured.index).toEqual(['first', 'second']);
    expect(names(measured)).toEqual(['rows', 'auc', 'aucError', 'logLoss', 'calibration', 'calibrationError']);
    expect(metrics.data?.['text/html']).toContain('AUC ± s.e.');
  });

  it('of a person’s own is shown as they say, and as nothing else', async () => {
    const { data } =
      await driver.run(`Object.defineProperty({ a: { rows: 1 }, b: { rows: 2 } }, Symbol.for('Jupyter.display'), {
      value: () => ({ 'text/html': '<b>mine</b>', 'text/plain': 'mine' }),
    })`);
    expect(Object.keys(data ?? {}).sort()).toEqual(['text/html', 'text/plain']);
  });
});

describe('a table of which only the first rows are here', () => {
  let payload: TablePayload;
  it('is bounded, and says how much there is', async () => {
    const { data } = await driver.run(
      `const many = Array.from({ length: 100_000 }, (_, i) => ({ i, odd: i % 2 === 1, name: 'row ' + i % 10, note: i === 70_000 ? 'y'.repeat(5000) : null })); many`,
    );
    payload = payloadIn(data);
    expect(payload.length).toBe(100_000);
    expect(payload.rows).toBeLessThanOrEqual(10_000);
    expect(JSON.stringify(data?.[tableMime]).length).toBeLessThan(700_000);
    // Its first columns over all rows, not over those here.
    expect(payload.columns[0].summary).toMatchObject({ rows: 100_000, range: { low: 0, high: 99_999 } });
  });

  const rows = (more: object) => ({
    kind: 'rows',
    table: payload.id,
    start: 0,
    count: 2,
    firstColumn: 0,
    columnCount: 2,
    filters: [],
    ...more,
  });

  it('is asked for rows far away, sorted and filtered over all', async () => {
    expect(await ask(rows({ start: 99_999 }))).toEqual({
      state: 'answered',
      total: 100_000,
      rows: [99_999],
      values: [99_999, true],
    });
    const order = { column: 0, direction: 'descending' };
    const filters = [
      { column: 1, words: '=false' },
      { column: 2, words: 'ROW 4' },
    ];
    expect(await ask(rows({ order, filters }))).toEqual({
      state: 'answered',
      total: 10_000,
      rows: [99_994, 99_984],
      values: [99_994, false, 99_984, false],
    });
  });

  it('is asked what other columns hold, and for a value that was cut', async () => {
    const { summaries } = await ask({ kind: 'summaries', table: payload.id, columns: [3, 2] });
    expect(summaries).toMatchObject([
      { rows: 100_000, missing: 99_999, distinct: 1 },
      { rows: 100_000, missing: 0, distinct: 10 },
    ]);
    const cut = await ask(rows({ start: 70_000, count: 1, firstColumn: 3, columnCount: 1 }));
    expect(cut.values).toEqual([['text', 'y'.repeat(200), 5000]]);
    const { words } = await ask({ kind: 'value', table: payload.id, row: 70_000, column: 3 });
    expect(words).toBe('y'.repeat(5000));
  });

  it('refuses in words what cannot be asked, and what was changed', async () => {
    const words = async (question: unknown) => {
      const answer = await ask(question);
      expect(answer.state).toBe('refused');
      return answer.words;
    };
    expect(await words(rows({ table: 'table-0' }))).toBe(
      'This table is not of the kernel that runs now: run its cell again.',
    );
    expect(await words(rows({ order: { column: 9, direction: 'ascending' } }))).toBe('This table has no column 9.');
    expect(await words(rows({ count: 1_000_000 }))).toBe('That is too much at once.');
    expect(await words('x')).toContain('question');
    await driver.run('many.reverse(); 1');
    expect(await words(rows({}))).toBe('The table was changed since it was shown: run its cell again.');
  });
});

it('a variable is opened without running code of the person’s', async () => {
  await driver.run('let told = 0; const odd = [{ get a() { told++; return 1; } }, { a: 2 }]; 1');
  const open = async (variableName: string) => {
    const request = {
      type: 'request',
      seq: 1,
      command: 'richInspectVariables',
      arguments: { variableName, grid: true },
    };
    const { body } = await driver.ask('debug_request', request);
    return (body as { data: Record<string, unknown> }).data;
  };
  expect(payloadIn(await open('odd')).columns[0].values).toEqual([['object', 'Symbol(getter)'], 2]);
  expect((await driver.run('told')).data?.['text/plain']).toBe('0');
  const dataset = payloadIn(await open('data'));
  expect([dataset.title, names(dataset)[0], dataset.columns[0].values[0]]).toEqual(['sequences', 'part', 'train']);
  expect(await open('told')).toEqual({});
});

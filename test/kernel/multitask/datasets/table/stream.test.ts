import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createMultitask } from '../../../../../kernel/multitask/create-multitask.ts';
import { joinRows, type RowStream, type Rows, sliceRows } from '../../../../../kernel/multitask/data/index.ts';
import { literal, withDuckDb } from '../../../../../kernel/multitask/datasets/table/duckdb.ts';
import { table } from '../../../../../kernel/multitask/datasets/table/table.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stream-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Rows of every kind of column, with values missing; `rare` has some that only a row or two has, so that a split leaves train rows without. */
const query = `SELECT (i * 7919) % 13 = 0 AS click, CASE WHEN i % 11 > 0 THEN i % 17 END AS spend,
  CASE WHEN i % 5 > 0 THEN i / 3 END AS i, 1700000000000 + i * 250 AS at, 'c' || hash(i) % 300 AS city,
  CASE WHEN i % 7 > 0 THEN 'r' || i // 2 END AS rare,
  array_to_string([x FOR x IN ['a', 'b', 'u' || i // 3] IF hash(x || i) % 2 = 0], '|') AS tags, i % 4 AS w`;
const options = {
  tasks: { click: 'binary', spend: 'numeric' },
  numeric: ['i', 'at'],
  categorical: ['city', 'rare'],
  lists: ['tags'],
  weight: 'w',
  validation: 0.2,
  test: 0.1,
} as const;

async function written(name: string, rows: number, from = 0): Promise<string> {
  const path = join(mkdtempSync(join(folder, 'rows-')), name);
  const rowsSql = `${query} FROM range(${from}, ${from + rows}) AS t(i)`;
  await withDuckDb((database) => database.run(`COPY (${rowsSql}) TO ${literal(path)}`));
  return path;
}

async function chunksOf(stream: RowStream, signal?: AbortSignal): Promise<Rows[]> {
  const chunks: Rows[] = [];
  for await (const chunk of stream.chunks(signal)) chunks.push(chunk);
  return chunks;
}

describe('has the rows of the table in memory, in the same order, each time it is read', () => {
  for (const name of ['rows.parquet', 'rows.csv', 'rows.csv.gz', 'rows.jsonl'])
    test(name, async () => {
      const source = await written(name, 5000);
      const inMemory = await table(source, options);
      const streamed = await table(source, { ...options, stream: true, chunkRows: 1000 });
      const { read: _, train: rows, ...about } = inMemory;
      expect(streamed).toMatchObject({ ...about, train: { length: rows.length } });
      for (let epoch = 0; epoch < 2; epoch++) {
        const chunks = await chunksOf(streamed.train);
        expect(chunks.length).toBe(5);
        expect(joinRows(chunks)).toEqual(rows);
      }
    });

  test('a column that keeps none of its rarest values', async () => {
    const source = await written('rows.parquet', 5000);
    const { features } = await table(source, options);
    const rare = features.columns.find(({ name }) => name === 'rare');
    // Codes are found before it is known which rows are trained on: here they have to be translated.
    expect(rare?.kind === 'categorical' && rare.values.length).toBeLessThan(2000);
  });

  test('one memory holds all of them, for a reader that is done with each when it asks for the next', async () => {
    const source = await written('rows.parquet', 5000);
    const { train } = await table(source, { ...options, stream: true, chunkRows: 1000 });
    const chunks = await chunksOf(train);
    const memories = new Set<ArrayBufferLike>();
    let passed = 0;
    for await (const chunk of train.passing?.() ?? []) {
      expect(chunk).toEqual(chunks[passed++]);
      memories.add(chunk.numeric[0].buffer);
    }
    expect(passed).toBe(5);
    // The first may have been too small for the others.
    expect(memories.size).toBeLessThan(5);
  });

  test('a model has the same bits, and a run the same metrics, as from chunks of the rows in memory', async () => {
    const source = await written('rows.parquet', 5000);
    const inMemory = await table(source, { ...options, weight: undefined });
    const streamed = await table(source, { ...options, weight: undefined, stream: true, chunkRows: 999 });
    const cut: RowStream = {
      length: inMemory.train.length,
      async *chunks() {
        let from = 0;
        for (const { length } of await chunksOf(streamed.train)) {
          yield sliceRows(inMemory.train, from, from + length);
          from += length;
        }
      },
    };
    const { models } = createMultitask();
    const trained = async (rows: RowStream) => {
      const model = models.mmoe(inMemory.features, inMemory.tasks, { embedding: 2, seed: 5 });
      const { history } = await model.fit(rows, { epochs: 2, batchSize: 64, seed: 3, plot: false });
      const parameters = await model.parameters();
      model.dispose();
      return { parameters, history: history.map((epoch) => ({ ...epoch, seconds: 0 })) };
    };
    expect(await trained(streamed.train)).toEqual(await trained(cut));
  });
});

test('two streams of one file, and two readers of one of them, do not mind each other', async () => {
  const source = await written('rows.csv', 4000);
  const open = () => table(source, { ...options, stream: true, chunkRows: 500 });
  const [one, other] = await Promise.all([open(), open()]);
  const read = await Promise.all([one, other, one].map(({ train }) => chunksOf(train)));
  expect(joinRows(read[0])).toEqual(joinRows(read[1]));
  expect(read[2]).toEqual(read[0]);
});

test('a file that is written anew, or deleted, changes nothing: the rows are those of the opening', async () => {
  const source = await written('rows.csv', 1000);
  const { train } = await table(source, { ...options, stream: true });
  const before = await chunksOf(train);
  writeFileSync(source, 'click\n1\n');
  expect(await chunksOf(train)).toEqual(before);
  rmSync(source);
  expect(await chunksOf(train)).toEqual(before);
});

test('can be left early and aborted, and read again', async () => {
  const source = await written('rows.parquet', 4000);
  const { train } = await table(source, { ...options, stream: true, chunkRows: 100 });
  for await (const chunk of train.chunks()) {
    expect(chunk.length).toBeGreaterThan(0);
    break;
  }
  const controller = new AbortController();
  const seen: number[] = [];
  const reading = (async () => {
    for await (const chunk of train.chunks(controller.signal)) {
      seen.push(chunk.length);
      controller.abort();
    }
  })();
  await expect(reading).rejects.toThrow(/aborted/i);
  expect(seen.length).toBe(1);
  await expect(chunksOf(train, AbortSignal.abort())).rejects.toThrow(/aborted/i);
  expect(joinRows(await chunksOf(train)).length).toBe(train.length);
});

describe('what is kept', () => {
  /** A temporary folder of its own. */
  function elsewhere(path: string): string {
    for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, path);
    return path;
  }

  test('has no name, so that no file is left however the process ends', async () => {
    const source = await written('rows.parquet', 1000);
    const here = elsewhere(mkdtempSync(join(folder, 'kept-')));
    const { train } = await table(source, { ...options, stream: true });
    expect(await chunksOf(train)).toHaveLength(1);
    expect(readdirSync(here)).toEqual([]);
  });

  const onLinux = test.skipIf(process.platform !== 'linux');
  const openIn = (here: string) =>
    readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`).startsWith(here);
      } catch {
        return false; // closed meanwhile
      }
    }).length;

  onLinux('goes when nobody has the stream any more', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc');
    const source = await written('rows.parquet', 1000);
    const here = elsewhere(mkdtempSync(join(folder, 'kept-')));
    const open = () => openIn(here);
    const length = await (async () => {
      const { train } = await table(source, { ...options, stream: true });
      // Nobody has this one, but for who reads it.
      const chunks = (await table(source, { ...options, stream: true, chunkRows: 100 })).train.chunks();
      collect();
      expect(open()).toBe(2);
      let rows = 0;
      for await (const chunk of chunks) {
        rows += chunk.length;
        collect();
        await setTimeout(1);
      }
      expect(joinRows(await chunksOf(train)).length).toBe(rows);
      return rows;
    })();
    expect(length).toBeGreaterThan(500);
    await expect
      .poll(async () => {
        collect();
        await setTimeout(1);
        return open();
      })
      .toBe(0);
  });

  onLinux('goes at once where the table is refused behind its rows', async () => {
    const source = join(mkdtempSync(join(folder, 'refused-')), 'rows.csv');
    writeFileSync(source, `x,click\n${'1,\n'.repeat(9)}`);
    const here = elsewhere(mkdtempSync(join(folder, 'kept-')));
    const opening = table(source, { tasks: { click: 'binary' }, stream: true, chunkRows: 2 });
    await expect(opening).rejects.toThrow(/has no value in any train row/);
    expect(openIn(here)).toBe(0);
  });

  test('needs a folder that can be written, and says so to who reads it', async () => {
    const source = await written('rows.parquet', 1000);
    const nowhere = elsewhere(join(folder, 'nowhere'));
    const { features, tasks, train } = await table(source, { ...options, stream: true });
    expect(features.columns.map(({ name }) => name)).toEqual(['i', 'at', 'city', 'rare', 'tags']);
    const { models } = createMultitask();
    const fitting = models.mmoe(features, tasks, { embedding: 2 }).fit(train, { plot: false });
    await expect(fitting).rejects.toThrow(
      /keeps the rows of rows\.parquet, encoded, in a file of .*nowhere .*ENOENT.*(TMPDIR|TEMP) = /,
    );
    expect(nowhere).toContain('nowhere');
  });
});

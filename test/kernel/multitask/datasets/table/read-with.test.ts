import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { datasets, models } from '../../../../../kernel/multitask/index.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-with-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('a checkpoint remembers how its table was read: the next file needs no options', async () => {
  const first = file('first.csv', '0~1~a/b\n1~oops~b\n1~3~a\n0~5~a/b\n');
  const csv = { delimiter: '~', header: ['click', 'x', 'tags'], missing: ['', 'oops'] };
  const data = await datasets.table(first, {
    tasks: { click: 'binary' },
    numeric: ['x'],
    lists: { tags: { separator: '/' } },
    csv,
  });
  expect(data.features.readWith).toMatchObject({ csv, separators: { tags: '/' } });
  const save = join(folder, 'checkpoint');
  await models
    .esmm(
      data.features,
      [
        { name: 'click', kind: 'binary' },
        { name: 'buy', kind: 'binary' },
      ],
      { embedding: 2, towerUnits: [2] },
    )
    .save(save);
  const loaded = await models.load(save);
  const rows = await loaded.read(file('second.csv', '0~oops~b/a\n0~4~b\n'));
  expect(rows.numeric[0]).toEqual(Float32Array.of(3, 4));
  expect(rows.lists[0]).toEqual({ offsets: Uint32Array.of(0, 2, 3), codes: Int32Array.of(1, 0, 1) });
  // What is told again comes before what is remembered.
  const other = await loaded.read(file('third.csv', '0|4|b\n'), { csv: { delimiter: '|' } });
  expect(other.numeric[0]).toEqual(Float32Array.of(4));
});

test('a column may be called what every object has, with and without anything told of it', async () => {
  const content = `constructor,toString,valueOf\n${Array.from({ length: 40 }, (_, i) => `${i % 2},${i},t${i % 3}`).join('\n')}\n`;
  const tasks = Object.fromEntries([['constructor', 'binary' as const]]);
  const data = await datasets.table(file('names.csv', content), { tasks });
  expect(data.features.columns).toMatchObject([
    { name: 'toString', kind: 'numeric', mean: 19.5 },
    { name: 'valueOf', kind: 'categorical', values: ['t0', 't1', 't2'] },
  ]);
  expect(Object.entries(data.train.labels).map(([name, labels]) => [name, ...labels.slice(0, 3)])).toEqual([
    ['constructor', 0, 1, 0],
  ]);
});

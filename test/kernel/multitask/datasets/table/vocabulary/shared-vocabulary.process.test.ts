import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMultitask } from '../../../../../../kernel/multitask/create-multitask.ts';

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

const tasks = { click: 'binary' } as const;
const apart = { tasks, categorical: ['item'], lists: ['history'] } as const;
const options = { ...apart, sharedVocabulary: [['item', 'history']] } as const;
const valuesOf = ({ columns }: { readonly columns: readonly object[] }) =>
  columns.map((column) => ('values' in column ? column.values : undefined));

/** 200 rows of items 0 … 39, some of them in few rows. */
function many(): string {
  const item = (row: number, at: number) => Math.floor(((row * 37 + at * 101) % 199) ** 2 / 1000);
  const lines = Array.from({ length: 200 }, (_, row) => {
    const history = Array.from({ length: row % 4 }, (_, at) => item(row, at + 1));
    return `${item(row, 0)},${history.join('|')},${history.includes(item(row, 0)) || row % 3 === 0 ? 1 : 0}`;
  });
  return file('many.csv', ['item,history,click', ...lines].join('\n'));
}

test('attention trains on the one table, and a checkpoint reads another file in the same codes', async () => {
  const data = await datasets.table(many(), options);
  const model = models.mmoe(data.features, data.tasks, { pool: 'attention', seed: 1 });
  const attend = model.network.nodes.find((node) => node.kind === 'attend');
  const embed = model.network.nodes.find((node) => node.kind === 'embed' && node.columns[0] === 'item');
  expect(attend).toMatchObject({ columns: ['history'], tables: embed && 'tables' in embed && embed.tables });
  await model.fit(data.train, { epochs: 30, batchSize: 50, learningRate: 0.01, plot: false });
  expect((await model.evaluate(data.train)).click.auc).toBeGreaterThan(0.9);

  const save = join(folder, 'checkpoint');
  await model.save(save);
  const loaded = await models.load(save);
  expect(loaded.network.features.columns).toEqual(data.features.columns);
  const other = file('other.csv', 'item,history\n9,0|9|unseen\n1234,4\n');
  const rows = await loaded.read(other);
  const codeOf = (value: string) => (valuesOf(data.features)[0] as string[]).indexOf(value);
  expect(Math.min(...['0', '4', '9'].map(codeOf))).toBeGreaterThanOrEqual(0);
  expect(rows.categorical[0]).toEqual(Int8Array.of(codeOf('9'), -1));
  expect(rows.lists[0].codes).toEqual(Int32Array.of(codeOf('0'), codeOf('9'), codeOf('4')));
  expect(await loaded.predict(rows)).toEqual(await model.predict(await data.read(other)));
  // A table in the codes of the model has its vocabulary, too.
  const again = await datasets.table(many(), { tasks, features: loaded.network.features });
  expect(again.train.lists).toEqual(data.train.lists);
});

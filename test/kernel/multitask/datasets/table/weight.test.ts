import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMultitask } from '../../../../../kernel/multitask/create-multitask.ts';
import type { Rows } from '../../../../../kernel/multitask/data/index.ts';

const { datasets, models } = createMultitask();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'multitask-weight-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const day = 'colour,price,w,click\nred,1,2,1\nblue,3,0,0\nred,5,0.5,0\ngreen,100,0,1\nblue,2,1,1\n';
const tasks = { click: 'binary' } as const;

test('the column is no feature, and rows of weight 0 are not trained on', async () => {
  const { features, train } = await datasets.table(await file('a.csv', day), { tasks, weight: 'w' });
  expect(features.columns.map(({ name }) => name)).toEqual(['colour', 'price']);
  expect(train.length).toBe(3);
  expect(train.weights).toEqual(Float32Array.of(2, 0.5, 1));
  // Green, and a price of 100, are in a row of weight 0 alone: mean (1 + 5 + 2) / 3.
  expect(features.columns[0]).toMatchObject({ values: ['blue', 'red'] });
  expect(features.columns[1]).toMatchObject({ mean: 8 / 3 });
});

test('the share of 1 counts rows by their weights', async () => {
  const { tasks: made } = await datasets.table(await file('share.csv', day), { tasks, weight: 'w' });
  expect(made).toEqual([{ name: 'click', kind: 'binary', mean: expect.closeTo(3 / 3.5, 12) }]); // 1, 0, 1 of 2, .5, 1
});

test('a stream has the same rows, and the mean of their weights', async () => {
  const options = { tasks, weight: 'w', stream: true, chunkRows: 2 } as const;
  const { train } = await datasets.table(await file('b.csv', day), options);
  expect(train).toMatchObject({ length: 3, meanWeight: 3.5 / 3 });
  const chunks: Rows[] = [];
  for await (const chunk of train.chunks()) chunks.push(chunk);
  expect(chunks.flatMap(({ weights }) => [...(weights ?? [])])).toEqual([2, 0.5, 1]);
});

test('rows to predict keep all rows, with their weights, or come without', async () => {
  const { features, tasks: made, read } = await datasets.table(await file('c.csv', day), { tasks, weight: 'w' });
  const model = models.mmoe(features, made);
  const path = await file('d.csv', 'colour,price,w\nred,1,0\nblue,2,4\n');
  expect((await model.read(path)).weights).toEqual(Float32Array.of(0, 4));
  expect((await read(path)).weights).toEqual(Float32Array.of(0, 4));
  expect(await model.read(await file('e.csv', 'colour,price\nred,1\n'))).not.toHaveProperty('weights');
});

describe('refused', () => {
  const check = (name: string, text: string, more: object, message: RegExp) =>
    test(name, async () => {
      const path = await file(`${name}.csv`, text);
      await expect(datasets.table(path, { tasks, weight: 'w', ...more })).rejects.toThrow(message);
    });
  check(
    'negative',
    day.replace('0.5', '-0.5'),
    {},
    /line 4, column "w": the weight of a row is a number from 0 on, not "-0.5"/,
  );
  check('missing', day.replace('0.5', ''), {}, /line 4, column "w".*from 0 on, and here is none/);
  check('text', day.replace('0.5', 'much'), {}, /line 4, column "w".*not "much"/);
  check('infinite', day.replace('0.5', 'inf'), {}, /line 4, column "w".*not "inf"/);
  check('no such column', day, { weight: 'weight' }, /no column "weight", the weight of the rows/);
  check('a label', day, { weight: 'click' }, /"click" is the weight of the rows, so it cannot be a label/);
  check('a feature', day, { numeric: ['w'] }, /"w" is the weight of the rows, so it cannot be a label or a feature/);
  check('all 0', 'colour,w,click\nred,0,1\nblue,0,0\n', {}, /none of them is left to train on. "w" may be 0 in all/);
});

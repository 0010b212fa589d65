import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMultitask } from '../../kernel/multitask/create-multitask.ts';
import type { Rows } from '../../kernel/multitask/data/dataset.ts';
import type { Task } from '../../kernel/multitask/data/tasks.ts';
import type { Model } from '../../kernel/multitask/model/model.ts';
import { type CatalogName, catalog, methodName } from '../../kernel/multitask/models/catalog.ts';
import type { BuildModel } from '../../kernel/multitask/network/blocks.ts';
import { attendedFeatures } from '../support/attended-rows.ts';
import { randomModel } from '../support/random-networks.ts';
import { clickAndBuy, mixedFeatures, randomRows } from '../support/random-rows.ts';
import { sampleFeatures, sampleRows, sampleTasks } from '../support/sample-rows.ts';
import { feedsOf } from './feeds.ts';

type Scored = {
  readonly outputs: Readonly<Record<string, number[]>>;
  readonly first: Readonly<Record<string, number>>;
  readonly inputs: Readonly<Record<string, readonly [string, readonly (string | number)[]]>>;
  readonly metadata: Readonly<Record<string, string>>;
};

const { models } = createMultitask();
const rows = randomRows(60, 3);
const cases = new Map<string, { readonly model: Model; readonly rows: Rows }>();
let scored: Readonly<Record<string, Scored>> = {};
let folder: string;

for (const name of Object.keys(catalog) as CatalogName[]) {
  const make = models[methodName(name)] as typeof models.mmoe;
  const options = { embedding: 3, seed: 2 };
  cases.set(name, { model: make(mixedFeatures, clickAndBuy, options), rows });
  cases.set(`${name}, batch norm`, { model: make(mixedFeatures, clickAndBuy, { ...options, batchNorm: true }), rows });
}
for (let seed = 1; seed <= 12; seed++) {
  const model = models.define(`random ${seed}`, sampleFeatures, sampleTasks, randomModel(sampleFeatures, seed));
  const { labels, ...drawn } = sampleRows(40, seed);
  // Some of these models take the second task for a step of a funnel.
  const buy = labels.buy.map((value, row) => (value > labels.click[row] ? 0 : value));
  cases.set(`random ${seed}`, { model, rows: { ...drawn, labels: { ...labels, buy } } });
}
for (const attention of ['softmax', 'sigmoid'] as const) {
  const build: BuildModel = (tasks, b) => {
    const item = b.embed(['city', 'item'], 3, { table: 'shared' });
    const query = b.linear(item, 3);
    const seen = b.attend('seen', query, { attention, like: item });
    const value = b.concat([item, seen, b.attend('tags', query, { attention, maxLength: 2 })]);
    const output = (task: Task) =>
      b.output(task, b.probability(b.linear(value, 1, { name: task.name }), { name: task.name }));
    return { outputs: tasks.map(output) };
  };
  const { labels, ...drawn } = sampleRows(40, 3, attendedFeatures);
  const model = models.define(`attention, ${attention}`, attendedFeatures, sampleTasks, build);
  cases.set(`attention, ${attention}`, { model, rows: { ...drawn, labels } });
}
const flat = { columns: mixedFeatures.columns.filter(({ kind }) => kind !== 'list') };
const flatRows = { ...rows, columns: flat.columns, lists: [] };
cases.set('one-hot inputs as they are', {
  model: models.mmoe(flat, clickAndBuy, { inputs: 'raw', gateTemperature: 2, gateDropout: 0.5 }),
  rows: flatRows,
});
const moments = [1.7e9, 1.70001e9, Number.NaN, 1.69999e9];
const timed = {
  columns: [
    { kind: 'numeric', name: 'moment', mean: 1.7e9, sd: 1e4 },
    { kind: 'categorical', name: 'code', values: ['', '0'] },
  ],
} as const;
const spend = { name: 'spend', kind: 'numeric', mean: 2e9, sd: 3 } as const;
cases.set('timestamps', {
  model: models.sharedBottom(timed, [clickAndBuy[0], spend]),
  rows: {
    columns: timed.columns,
    length: 4,
    numeric: [Float64Array.from(moments)],
    categorical: [Int8Array.of(0, 1, -1, 0)],
    lists: [],
    labels: { click: Float32Array.of(1, 0, 0, 1), spend: Float64Array.of(2e9, 2e9 + 5, 2e9 - 3, 2e9) },
  },
});

const named = { columns: [{ kind: 'categorical', name: 'pCVR', values: ['0', '1'] }] } as const;
cases.set('a column called as an output', {
  model: models.esmm(named, clickAndBuy),
  rows: {
    ...rows,
    columns: named.columns,
    numeric: [],
    categorical: [rows.categorical[1].map((code) => Math.min(code, 1))],
    lists: [],
  },
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'multitask-onnx-'));
  const python = execFileSync('sh', ['test/exports/setup.sh'], { encoding: 'utf8' }).trim();
  for (const [name, { model, rows }] of cases) {
    await model.fit(rows, { batchSize: 16, epochs: 2, plot: false });
    await model.toOnnx(join(folder, name, 'model.onnx'));
    await writeFile(join(folder, name, 'feeds.json'), JSON.stringify(feedsOf(rows)));
  }
  const output = execFileSync(python, ['test/exports/score_onnx.py', folder], { encoding: 'utf8', maxBuffer: 1e9 });
  scored = JSON.parse(output);
});
afterAll(() => rm(folder, { recursive: true }));

describe('onnxruntime predicts from raw columns what the model predicts', () => {
  test.each([...cases.keys()])('%s', async (name) => {
    const { model, rows } = cases.get(name) ?? expect.fail();
    const expected = await model.predict(rows);
    const { outputs, first } = scored[name];
    expect(Object.values(outputs)).toHaveLength(Object.keys(expected).length);
    for (const [i, [output, column]] of Object.entries(expected).entries()) {
      const found = outputs[`${output} (2)`] ?? outputs[output];
      expect(found).toHaveLength(rows.length);
      for (const [row, value] of found.entries())
        expect(Math.abs(value - column[row]) / Math.max(1, Math.abs(column[row]))).toBeLessThan(1e-5);
      expect(Math.abs(Object.values(first)[i] - Object.values(outputs)[i][0])).toBeLessThan(
        1e-6 * Math.max(1, Math.abs(column[0])),
      );
    }
  });
});

describe('what a model asks for', () => {
  test('columns by their kinds; only those that it reads', () => {
    expect(scored.mmoe.inputs).toEqual({
      city: ['tensor(string)', ['batch']],
      age: ['tensor(float)', ['batch']],
      tags: ['tensor(string)', ['batch', 'length of tags']],
      'tags mask': ['tensor(bool)', ['batch', 'length of tags']],
      price: ['tensor(float)', ['batch']],
      day: ['tensor(string)', ['batch']],
    });
    expect(scored.timestamps.inputs.moment).toEqual(['tensor(double)', ['batch']]);
  });

  test('what it is, in the metadata', () => {
    const { metadata } = scored.esmm;
    expect(metadata['multitask-notebook']).toMatch(/^\d+\.\d+\.\d+/);
    expect(JSON.parse(metadata.tasks)).toEqual(clickAndBuy);
    expect(JSON.parse(metadata.columns)).toContainEqual({ name: 'tags', kind: 'list' });
  });
});

test('in label units', () => {
  const { spend } = scored.timestamps.outputs;
  for (const value of spend) expect(Math.abs(value - 2e9)).toBeLessThan(30);
});

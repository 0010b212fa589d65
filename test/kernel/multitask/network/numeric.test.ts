import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMultitask } from '../../../../kernel/multitask/create-multitask.ts';
import type { Features, Task } from '../../../../kernel/multitask/data/index.ts';
import type { Blocks, BuildModel, NetworkNode } from '../../../../kernel/multitask/network/index.ts';
import { clickAndBuy, mixedFeatures, randomRows } from '../../../support/random-rows.ts';

const { models } = createMultitask();
const rows = randomRows(40, 1);
const words: Features = { columns: [{ kind: 'categorical', name: 'city', values: ['Ulm', 'Bonn'] }] };

/** A model of one logit for each task, over whatever is written. */
const over =
  (write: (blocks: Blocks) => NetworkNode): BuildModel =>
  (tasks: readonly Task[], b) => {
    const input = write(b);
    return { outputs: tasks.map((task) => b.output(task, b.probability(b.linear(input, 1), { name: task.name }))) };
  };
const define = (write: (blocks: Blocks) => NetworkNode, inputs: 'standardised' | 'raw' = 'standardised') =>
  models.define('own', mixedFeatures, clickAndBuy, over(write), { inputs });
const nodeOf = ({ network }: ReturnType<typeof define>) => network.nodes.filter(({ kind }) => kind === 'numeric');

describe('values', () => {
  // ages of mean 40 and sd 10, prices of mean 2 and sd 0.5; NaN is read as the mean.
  const [ages, prices] = rows.numeric;
  const expected = (raw: boolean) =>
    Array.from({ length: rows.length }, (_, row) => [
      (Number.isNaN(ages[row]) ? 40 : ages[row]) * (raw ? 1 : 1 / 10) - (raw ? 0 : 4),
      prices[row] * (raw ? 1 : 2) - (raw ? 0 : 4),
    ]).flat();
  for (const inputs of ['standardised', 'raw'] as const)
    test(`${inputs}: [row, numeric column]`, async () => {
      const model = define((b) => b.numeric, inputs);
      const nodes = nodeOf(model);
      expect(nodes).toMatchObject([{ name: 'numeric', width: 2 }]);
      const [values] = await model.activations(rows, nodes);
      expect(values).toHaveLength(80);
      for (const [i, value] of expected(inputs === 'raw').entries()) expect(values[i]).toBeCloseTo(value, 4);
    });
});

describe('shapes', () => {
  test('any block reads it', () => {
    const model = define((b) => b.concat([b.numeric, b.dropout(b.numeric, 0.1), b.dot(b.numeric, b.numeric)]));
    expect(model.network.nodes.find(({ kind }) => kind === 'concat')?.width).toBe(5);
  });
  test('it is in a network once, and only where it is read', () => {
    expect(nodeOf(define((b) => b.concat([b.numeric, b.dense(b.numeric, 3)])))).toHaveLength(1);
    expect(nodeOf(define((b) => b.x))).toHaveLength(0);
  });
  const refused = (name: string, write: (blocks: Blocks) => NetworkNode, message: RegExp) =>
    test(`without numeric columns: ${name}`, () =>
      expect(() => models.define('own', words, clickAndBuy, over(write))).toThrow(message));
  refused(
    'dense',
    (b) => b.dense(b.numeric, 2, { name: 'first' }),
    /dense "first": its input is numeric, but there is no/,
  );
  refused(
    'concat',
    (b) => b.concat([b.numeric], { name: 'all' }),
    /concat "all": a part is numeric, but there is no numeric/,
  );
  refused('dropout', (b) => b.dropout(b.numeric, 0.1), /dropout "dropout 0": its input is numeric/);
});

test('it is an input of its own in a layers model', async () => {
  const model = define((b) => b.concat([b.embed(['city'], 2), b.numeric]));
  const layers = await model.toLayersModel();
  const inputs = await model.layersInputs(rows);
  expect(inputs.map(({ shape }) => shape)).toContainEqual([40, 2]);
  const answer = layers.predict(inputs);
  const [click] = await Promise.all((Array.isArray(answer) ? answer : [answer]).map((tensor) => tensor.data()));
  const own = await model.predict(rows, { trainer: 'tfjs' });
  for (const [row, value] of own.click.entries()) expect(click[row]).toBeCloseTo(value, 5);
  for (const tensor of [...inputs, ...(Array.isArray(answer) ? answer : [answer])]) tensor.dispose();
  layers.dispose();
});

test('a network of before, whose numbers went through weights as wide as x, loads and predicts as it did', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'multitask-numeric-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const before = define((b) =>
    b.concat([b.embed('all', 2, { name: 'embedding' }), b.linear(b.x, 4, { name: 'numeric', bias: false })]),
  );
  expect(before.network.parameters.find(({ name }) => name === 'numeric/weights')?.shape).toEqual([9, 4]);
  await before.save(join(folder, 'model'));
  const loaded = await models.load(join(folder, 'model'));
  expect(await loaded.predict(rows, { trainer: 'tfjs' })).toEqual(await before.predict(rows, { trainer: 'tfjs' }));
});

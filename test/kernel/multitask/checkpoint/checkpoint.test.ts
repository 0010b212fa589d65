import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMultitask } from '../../../../kernel/multitask/create-multitask.ts';
import { clickAndBuy, mixedFeatures, randomRows } from '../../../support/random-rows.ts';

const rows = randomRows(100, 1);
const { models } = createMultitask();
const options = { trainer: 'tfjs', batchSize: 32 } as const;

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'multitask-checkpoint-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

describe('a loaded model', () => {
  const check = (name: keyof Omit<typeof models, 'define' | 'load'>) =>
    test(`${name} is the one that was saved`, async () => {
      const folder = await temporaryFolder();
      const model = models[name](mixedFeatures, clickAndBuy, { embedding: 2, inputs: 'raw', seed: 7 });
      await model.fit(rows, { ...options, epochs: 2, optimizer: 'adagrad' });
      await model.save(folder);
      const again = await models.load(folder);
      expect(again).toMatchObject({ title: model.title, seed: 7, epochs: 2 });
      expect(again.network).toEqual(model.network);
      expect(await again.parameters()).toEqual(await model.parameters());
      expect(await again.predict(rows, { trainer: 'tfjs' })).toEqual(await model.predict(rows, { trainer: 'tfjs' }));
    });
  for (const name of ['sharedBottom', 'omoe', 'mmoe', 'esmm', 'ple', 'aitm'] as const) check(name);

  test('a model of one’s own, with shared weights and shared nodes', async () => {
    const folder = await temporaryFolder();
    const model = models.define('own', mixedFeatures, clickAndBuy, (tasks, b) => {
      const [day, city] = ['day', 'city'].map((column) => b.embed([column], 3, { name: column }));
      const first = b.dense(day, 4, { name: 'first' });
      const both = b.concat([first, b.dropout(b.dense(city, 4, { like: first }), 0.5)]);
      return { outputs: tasks.map((task) => b.output(task, b.probability(b.linear(both, 1), { name: task.name }))) };
    });
    await model.save(folder);
    const { network } = await models.load(folder);
    expect(network).toEqual(model.network);
    const dense = network.nodes.filter((node) => node.kind === 'dense');
    // The very same objects again, not equal ones: trainers tell parameters and nodes apart by identity.
    expect(dense[0].weights).toBe(dense[1].weights);
    expect(dense[0].weights).toBe(network.parameters[1]);
    expect(dense[2].input).toBe(network.nodes.find((node) => node.kind === 'concat'));
    expect(network.outputs[0].task).toBe(network.tasks[0]);
  });

  test('keeps metrics that are NaN', async () => {
    const folder = await temporaryFolder();
    const model = models.sharedBottom(mixedFeatures, clickAndBuy, { embedding: 2 });
    const oneClass = { ...rows, labels: { ...rows.labels, buy: new Float32Array(rows.length) } };
    await model.fit(oneClass, options);
    await model.save(folder);
    const run = await (await models.load(folder)).fit(oneClass, { ...options, epochs: 2, resume: true });
    expect(run.history[0].train.buy.auc).toBeNaN();
  });
});

describe('a file that cannot be loaded says why', () => {
  const check = (name: string, change: (file: Buffer) => Buffer | string, message: RegExp) =>
    test(name, async () => {
      const folder = await temporaryFolder();
      await models.mmoe(mixedFeatures, clickAndBuy).save(folder);
      const path = join(folder, 'checkpoint.bin');
      await writeFile(path, change(await readFile(path)));
      await expect(models.load(folder)).rejects.toThrow(message);
    });
  check('torn in its numbers', (file) => file.subarray(0, file.length - 100), /is torn or was changed/);
  check('torn in its first line', (file) => file.subarray(0, 300), /is torn: it ends within its first line/);
  check(
    'a changed number',
    (file) => {
      file[file.length - 1] ^= 1;
      return file;
    },
    /is torn or was changed/,
  );
  check('empty', () => '', /is no checkpoint of multitask-notebook/);
  check('foreign JSON', () => '{"weights": []}\n', /is no checkpoint of multitask-notebook/);
  check('foreign bytes', () => Buffer.from([0, 1, 2, 10, 255]), /is no checkpoint of multitask-notebook/);
  check(
    'of a later version',
    (file) => Buffer.from(file.toString('latin1').replace('"version":1', '"version":2'), 'latin1'),
    /is of version 2; this release reads version 1/,
  );
  check(
    'a first line that is no JSON',
    (file) => Buffer.concat([Buffer.from('{"multitask-notebook checkpoint"\n'), file]),
    /its first line is no JSON/,
  );
  check(
    'a parameter that is missing',
    (file) =>
      Buffer.from(
        file.toString('latin1').replace('{"parameter":"expert 0/weights"', '{"parameter":"expert 9/weights"'),
        'latin1',
      ),
    /is damaged: "expert 0\/weights" should have \d+ numbers but has none/,
  );

  test('no file', async () => {
    const folder = await temporaryFolder();
    await expect(models.load(folder)).rejects.toThrow(`There is no checkpoint in ${folder}: it has no checkpoint.bin.`);
  });
});

test('fit does not overwrite the checkpoint of another model', async () => {
  const folder = await temporaryFolder();
  await models.esmm(mixedFeatures, clickAndBuy).save(folder);
  const model = models.mmoe(mixedFeatures, clickAndBuy);
  await expect(model.fit(rows, { ...options, checkpoint: folder })).rejects.toThrow(
    'holds a checkpoint of another model, esmm',
  );
  expect((await models.load(folder)).network.model).toBe('esmm');
});

test('a checkpoint is replaced whole, and no temporary file stays', async () => {
  const folder = join(await temporaryFolder(), 'not', 'there', 'yet');
  const model = models.mmoe(mixedFeatures, clickAndBuy);
  await model.fit(rows, { ...options, epochs: 3, checkpoint: folder });
  expect(await readdir(folder)).toEqual(['checkpoint.bin']);
  expect(await (await models.load(folder)).parameters()).toEqual(await model.parameters());
});

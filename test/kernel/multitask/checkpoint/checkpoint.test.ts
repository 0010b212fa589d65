import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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

  test('goes on exactly where running means and variances were', async () => {
    const make = () =>
      models.define('norms', mixedFeatures, clickAndBuy, (tasks, b) => {
        const h = b.batchNorm(b.linear(b.embed('all', 3, { name: 'e' }), 4, { bias: false }), { name: 'n' });
        return { outputs: tasks.map(({ name }, t) => b.output(tasks[t], b.probability(b.linear(h, 1), { name }))) };
      });
    const folder = await temporaryFolder();
    const [model, whole] = [make(), make()];
    await whole.fit(rows, { ...options, epochs: 3, trainer: 'simd' });
    await model.fit(rows, { ...options, epochs: 2, trainer: 'simd' });
    await model.save(folder);
    const again = await models.load(folder);
    expect(again.network).toEqual(model.network);
    expect(again.network.statistics.map(({ name }) => name)).toEqual(['n/running mean', 'n/running variance']);
    expect(await again.parameters()).toEqual(await model.parameters());
    await again.fit(rows, { ...options, epochs: 3, trainer: 'simd', resume: true });
    expect(await again.parameters()).toEqual(await whole.parameters());
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

describe('a checkpoint that cannot be loaded says why', () => {
  const files = ['network.json', 'weights.safetensors', 'optimizer.safetensors', 'run.json'] as const;
  const changed = async (name: (typeof files)[number], change: (file: Buffer) => Buffer | string | undefined) => {
    const folder = await temporaryFolder();
    const model = models.mmoe(mixedFeatures, clickAndBuy);
    await model.fit(rows, options);
    await model.save(folder);
    const path = join(folder, name);
    const content = change(await readFile(path));
    if (content === undefined) await rm(path);
    else await writeFile(path, content);
    return models.load(folder);
  };
  const cut = (file: Buffer) => file.subarray(0, file.length - 100);
  const flip = (file: Buffer) => {
    file[file.length - 4] ^= 1;
    return file;
  };

  describe.each(files.slice(0, 3))('%s', (name) => {
    const reason = (words: string) => `${name} ${words}`;
    test('missing', () =>
      expect(changed(name, () => undefined)).rejects.toThrow(reason('is missing: the checkpoint is torn')));
    test('torn', () =>
      expect(changed(name, cut)).rejects.toThrow(
        new RegExp(`${name} is (damaged: it ends within|torn or was changed)`),
      ));
    test('changed', () =>
      expect(changed(name, flip)).rejects.toThrow(reason('is torn or was changed: it does not have the checksum')));
    test('empty', () =>
      expect(changed(name, () => '')).rejects.toThrow(
        new RegExp(`${name} is (damaged: it ends within|torn or was changed)`),
      ));
    test('of something else', () => expect(changed(name, () => '{"weights": []}')).rejects.toThrow(name));
  });

  const record = (name: string, change: (file: string) => string | undefined, message: RegExp) =>
    test(`run.json ${name}`, () =>
      expect(changed('run.json', (file) => change(file.toString()))).rejects.toThrow(message));
  record('missing', () => undefined, /There is no checkpoint in .*: it has no run\.json\./);
  record('torn', (text) => text.slice(0, 100), /run\.json is torn or of something else: it is no JSON/);
  record('empty', () => '', /run\.json is torn or of something else/);
  record('of something else', () => '{"runs": []}', /run\.json is of no checkpoint of multitask-notebook/);
  record('that is null', () => 'null', /run\.json is of no checkpoint/);
  record(
    'of a later version',
    (text) => text.replace('"version":2', '"version":3'),
    /is of version 3; this release reads versions 1 and 2/,
  );

  test('no file', async () => {
    const folder = await temporaryFolder();
    await expect(models.load(folder)).rejects.toThrow(`There is no checkpoint in ${folder}: it has no run.json.`);
  });

  test('files of two checkpoints', async () => {
    const [one, other] = [await temporaryFolder(), await temporaryFolder()];
    await models.mmoe(mixedFeatures, clickAndBuy, { seed: 1 }).save(one);
    await models.mmoe(mixedFeatures, clickAndBuy, { seed: 2 }).save(other);
    await copyFile(join(other, 'weights.safetensors'), join(one, 'weights.safetensors'));
    await expect(models.load(one)).rejects.toThrow(/weights\.safetensors is torn or was changed/);
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

const inAFolder = ['network.json', 'optimizer.safetensors', 'run.json', 'weights.safetensors'];

test('a checkpoint is replaced whole, and no temporary file stays', async () => {
  const folder = join(await temporaryFolder(), 'not', 'there', 'yet');
  const model = models.mmoe(mixedFeatures, clickAndBuy);
  await model.fit(rows, { ...options, epochs: 3, checkpoint: folder });
  expect((await readdir(folder)).sort()).toEqual(inAFolder);
  expect(await (await models.load(folder)).parameters()).toEqual(await model.parameters());
});

test('takes the place of one that an earlier release wrote', async () => {
  const folder = await temporaryFolder();
  await copyFile('test/golden/checkpoints/before-label-scale/checkpoint.bin', join(folder, 'checkpoint.bin'));
  const model = await models.load(folder);
  await model.save(folder);
  expect((await readdir(folder)).sort()).toEqual(inAFolder);
  expect(await (await models.load(folder)).parameters()).toEqual(await model.parameters());
});

test('a file of the same name that is of no checkpoint is kept', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'weights.safetensors'), 'mine');
  const model = models.mmoe(mixedFeatures, clickAndBuy);
  await expect(model.fit(rows, { ...options, checkpoint: folder })).rejects.toThrow(
    'holds a weights.safetensors that is of no checkpoint; give this one a folder of its own.',
  );
  expect(await readFile(join(folder, 'weights.safetensors'), 'utf8')).toBe('mine');
});

test('any tool reads the weights: a header of names, shapes and places, then the numbers', async () => {
  const folder = await temporaryFolder();
  const model = models.mmoe(mixedFeatures, clickAndBuy, { experts: 2, expertUnits: [4] });
  await model.save(folder);
  const file = await readFile(join(folder, 'weights.safetensors'));
  const end = 8 + Number(file.readBigUInt64LE());
  expect(end % 8).toBe(0);
  const { __metadata__, ...tensors } = JSON.parse(file.toString('utf8', 8, end));
  expect(Object.keys(tensors)).toEqual(model.network.parameters.map(({ name }) => name));
  const parameters = await model.parameters();
  for (const { name, shape } of model.network.parameters) {
    const { dtype, shape: found, data_offsets } = tensors[name];
    expect({ dtype, found }).toEqual({ dtype: 'F32', found: shape });
    const bytes = file.subarray(end + data_offsets[0], end + data_offsets[1]);
    expect(new Float32Array(new Uint8Array(bytes).buffer)).toEqual(parameters[name]);
  }
});

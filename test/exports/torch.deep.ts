import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSafetensors } from '../../kernel/multitask/checkpoint/safetensors.ts';
import type { Rows } from '../../kernel/multitask/data/dataset.ts';
import { randomStream } from '../../kernel/multitask/data/random.ts';
import { writeTorchFolder } from '../../kernel/multitask/exports/pytorch/index.ts';
import { torchModule } from '../../kernel/multitask/exports/pytorch/module.ts';
import { fromTorch } from '../../kernel/multitask/exports/pytorch/tensors.ts';
import { type CatalogName, catalog } from '../../kernel/multitask/models/catalog.ts';
import type { BuildModel } from '../../kernel/multitask/network/blocks.ts';
import type { Network } from '../../kernel/multitask/network/network.ts';
import { tfjsTrainer } from '../../kernel/multitask/trainers/tfjs/trainer.ts';
import type { Trainer } from '../../kernel/multitask/trainers/trainer.ts';
import { built } from '../support/parity.ts';
import { randomModel } from '../support/random-networks.ts';
import { clickAndBuy, mixedFeatures, randomRows } from '../support/random-rows.ts';
import { sampleFeatures, sampleRows, sampleTasks } from '../support/sample-rows.ts';
import { largestDifference, smoothNetwork, startState, withSimd } from '../support/simd-trainers.ts';
import { adam, planOf, sharedBackend } from '../support/tfjs-trainers.ts';
import { tableOf } from './feeds.ts';

type Case = {
  readonly network: Network;
  readonly rows: Rows;
  /** Adam's; 1e-8 without this. */
  readonly epsilon?: number;
};

/** The same without dropout, which of two frameworks is never the same. */
function undropped(build: BuildModel): BuildModel {
  return (tasks, b) =>
    build(tasks, {
      ...b,
      dropout: (input, _, options) => b.dropout(input, 0, options),
      softmax: (logits, options) => b.softmax(logits, { ...options, dropout: 0 }),
    });
}

const cases = new Map<string, Case>();
const rows = randomRows(80, 3);
for (const name of Object.keys(catalog) as CatalogName[]) {
  for (const batchNorm of [false, true]) {
    const build = built(name, mixedFeatures, { embedding: 3, batchNorm });
    const network = smoothNetwork(mixedFeatures, clickAndBuy, undropped(build));
    // Batch norm divides by the spread of 16 rows: where that is small, Adam makes steps of the last bits.
    if (batchNorm) cases.set(`${name}, batch norm`, { network, rows, epsilon: 1e-4 });
    else cases.set(name, { network, rows });
  }
}
for (let seed = 1; seed <= 6; seed++) {
  const network = smoothNetwork(sampleFeatures, sampleTasks, undropped(randomModel(sampleFeatures, seed)));
  cases.set(`random ${seed}`, { network, rows: sampleRows(60, seed, sampleFeatures, sampleTasks) });
}

const everyOther: BuildModel = (tasks, b) => {
  const items = b.embed(['tags'], 3, { name: 'items' });
  const query = b.dense(b.embed(['city'], 2), 3, { activation: 'tanh' });
  const attended = (['softmax', 'sigmoid'] as const).map((attention) =>
    b.attend('tags', query, { attention, maxLength: 3 }),
  );
  const all = b.concat([items, ...attended, b.dense(b.x, 4, { activation: 'tanh' })]);
  const experts = [0, 1, 2].map(() => b.batchNorm(b.dense(all, 4, { activation: 'tanh' })));
  const gate = b.softmax(b.linear(all, 3));
  const logits = tasks.map(() => b.linear(b.mix(gate, experts), 1));
  return {
    outputs: tasks.map((task, t) => b.output(task, b.probability(logits[t], { name: task.name }))),
    penalties: [b.balance(gate, { weight: 0.5 })],
  };
};
cases.set('attention, batch norm and balance', {
  network: smoothNetwork(mixedFeatures, clickAndBuy, everyOther),
  rows,
  // A softmax over one value has no gradient, and Adam makes steps of what is left of its last bits.
  epsilon: 1e-4,
});

const steps = 25;
const batchSize = 16;
const learningRate = 1e-3;
const l2 = 1e-3;
const order = (length: number) => {
  const random = randomStream(2, 'order');
  return new Uint32Array(steps * batchSize).map(() => random.below(length));
};

const quiet = { ...process.env, GLOO_SOCKET_IFNAME: 'lo', OMP_NUM_THREADS: '1', TORCH_CPP_LOG_LEVEL: 'ERROR' };
const torchrun = ['-m', 'torch.distributed.run', '--standalone', '--local-addr', '127.0.0.1', '--nproc-per-node', '2'];
let folder: string;
let python: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'multitask-torch-'));
  python = execFileSync('sh', ['test/exports/setup.sh'], { encoding: 'utf8' }).trim();
  for (const [name, { network, rows, epsilon = 1e-8 }] of cases) {
    await mkdir(join(folder, name));
    await writeTorchFolder(join(folder, name, 'torch'), network, startState(network).parameters, name);
    const visited = [...order(rows.length)];
    const batches = Array.from({ length: steps }, (_, i) => visited.slice(i * batchSize, (i + 1) * batchSize));
    const labels = Object.entries(rows.labels).map(([task, values]) => [
      task,
      Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
    ]);
    const table = { ...tableOf(rows), ...Object.fromEntries(labels) };
    await writeFile(join(folder, name, 'given.json'), JSON.stringify({ table, batches, learningRate, l2, epsilon }));
  }
  const script = ['test/exports/parity_torch.py', folder];
  execFileSync(python, script, { env: quiet, stdio: ['ignore', 'inherit', 'inherit'] });
  execFileSync(python, [...torchrun, ...script], { env: quiet, stdio: ['ignore', 'inherit', 'inherit'] });
});
afterAll(() => rm(folder, { recursive: true }));

/** Tensors of the module as parameters of the network. */
async function parametersIn(file: string, { network }: Case): Promise<Record<string, Float32Array>> {
  const { tensors } = await readSafetensors(file);
  const found = startState(network).parameters as Record<string, Float32Array>;
  for (const values of Object.values(found)) values.fill(0);
  for (const tensor of torchModule(network, '').tensors) {
    const values = tensors.get(tensor.name);
    if (values) fromTorch(tensor, values.values, found[tensor.parameter.name]);
  }
  return found;
}

describe('the exported module and both trainers agree', () => {
  test.each([...cases.keys()])('%s', async (name) => {
    const one = cases.get(name) ?? expect.fail();
    const { network, rows } = one;
    const optimizer = { ...adam, epsilon: one.epsilon ?? 1e-8 };
    const at = (file: string) => join(folder, name, file);
    const torch = JSON.parse(await readFile(at('results-1.json'), 'utf8'));
    const gradients = await parametersIn(at('gradients.safetensors'), one);
    const trained = await Promise.all([1, 2].map((n) => parametersIn(at(`trained-${n}.safetensors`), one)));
    const plan = planOf(rows.length, { learningRate: () => learningRate, l2, order: order(rows.length), batchSize });
    const agree = async (trainer: Trainer) => {
      expect(largestDifference(await trainer.predict(rows), torch.predictions)).toBeLessThan(1e-5);
      const own = await trainer.gradients(rows, plan);
      // Running statistics have no gradient.
      const others = Object.entries(gradients).filter(([parameter]) => !(parameter in own));
      for (const [, values] of others) expect(values.every((value) => value === 0)).toBe(true);
      const same = Object.fromEntries(Object.keys(own).map((parameter) => [parameter, gradients[parameter]]));
      expect(largestDifference(own, same)).toBeLessThan(1e-5);
      await trainer.train(rows, plan, () => {});
      const { parameters } = await trainer.read();
      for (const found of trained) expect(largestDifference(parameters, found)).toBeLessThan(1e-4);
    };
    const reference = await tfjsTrainer(sharedBackend)(network, optimizer, startState(network));
    await agree(reference);
    await reference.dispose();
    await withSimd(network, { build: 'relaxed', threads: 1 }, agree, optimizer);
  });
});

describe('an exported folder needs nothing of this package', () => {
  const run = (name: string, ...args: readonly string[]) =>
    execFileSync(python, args, { cwd: join(folder, name, 'torch'), encoding: 'utf8', env: quiet });

  test('all of them are written as ruff writes them', async () => {
    await copyFile('kernel/multitask/cluster/python/ruff.toml', join(folder, 'ruff.toml'));
    const ruff = (...args: readonly string[]) =>
      execFileSync(python, ['-m', 'ruff', ...args, '.'], { cwd: folder, encoding: 'utf8' });
    const parts = [...cases.keys()].map((name) => join(name, 'torch', 'model.py'));
    expect(ruff('check', '--show-files').split('\n')).toEqual(
      expect.arrayContaining(parts.map((part) => expect.stringContaining(part))),
    );
    ruff('format', '--check');
    ruff('check');
  });

  test('its types hold', () => {
    expect(run('ple', '-m', 'mypy', '--strict', 'layers.py', 'objective.py', 'columns.py', 'model.py')).toContain(
      'Success',
    );
  });

  test('example.py predicts', () => {
    const lines = run('esmm', 'example.py').trim().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['pCTR', 'pCVR', 'pCTCVR']);
  });

  test('train.py trains on a file, alone and on two workers alike', async () => {
    const at = join(folder, 'mmoe', 'torch');
    const { table } = JSON.parse(await readFile(join(folder, 'mmoe', 'given.json'), 'utf8'));
    await writeFile(join(at, 'rows.json'), JSON.stringify(table));
    run(
      'mmoe',
      '-c',
      'import json, pyarrow as a, pyarrow.parquet as p; p.write_table(a.table(json.load(open("rows.json"))), "rows.parquet")',
    );
    const options = ['train.py', 'rows.parquet', '--epochs', '2', '--batch-size', '16', '--output'];
    const alone = run('mmoe', ...options, 'one.safetensors');
    expect(alone).toMatch(/epoch 2: click 0\.\d+, buy 0\.\d+, [\d,]+ examples\/s/);
    run('mmoe', ...torchrun, ...options, 'two.safetensors');
    const [one, two] = await Promise.all(
      ['one', 'two'].map((name) => parametersIn(join(at, `${name}.safetensors`), cases.get('mmoe') ?? expect.fail())),
    );
    expect(largestDifference(one, two)).toBeLessThan(1e-5);
    expect(largestDifference(one, startState((cases.get('mmoe') ?? expect.fail()).network).parameters)).toBeGreaterThan(
      1e-3,
    );
  });

  test('what it cannot read it refuses in words', async () => {
    const at = join(folder, 'mmoe', 'torch');
    await writeFile(join(at, 'rows.csv'), 'city,age\nUlm,3\n');
    expect(() => run('mmoe', 'train.py', 'rows.csv')).toThrow(/has no column 'tags'/);
  });
});

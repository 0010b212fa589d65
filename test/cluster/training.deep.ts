import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pickRows } from '../../kernel/multitask/data/pick-rows.ts';
import {
  clusters,
  datasets,
  gateReport,
  type Model,
  models,
  remote,
  type TrainingEvent,
} from '../../kernel/multitask/index.ts';
import { largestDifference } from '../support/simd-trainers.ts';
import { inOrder, manyRows, smoothModel, writeParquet } from './data.ts';
import { commandsOnHosts, cutWire, killHost, mendCluster, mendWire, until, worker } from './hosts.ts';
import { noJobIsLeft } from './jobs-left.ts';

const url = process.env.MULTITASK_RAY ?? expect.fail('npm run test:cluster makes the cluster');
const python = process.env.MULTITASK_RAY_PYTHON ?? '';
let folder: string;
let storage: string;
const rows = manyRows(3200);
const longer = manyRows(6400);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'multitask-cluster-'));
  storage = join(folder, 'shared runs');
  await writeParquet(join(folder, 'rows'), rows, 2000);
  await writeParquet(join(folder, 'longer'), longer, 1600);
});
afterAll(() => rmSync(folder, { recursive: true }));

const on = (workers = 2) => clusters.ray(url, { workers, storage });
const at = (name: string) => remote(join(folder, name, '*.parquet'));

/** Trains, and hears every event. */
async function trained(model: Model, hear: (event: TrainingEvent) => void, ...options: Parameters<Model['train']>) {
  for (const events = model.train(...options); ; ) {
    const { done, value } = await events.next();
    if (done) return value;
    hear(value);
  }
}

async function nothingIsLeft(): Promise<void> {
  expect(readdirSync(storage)).toEqual([]);
  await noJobIsLeft(url);
}

describe('what cannot be is said at once, and nothing is left', () => {
  test('more CPUs than there are', async () => {
    const fit = smoothModel('mmoe').fit(at('rows'), { on: on(9), plot: false });
    await expect(fit).rejects.toThrow(
      /9 CPUs are needed; the cluster has 4, of which [34] are free\. .*ask for fewer than 9/,
    );
    await nothingIsLeft();
  });

  test('rows that no host sees', async () => {
    const fit = smoothModel('mmoe').fit(at('elsewhere'), { on: on(), plot: false });
    await expect(fit).rejects.toThrow(/there is no Parquet file at .*elsewhere/);
    await nothingIsLeft();
  });
});

describe('a run on the cluster has the numbers of one here', () => {
  test('one worker, 50 steps', async () => {
    const [there, here] = [smoothModel('ple'), smoothModel('ple')];
    const run = await there.fit(at('rows'), { ...inOrder, on: on(1), plot: false });
    await here.fit(rows, { ...inOrder, plot: false, threads: 1 });
    expect(run.steps).toBe(50);
    expect(largestDifference(await there.parameters(), await here.parameters())).toBeLessThan(1e-4);
    await nothingIsLeft();
    // Its optimizer came along: here it goes on as if it had been here all the time.
    for (const model of [there, here]) await model.fit(rows, { ...inOrder, plot: false, threads: 1 });
    expect(largestDifference(await there.parameters(), await here.parameters())).toBeLessThan(1e-3);
  });

  test('two workers, 50 steps, whose notebook is killed: another attaches', async () => {
    const program = ['--import', 'tsx', 'test/cluster/forgotten-fit.ts', url, storage, at('rows').path];
    const child = spawn('node', program, { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const { value: job } = await lines.next();
    const name: string = job.replaceAll("'", '');
    await until(() => existsSync(join(storage, name, 'plan.json')));
    child.kill('SIGKILL');
    await once(child, 'exit');
    await expect(clusters.ray(url).attach(`${name}x`)).rejects.toThrow(`did you mean "${name}"`);
    const { model, run } = await clusters.ray(url).attach(name, { validation: rows, plot: false });
    const here = smoothModel('mmoe');
    await here.fit(rows, { ...inOrder, plot: false, threads: 1 });
    expect(run).toMatchObject({ state: 'finished', steps: 50 });
    expect(run.history[0].validation?.click?.auc).toBeGreaterThan(0.5);
    expect(largestDifference(await model.parameters(), await here.parameters())).toBeLessThan(1e-4);
    await nothingIsLeft();
  });
});

test('census: interrupted in its third epoch, it keeps the second, as good as one here', async () => {
  const census = await datasets.censusIncome();
  // A fifth of them: what is compared is one machine with another.
  const train = pickRows(
    census.train,
    Uint32Array.from({ length: 40_000 }, (_, i) => i),
  );
  await writeParquet(join(folder, 'census'), train, 10_000);
  const make = () => models.mmoe(census.features, census.tasks, { seed: 1 });
  const options = { epochs: 9, batchSize: 1024, validation: census.validation, plot: false } as const;
  const stop = new AbortController();
  const there = make();
  const events: TrainingEvent[] = [];
  const hear = (event: TrainingEvent) => {
    events.push(event);
    if (event.kind === 'steps' && event.epoch === 3) stop.abort();
  };
  const run = await trained(there, hear, at('census'), { ...options, on: on(), signal: stop.signal });
  const here = make();
  await here.fit(train, { ...options, epochs: 2 });
  const [found, expected] = await Promise.all([there, here].map((model) => model.evaluate(census.test)));
  expect(run).toMatchObject({ state: 'interrupted', epochs: 2, kept: 'Weights of epoch 2 kept.' });
  for (const task of census.tasks) {
    const output = there.network.outputs.find((each) => each.task?.name === task.name)?.name ?? '';
    const { auc = 0, aucError = 0 } = expected[output];
    expect(Math.abs((found[output].auc ?? 0) - auc)).toBeLessThan(3 * aucError);
  }
  // What a live plot is made of.
  const epochs = events.filter((event) => event.kind === 'epoch');
  expect(epochs.map(({ gates = [] }) => gates.length)).toEqual([2, 2]);
  expect(events.filter((event) => event.kind === 'steps').length).toBeGreaterThan(4);
  expect((await gateReport(there, census.test)).levels.length).toBeGreaterThan(0);
  await nothingIsLeft();
});

describe('trouble in the middle of a run', () => {
  const options = { ...inOrder, batchSize: 16, epochs: 5, learningRate: 1e-4, plot: false } as const;

  test('a host that is killed in epoch 2 of 5: the run goes on from its checkpoint, with the same numbers', async () => {
    const there = smoothModel('mmoe');
    let isKilled = false;
    const epochsThen: number[] = [];
    const seen: TrainingEvent[] = [];
    const run = await trained(
      there,
      (event) => {
        seen.push(event);
        if (event.kind !== 'steps' || event.epoch !== 2 || isKilled) return;
        isKilled = true;
        epochsThen.push(seen.filter(({ kind }) => kind === 'epoch').length);
        killHost(worker);
      },
      at('longer'),
      { ...options, on: on() },
    );
    expect(epochsThen).toEqual([1]);
    expect(run).toMatchObject({ state: 'finished', epochs: 5, steps: 2000 });
    const here = smoothModel('mmoe');
    await here.fit(longer, { ...options, threads: 1 });
    // Two thousand steps in another order of additions.
    expect(largestDifference(await there.parameters(), await here.parameters())).toBeLessThan(1e-2);
    // Every step is told once, in order.
    const steps = seen.flatMap((event) => (event.kind === 'steps' ? [event.step] : []));
    expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
    const told = seen.flatMap((event) => (event.kind === 'steps' ? [event.losses.click.length] : []));
    expect(told.reduce((sum, count) => sum + count, 0)).toBe(2000);
    await nothingIsLeft();
  });

  test('a wire that is cut for 30 s: the run ends well', async () => {
    await mendCluster(python, 'out/cluster-ray.log');
    let mended: Promise<void> | undefined;
    const hear = (event: TrainingEvent) => {
      if (event.kind !== 'steps' || event.epoch !== 2 || mended) return;
      cutWire();
      mended = sleep(30_000).then(mendWire);
    };
    const run = await trained(smoothModel('mmoe'), hear, at('longer'), { ...options, epochs: 3, on: on() });
    expect(run).toMatchObject({ state: 'finished', epochs: 3, steps: 1200 });
    await mended;
    await nothingIsLeft();
  });
});

test('no process of a job is left', () => {
  expect(commandsOnHosts().filter((line) => /ray_train\.py|RayTrainWorker/.test(line))).toEqual([]);
});

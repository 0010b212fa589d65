import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMultitask } from '../../kernel/multitask/create-multitask.ts';
import { clusters, compare, datasets, models, type Study, search } from '../../kernel/multitask/index.ts';
import { commandsOnHosts, killHost, startWorker, until, worker } from './hosts.ts';
import { noJobIsLeft } from './jobs-left.ts';

const url = process.env.MULTITASK_RAY ?? expect.fail('npm run test:cluster makes the cluster');
const python = process.env.MULTITASK_RAY_PYTHON ?? '';
let folder: string;
let storage: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'multitask-trials-'));
  storage = join(folder, 'shared runs');
});
afterAll(() => rmSync(folder, { recursive: true }));

const on = (options = {}) => clusters.ray(url, { workers: 3, storage, ...options });
const data = datasets.correlatedTasks({ correlation: 0.5, labels: 'binary', rows: 4000, seed: 1 });
const candidates = {
  single: (seed: number) => models.singleTask(data.features, data.tasks, { bottomUnits: [8], seed }),
  MMoE: (seed: number) => models.mmoe(data.features, data.tasks, { experts: 2, expertUnits: [8], seed }),
};
const fit = { epochs: 3, batchSize: 64, learningRate: (step: number) => 0.01 / (1 + step / 100) };
/** All but the seconds. */
const numbers = ({ trials }: Study) =>
  trials
    .map((trial) => (trial.state === 'done' ? { ...trial, seconds: 0 } : trial))
    .toSorted((a, b) => a.candidate.localeCompare(b.candidate) || a.seed - b.seed);

async function nothingIsLeft(): Promise<void> {
  expect(readdirSync(storage)).toEqual([]);
  await noJobIsLeft(url);
  await until(() => !commandsOnHosts().some((line) => line.includes('dist/kernel/trials/program.js')), 30);
}

test('a comparison has, bit for bit, the numbers of one here, and its folder goes on on either', async () => {
  const own = { positive: (_: Float64Array, predictions: Float64Array) => predictions.filter((p) => p > 0.5).length };
  const kept = join(folder, 'kept');
  const here = await compare(candidates, data, { seeds: 3, fit, metrics: own, plot: false });
  const there = await compare(candidates, data, { seeds: 2, fit, metrics: own, folder: kept, on: on(), plot: false });
  expect(there.state).toBe('finished');
  await nothingIsLeft();
  const more = await compare(candidates, data, { seeds: 3, fit, metrics: own, folder: kept, on: on(), plot: false });
  expect(numbers(more)).toEqual(numbers(here));
  expect(more.differences).toEqual(here.differences);
  expect(readFileSync(join(kept, 'trials.jsonl'), 'utf8').trim().split('\n')).toHaveLength(6);
  await nothingIsLeft();
});

test('a search has, bit for bit, the numbers of one here', async () => {
  const define: Parameters<typeof search>[0] = ({ pick, seed }) => ({
    model: models.mmoe(data.features, data.tasks, { experts: pick('experts', [1, 2, 4]), expertUnits: [8], seed }),
    fit: { epochs: 4, batchSize: 64, learningRate: pick.log('learningRate', 1e-5, 1e-1), optimizer: 'adamw' },
  });
  const options = { trials: 6, keep: 0.5, plot: false };
  const here = await search(define, data, options);
  const there = await search(define, data, { ...options, on: on() });
  const plain = ({ trials }: typeof here) => trials.map((trial) => ({ ...trial, seconds: 0 }));
  expect(plain(there)).toEqual(plain(here));
  expect(there.picks).toEqual(here.picks);
  await nothingIsLeft();
});

test('an interrupt ends all trials that run, and keeps those that have ended', async () => {
  const stop = new AbortController();
  const watched = createMultitask({
    watchStudy: () => (progress) => progress.study.trials.length > 0 && progress.running.length > 0 && stop.abort(),
  });
  const study = await watched.compare(candidates, data, { seeds: 20, fit, on: on(), signal: stop.signal });
  expect(study.state).toBe('interrupted');
  expect(study.trials.length).toBeGreaterThan(0);
  await nothingIsLeft();
});

test('a host that is killed: its trials run elsewhere, with the same numbers', async () => {
  let isKilled = false;
  const watched = createMultitask({
    watchStudy: () => (progress) => {
      if (isKilled || progress.study.trials.length === 0 || progress.running.length === 0) return;
      isKilled = true;
      killHost(worker);
    },
  });
  const long = { ...fit, epochs: 20 };
  const there = await watched.compare(candidates, data, { seeds: 5, fit: long, on: on({ workers: 4 }) });
  expect(isKilled).toBe(true);
  expect(numbers(there)).toEqual(numbers(await compare(candidates, data, { seeds: 5, fit: long, plot: false })));
  await nothingIsLeft();
  await startWorker(python, 'out/cluster-ray.log');
});

test('more CPUs a trial than there are: said at once, and nothing is left', async () => {
  const call = compare(candidates, data, { seeds: 1, fit, on: on({ cpus: 9 }), plot: false });
  await expect(call).rejects.toThrow(/a trial takes 9 CPUs; the cluster has 4\. Give each fewer/);
  await nothingIsLeft();
});

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMultitask } from '../../../../../kernel/multitask/create-multitask.ts';
import type {
  CompareOptions,
  Define,
  Found,
  Study,
  StudyProgress,
} from '../../../../../kernel/multitask/experiments/index.ts';
import { type FakeRay, fakeRay } from '../../../../support/fake-ray.ts';
import { playTrials } from '../../../../support/played-trials.ts';

const warnings: string[] = [];
let watch: ((progress: StudyProgress) => void) | undefined;
const { models, datasets, compare, search, clusters } = createMultitask({
  warn: (line) => void warnings.push(line),
  watchStudy: () => (progress) => watch?.(progress),
});
const data = datasets.correlatedTasks({ correlation: 0.5, labels: 'binary', rows: 800, seed: 1 });
const candidates = {
  single: (seed: number) => models.singleTask(data.features, data.tasks, { bottomUnits: [8], seed }),
  MMoE: (seed: number) => models.mmoe(data.features, data.tasks, { experts: 2, expertUnits: [8], seed }),
};
const fit = { epochs: 2, batchSize: 64, learningRate: (step: number) => 0.01 / (1 + step) };

let fake: FakeRay;
let folder: string;
let storage: string;
beforeEach(async () => {
  fake = await fakeRay();
  folder = mkdtempSync(join(tmpdir(), 'multitask-trials-'));
  storage = join(folder, 'storage');
  warnings.length = 0;
  watch = undefined;
});
afterEach(async () => {
  await fake[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const on = (options = {}) => clusters.ray(fake.url, { storage, ...options });
const numbers = ({ trials }: Study | Found) => trials.map((trial) => ({ ...trial, seconds: 0 }));
const isEmpty = () => fake.jobs.size === 0 && readdirSync(storage).length === 0;

it('a comparison has the bits of one here; a folder that has every trial needs no cluster', async () => {
  const played = playTrials(fake, folder);
  const positive = (_: Float64Array, predictions: Float64Array) => predictions.filter((p) => p > 0.5).length;
  const options = { seeds: 2, fit: { ...fit, metrics: ['PR AUC'] }, metrics: { positive }, atOnce: 1 };
  const here = await compare(candidates, data, options);
  const kept = join(folder, 'kept');
  const there = await compare(candidates, data, { ...options, on: on(), folder: kept });
  expect(numbers(there)).toEqual(numbers(here));
  expect(there.differences).toEqual(here.differences);
  expect(played.pieces).toHaveLength(4);
  expect(isEmpty()).toBe(true);
  fake.broken = { status: 500, text: 'gone' };
  expect(numbers(await compare(candidates, data, { ...options, on: on(), folder: kept }))).toEqual(numbers(here));
});

it('a search has the bits of one here, and goes on where a trial stands', async () => {
  const played = playTrials(fake, folder);
  const define: Define = ({ pick, seed }) => ({
    model: models.mmoe(data.features, data.tasks, { experts: pick('experts', [1, 2, 4]), expertUnits: [8], seed }),
    fit: { epochs: 4, batchSize: 64, learningRate: pick.log('learningRate', 1e-5, 1e-1) },
  });
  const options = { trials: 4, keep: 0.5 };
  const here = await search(define, data, options);
  const there = await search(define, data, { ...options, on: on() });
  expect(numbers(there)).toEqual(numbers(here));
  expect(played.pieces.toSorted()).toEqual(expect.arrayContaining(['00001-1', '00004-1']));
  expect(played.pieces).toHaveLength(7);
  expect(isEmpty()).toBe(true);
});

it('a trial that fails there is a row with its reason; one of trained weights is refused here', async () => {
  playTrials(fake, folder);
  const trained = models.singleTask(data.features, data.tasks, { seed: 1 });
  await trained.fit(data.train, { plot: false });
  const study = await compare(
    {
      ...candidates,
      mistaken: (seed) => ({ model: candidates.MMoE(seed), fit: { taskWeights: { nobody: 2 } } }),
      trained: () => trained,
    },
    data,
    { seeds: 1, fit, on: on() },
  );
  const reasons = study.trials.flatMap((trial) => (trial.state === 'failed' ? [trial.reason] : []));
  expect(reasons.toSorted()).toEqual([
    expect.stringMatching(/^fit: taskWeights: there is no task "nobody"/),
    expect.stringMatching(
      /^its model has been trained for 1 epochs; on a cluster a trial begins with the first weights/,
    ),
  ]);
  expect(study.results.find(({ candidate }) => candidate === 'MMoE')?.n).toBe(1);
  expect(isEmpty()).toBe(true);
});

it('an interrupt stops the job, keeps what has ended and leaves nothing', async () => {
  const stop = new AbortController();
  playTrials(fake, folder);
  watch = ({ study }) => study.trials.length === 2 && stop.abort();
  const study = await compare(candidates, data, { seeds: 3, fit, on: on(), signal: stop.signal });
  expect(study.state).toBe('interrupted');
  expect(study.trials.length).toBeGreaterThanOrEqual(2);
  expect(study.trials.length).toBeLessThan(6);
  expect(isEmpty()).toBe(true);
});

it('a job that ends by itself: what it did is kept, and said; where that is nothing, it is the error', async () => {
  const end = () => {
    for (const job of fake.jobs.values()) Object.assign(job, { state: 'FAILED', message: 'the head went away' });
  };
  playTrials(fake, folder, 2, end);
  const study = await compare(candidates, data, { seeds: 3, fit, on: on() });
  expect(study).toMatchObject({ state: 'interrupted', trials: [{}, {}] });
  expect(warnings.at(-1)).toMatch(
    /ended on the cluster .*: the head went away.* 2 of 6 trials had ended: with { folder }/s,
  );
  expect(isEmpty()).toBe(true);
  playTrials(fake, folder, 0, end);
  await expect(compare(candidates, data, { seeds: 3, fit, on: on() })).rejects.toThrow(/the head went away/);
  expect(isEmpty()).toBe(true);
});

it('the same call goes on with the job of a notebook that has gone', async () => {
  const played = playTrials(fake, folder);
  const options = { seeds: 2, fit, plot: false } satisfies CompareOptions;
  const gone = new AbortController();
  const waits = compare(candidates, data, { ...options, on: on(), signal: gone.signal });
  await expect.poll(() => played.pieces.length).toBeGreaterThan(0);
  const study = await compare(candidates, data, { ...options, on: on() });
  expect(numbers(study)).toEqual(numbers(await compare(candidates, data, options)));
  expect(played.pieces).toHaveLength(4);
  gone.abort();
  await waits.catch(() => {});
});

describe('refuses in words', () => {
  const check = (title: string, call: () => Promise<unknown>, message: RegExp) =>
    it(title, () => expect(call()).rejects.toThrow(message));
  const compared = (options: CompareOptions) => compare(candidates, data, { seeds: 1, ...options });
  const lift = () => 1;
  check('no storage', () => compared({ on: clusters.ray(fake.url) }), /trials on a cluster need storage/);
  check(
    'GPUs',
    () => compared({ on: on({ gpus: 1 }) }),
    /trials run our own trainer, which computes on CPUs; leave gpus out, which is 1/,
  );
  check(
    'no cluster',
    () => compared({ on: clusters.ray('http://127.0.0.1:9', { storage }) }),
    /No Ray cluster answers at/,
  );
  check(
    'a function among the metrics of fit',
    () => compared({ on: on(), fit: { metrics: [lift] } }),
    /fit has metrics with a function, lift, .* give it to compare itself/,
  );
  check(
    'the other trainer',
    () => compared({ on: on(), fit: { trainer: 'tfjs' } }),
    /fit has trainer 'tfjs'; on a cluster the SIMD trainer trains/,
  );
  check(
    'a cluster among the options of fit',
    () => compared({ fit: { on: on() } }),
    /fit has on; .*compare itself takes folder, signal and on/,
  );
});

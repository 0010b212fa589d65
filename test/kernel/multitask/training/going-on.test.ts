import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMultitask } from '../../../../kernel/multitask/create-multitask.ts';
import type { Rows } from '../../../../kernel/multitask/data/dataset.ts';
import type { Model } from '../../../../kernel/multitask/model/model.ts';
import type { FitOptions } from '../../../../kernel/multitask/training/fit-options.ts';
import { clickAndBuy, mixedFeatures, randomRows } from '../../../support/random-rows.ts';

const train = randomRows(300, 1);
const validation = randomRows(200, 2);
const { models } = createMultitask();
const small = (made = models) =>
  made.mmoe(mixedFeatures, clickAndBuy, { experts: 3, expertUnits: [4], towerUnits: [3], embedding: 2, seed: 5 });

async function numbers(model: Model): Promise<number[]> {
  return Object.values(await model.parameters()).flatMap((values) => [...values]);
}

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'multitask-going-on-'));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}

describe.each(['simd', 'tfjs'] as const)('%s', (trainer) => {
  const options = { trainer, threads: 1, batchSize: 32, learningRate: 0.01, plot: false } satisfies FitOptions;

  test('a second fit goes on from the first, and says so', async () => {
    const made = createMultitask().models;
    const model = small(made);
    const first = await model.fit(train, { ...options, epochs: 2 });
    expect(first.description).not.toHaveProperty('goesOn');
    const second = await model.fit(train, { ...options, epochs: 3 });
    expect(second.description.goesOn).toEqual({ from: 1, epochs: 2 });
    expect(second.kept).toBe('Weights of epoch 5 kept, the last.');
    expect(second.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(model.gateHistory.map(({ epoch }) => epoch)).toEqual([3, 4, 5]);
    expect(model.keptEpoch).toBe(5);
    const third = await model.fit(train, options);
    expect(third.description.goesOn).toEqual({ from: 2, epochs: 5 });
  });

  test('a schedule counts the steps of its own run, so that a second cosine trains', async () => {
    const learningRate = { initial: 0.01, warmup: 2, decay: { kind: 'cosine', steps: 8 } } as const;
    const model = small();
    await model.fit(train, { ...options, learningRate });
    const before = await numbers(model);
    await model.fit(train, { ...options, learningRate });
    expect(await numbers(model)).not.toEqual(before);
  });

  test('the rates of a second run are those of the first; a resumed one asks for those that come next', async () => {
    const asked: number[] = [];
    const learningRate = (step: number) => {
      asked.push(step);
      return 0.01;
    };
    const model = small();
    const askedIn = async (more: FitOptions) => {
      asked.length = 0;
      await model.fit(train, { ...options, learningRate, ...more });
      return [...new Set(asked)];
    };
    const first = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(await askedIn({})).toEqual(first);
    expect(await askedIn({})).toEqual(first);
    expect(await askedIn({ epochs: 2, resume: true })).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    // Another optimizer begins with step numbers of its own; the run's are told from the same place.
    expect(await askedIn({ optimizer: 'sgd' })).toEqual(first);
    expect(await askedIn({ optimizer: 'sgd', epochs: 2, resume: true })).toEqual(first.map((step) => step + 10));
  });

  test('restart: the same bits as a new model, optimizer and shuffling included', async () => {
    const model = small();
    await model.fit(train, { ...options, epochs: 2 });
    const again = await model.fit(train, { ...options, epochs: 3, restart: true });
    expect(again.description).not.toHaveProperty('goesOn');
    expect(again.kept).toBe('Weights of epoch 3 kept, the last.');
    const fresh = small();
    await fresh.fit(train, { ...options, epochs: 3 });
    expect(await numbers(model)).toEqual(await numbers(fresh));
    // Also what comes after it.
    await model.fit(train, options);
    await fresh.fit(train, options);
    expect(await numbers(model)).toEqual(await numbers(fresh));
    expect(model.epochs).toBe(4);
  });

  test('restart takes the scale of numeric labels from the new rows, as a new model does', async () => {
    const spend = (rows: Rows, unit: number): Rows => ({
      ...rows,
      labels: { spend: Float32Array.from(rows.labels.click, (label, i) => unit * (label + (i % 7))) },
    });
    const make = () => models.mmoe(mixedFeatures, [{ name: 'spend', kind: 'numeric' }], { experts: 2, seed: 3 });
    const model = make();
    await model.fit(spend(train, 1), options);
    await model.fit(spend(train, 1000), { ...options, restart: true });
    const fresh = make();
    await fresh.fit(spend(train, 1000), options);
    expect(await numbers(model)).toEqual(await numbers(fresh));
    expect(model.network.tasks).toEqual(fresh.network.tasks);
  });

  test('a checkpoint that is fitted again goes on from another process, and can be restarted from its seed', async () => {
    const saved = await folder();
    await small().fit(train, { ...options, epochs: 2, checkpoint: saved });
    const loaded = await models.load(saved);
    expect(loaded.keptEpoch).toBe(2);
    const on = await loaded.fit(train, options);
    expect(on.description.goesOn).toEqual({ epochs: 2 });
    await loaded.fit(train, { ...options, restart: true });
    const fresh = small();
    await fresh.fit(train, options);
    expect(await numbers(loaded)).toEqual(await numbers(fresh));
  });

  test('a resumed run goes on from what it had gone on from', async () => {
    const saved = await folder();
    const model = small();
    await model.fit(train, options);
    const begun = await model.fit(train, { ...options, checkpoint: saved });
    const resumed = await model.fit(train, { ...options, epochs: 2, resume: true });
    expect(resumed.description.goesOn).toEqual(begun.description.goesOn);
    const elsewhere = await models.load(saved);
    const run = await elsewhere.fit(train, { ...options, epochs: 2, resume: true });
    expect(run.description.goesOn).toEqual({ epochs: 1 });
    expect(run.kept).toBe('Weights of epoch 3 kept, the last.');
  });

  test('the kept epoch is the best one after early stopping, and none of a step within an epoch', async () => {
    const model = small();
    await model.fit(train, options);
    const overfit = { ...options, learningRate: 0.05, epochs: 40, validation } as const;
    const run = await model.fit(train, { ...overfit, earlyStopping: { patience: 3 } });
    expect(run.history.length).toBe((run.keptEpoch ?? 0) + 3);
    expect(model.keptEpoch).toBe(1 + (run.keptEpoch ?? 0));
    expect(run.kept).toBe(`Weights of epoch ${model.keptEpoch} kept: best mean validation AUC.`);
    for await (const event of model.train(train, { ...options, batchSize: 1, epochs: 50 }))
      if (event.kind === 'steps') break;
    expect(model.keptEpoch).toBeUndefined();
  });

  test('a run that restarts and fails leaves the first weights, and says so', async () => {
    const model = small();
    await model.fit(train, { ...options, epochs: 2 });
    const kept: string[] = [];
    const broken = { ...options, restart: true, optimizer: 'sgd', learningRate: 1e30 } as const;
    await expect(async () => {
      for await (const event of model.train(train, broken)) if (event.kind === 'ended') kept.push(event.kept);
    }).rejects.toThrow('A smaller learning rate');
    expect(kept).toEqual(['The weights are the first ones.']);
    expect(await numbers(model)).toEqual(await numbers(small()));
  });

  test('nothing to go on from: a run before it that did no step', async () => {
    const model = small();
    await model.fit(train, { ...options, signal: AbortSignal.abort() });
    expect((await model.fit(train, options)).description).not.toHaveProperty('goesOn');
  });
});

test('restart and resume together are refused, and nothing is lost', async () => {
  const model = small();
  await model.fit(train, { batchSize: 32, plot: false });
  const before = await numbers(model);
  await expect(model.fit(train, { restart: true, resume: true })).rejects.toThrow(
    'fit: restart begins anew and resume goes on with a run: give one of them.',
  );
  expect(await numbers(model)).toEqual(before);
});

test.each<[string, FitOptions, RegExp]>([
  ['metric', { metrics: ['PR AUCC'] }, /fit: metrics/],
  ['early stopping', { earlyStopping: { patience: 1 } }, /fit: earlyStopping needs validation rows/],
  ['task', { validation, earlyStopping: { patience: 1, task: 'clik' } }, /there is no task "clik"/],
])('a restart with a mistaken %s loses nothing', async (_, mistaken, words) => {
  const model = small();
  await model.fit(train, { batchSize: 32, plot: false });
  const before = await numbers(model);
  await expect(model.fit(train, { ...mistaken, restart: true, plot: false })).rejects.toThrow(words);
  expect(await numbers(model)).toEqual(before);
});

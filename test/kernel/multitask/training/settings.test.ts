import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createMultitask } from '../../../../kernel/multitask/create-multitask.ts';
import type { FitOptions } from '../../../../kernel/multitask/training/fit-options.ts';
import { clickAndBuy, mixedFeatures, randomRows } from '../../../support/random-rows.ts';

const rows = randomRows(60, 1);
const { models } = createMultitask();

test('a run knows every option of its model and of fit, also those that were not given', async () => {
  const model = models.mmoe(mixedFeatures, clickAndBuy, { experts: 3, embedding: 2 });
  const { description } = await model.fit(rows, { batchSize: 32, validation: rows, data: 'made up', plot: false });
  expect(description.settings).toEqual({
    experts: '3',
    expertUnits: '[16]',
    towerUnits: '[8]',
    gateTemperature: '1',
    gateDropout: '0',
    balance: '0',
    pool: "'sum'",
    inputs: "'standardised'",
    embedding: '2',
    outputBias: "'zero'",
    batchNorm: 'false',
    init: "'glorot'",
    epochs: '1',
    batchSize: '32',
    seed: '1',
    shuffle: 'true',
    optimizer: "'adam'",
    learningRate: '0.001',
    loss: "'cross-entropy'",
    average: "'batch'",
    l2: '0',
  });
});

test.each<[FitOptions, Readonly<Record<string, string>>]>([
  [{ optimizer: 'adagrad' }, { optimizer: "'adagrad'", learningRate: '0.01' }],
  // At most all rows.
  [{ batchSize: 1000 }, { batchSize: '60' }],
  [{ seed: 3 }, { seed: '3', 'model.seed': '2' }],
])('%j', async (options, expected) => {
  const model = models.sharedBottom(mixedFeatures, clickAndBuy, { seed: 2 });
  const { description } = await model.fit(rows, { ...options, plot: false });
  expect(description.settings).toMatchObject(expected);
});

test('a model of your own has few, and a loaded one those that it was saved with', async () => {
  const own = models.define('mine', mixedFeatures, clickAndBuy, (tasks, blocks) => ({
    outputs: tasks.map((task) =>
      blocks.output(task, blocks.probability(blocks.linear(blocks.x, 1), { name: task.name })),
    ),
  }));
  expect(own.settings).toEqual({ inputs: "'standardised'", seed: '1' });

  const folder = await mkdtemp(join(tmpdir(), 'multitask-settings-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const made = models.omoe(mixedFeatures, clickAndBuy, { experts: 2 });
  await made.save(folder);
  expect((await models.load(folder)).settings).toEqual(made.settings);
  expect(made.settings.experts).toBe('2');
});

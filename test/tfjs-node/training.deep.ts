import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { createMultitask } from '../../kernel/multitask/create-multitask.ts';
import { type CatalogName, catalog } from '../../kernel/multitask/models/catalog.ts';
import { initialParameters } from '../../kernel/multitask/network/initial-parameters.ts';
import { type Backend, chooseBackend } from '../../kernel/multitask/trainers/tfjs/backend.ts';
import { tfjsTrainer } from '../../kernel/multitask/trainers/tfjs/trainer.ts';
import { built } from '../support/parity.ts';
import { clickAndBuy, mixedFeatures, randomRows } from '../support/random-rows.ts';
import { smoothNetwork } from '../support/simd-trainers.ts';
import { adam, planOf } from '../support/tfjs-trainers.ts';

/** As a user's notebook folder that has tfjs-node installed. */
const folder = execFileSync('sh', ['test/tfjs-node/setup.sh'], { encoding: 'utf8' }).trim();
const rows = randomRows(320, 1);
let backend: Backend;

beforeAll(async () => {
  // Both backends are loaded; each test sets the one it wants.
  await chooseBackend('/');
  backend = await chooseBackend(folder);
});

test('tfjs-node is found in the folder, trains, and is chosen without a word on the console', async () => {
  const warn = vi.spyOn(console, 'warn');
  const again = await chooseBackend(folder);
  expect(again).toMatchObject({ name: 'tfjs-node', reason: 'it trains here' });
  expect(warn).not.toHaveBeenCalled();
});

describe('fifty steps give the weights that wasm gives', () => {
  const check = (name: CatalogName) =>
    test(name, async () => {
      const { tf } = backend;
      // Smooth: at the kink of a relu the last bit of a number decides about a gradient.
      const network = smoothNetwork(mixedFeatures, clickAndBuy, built(name, mixedFeatures, { embedding: 4 }));
      const trained = async (registered: 'tensorflow' | 'wasm') => {
        await tf.setBackend(registered);
        const before = tf.memory().numTensors;
        const state = { parameters: initialParameters(network, 1), slots: {}, step: 0 };
        const trainer = await tfjsTrainer(async () => backend)(network, adam, state);
        for (let epoch = 0; epoch < 5; epoch++)
          await trainer.train(rows, planOf(rows.length, { batchSize: 32, learningRate: () => 0.01 }), () => {});
        const { parameters } = await trainer.read();
        await trainer.dispose();
        expect(tf.memory().numTensors).toBe(before);
        return parameters;
      };
      const [real, wasm] = [await trained('tensorflow'), await trained('wasm')];
      for (const [parameter, values] of Object.entries(real))
        for (const [i, value] of values.entries()) expect(Math.abs(value - wasm[parameter][i])).toBeLessThan(1e-4);
    });
  for (const name of Object.keys(catalog)) check(name as CatalogName);
});

test('the fast trainer stays the default where tfjs-node is present, and the reference names it', async () => {
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
  const { models } = createMultitask();
  const model = models.mmoe(mixedFeatures, clickAndBuy, { embedding: 2 });
  expect((await model.fit(rows, { trainer: 'tfjs' })).description.trainer).toBe('tfjs node');
  expect((await model.fit(rows)).description.trainer).toMatch(/^simd /);
});

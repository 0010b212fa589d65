import { describe, test } from 'vitest';
import type { Features } from '../../../../../kernel/multitask/data/features.ts';
import { type CatalogName, type CatalogOptions, catalog } from '../../../../../kernel/multitask/models/catalog.ts';
import type { BuildModel } from '../../../../../kernel/multitask/network/blocks.ts';
import { buildNetwork } from '../../../../../kernel/multitask/network/build-network.ts';
import type { Optimizer } from '../../../../../kernel/multitask/trainers/trainer.ts';
import { built, type Comparison, checkParity } from '../../../../support/parity.ts';
import { randomModel } from '../../../../support/random-networks.ts';
import { flatFeatures, sampleFeatures, sampleTasks } from '../../../../support/sample-rows.ts';
import { smoothNetwork } from '../../../../support/simd-trainers.ts';

const check = <Name extends CatalogName>(
  title: string,
  name: Name,
  options: CatalogOptions[Name] = {},
  comparison: Comparison = {},
) => {
  for (const features of [flatFeatures, sampleFeatures]) {
    const lists = features === sampleFeatures ? ', with lists' : '';
    test(`${title}${lists}`, () =>
      checkParity(smoothNetwork(features, sampleTasks, built(name, features, options)), comparison));
  }
};

describe('every model of the catalog', () => {
  for (const name of Object.keys(catalog) as CatalogName[]) check(name, name);
  for (const name of Object.keys(catalog) as CatalogName[])
    test(`${name} as it is, with relus: at a rate where a unit at its kink does no harm`, () =>
      checkParity(buildNetwork(name, sampleFeatures, sampleTasks, built(name, sampleFeatures, {})), {
        plan: { learningRate: () => 5e-5 },
      }));
});

const lazyAdam: Optimizer = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, embeddings: 'lazy' };
const adamW: Optimizer = { ...lazyAdam, kind: 'adamw', embeddings: 'dense', weightDecay: 1 };

describe('options', () => {
  check('gate dropout and temperature', 'mmoe', { gateDropout: 0.3, gateTemperature: 2 });
  check('learned task weights', 'mmoe', {}, { plan: { taskWeights: 'uncertainty' } });
  check('averages over observed rows', 'mmoe', {}, { plan: { average: 'observed' } });
  check('L2, also of embeddings', 'esmm', { towerUnits: [8] }, { plan: { l2: 1e-3 } });
  check('log-loss', 'esmm', { towerUnits: [8] }, { plan: { loss: { kind: 'log-loss', epsilon: 1e-4 } } });
  check('PaddleRec’s constants on raw inputs', 'mmoe', { init: 'paddlerec-2022', inputs: 'raw' });
  check('a learning rate that changes', 'ple', {}, { plan: { learningRate: (step) => 1e-3 / (1 + step / 10) } });
  check('lazy Adam', 'esmm', { towerUnits: [8] }, { optimizer: lazyAdam });
  check('AdamW', 'esmm', { towerUnits: [8] }, { optimizer: adamW });
  check('AdamW with learned task weights', 'mmoe', {}, { optimizer: adamW, plan: { taskWeights: 'uncertainty' } });
  check('lazy AdamW', 'esmm', { towerUnits: [8] }, { optimizer: { ...adamW, embeddings: 'lazy' } });
  check('AdamW with L2', 'esmm', { towerUnits: [8] }, { optimizer: adamW, plan: { l2: 1e-3 } });
  check('sgd', 'esmm', { towerUnits: [8] }, { optimizer: { kind: 'sgd' } });
  check('towers with batch norm', 'mmoe', { batchNorm: true });
  check('towers with batch norm, and dropout', 'aitm', { batchNorm: true, towerUnits: [8, 4] });
  check('a doubly robust risk, towers with batch norm', 'escm2', { batchNorm: true, risk: 'dr', towerUnits: [8] });
  check('gates over towers with batch norm', 'pepnet', { batchNorm: true, towerUnits: [8, 4] });
  check('a doubly robust risk', 'escm2', { risk: 'dr', towerUnits: [8], cap: 3 });
  check('adagrad', 'aitm', { towerUnits: [8] }, { optimizer: { kind: 'adagrad', initial: 0.1, epsilon: 1e-7 } });
});

describe('networks at random', () => {
  for (let seed = 1; seed <= 10; seed++)
    test(`number ${seed}`, () =>
      checkParity(buildNetwork('random', sampleFeatures, sampleTasks, randomModel(sampleFeatures, seed)), {}));
});

describe('over the whole batch, of several chunks for each thread and of one row', () => {
  const build: BuildModel = (tasks, b) => {
    const experts = [0, 1, 2].map((e) =>
      b.activate(b.batchNorm(b.linear(b.x, 4, { bias: false }), { name: `norm ${e}` }), 'swish'),
    );
    const gates = tasks.map((task) => b.softmax(b.linear(b.x, 3, { name: `${task.name} gate` })));
    const outputs = tasks.map((task, t) => {
      const above = b.batchNorm(b.dense(b.mix(gates[t], experts), 5, { activation: 'tanh' }));
      return b.output(task, b.probability(b.linear(above, 1, { name: task.name }), { name: task.name }));
    });
    return { outputs, penalties: gates.map((gate) => b.balance(gate, { weight: 0.5 })) };
  };
  for (const batchSize of [500, 1])
    test(`batches of ${batchSize}`, () =>
      checkParity(buildNetwork('norms', flatFeatures, sampleTasks, build), { batchSize, steps: 25 }));
});

describe('dense Adam whose steps are put off', () => {
  const features: Features = {
    columns: [{ kind: 'categorical', name: 'id', values: Array.from({ length: 300 }, (_, i) => `${i}`) }],
  };
  const embedded: BuildModel = (tasks, b) => {
    const z = b.embed('all', 5, { init: { kind: 'normal', sd: 0.5 } });
    return {
      outputs: tasks.map((task) =>
        b.output(task, b.probability(b.linear(z, 1, { name: task.name }), { name: task.name })),
      ),
    };
  };
  const network = () => buildNetwork('rare', features, sampleTasks, embedded);
  test('rows that are seen once in a hundred steps', () => checkParity(network(), { steps: 400 }));
  test('gradients so small that ε counts', () =>
    checkParity(network(), { steps: 300, plan: { taskWeights: { click: 1e-6, buy: 1e-7 } } }));
  test('weights that decay meanwhile', () => checkParity(network(), { steps: 400, optimizer: adamW }));
  test('weights that decay, and gradients so small that ε counts', () =>
    checkParity(network(), { steps: 300, optimizer: adamW, plan: { taskWeights: { click: 1e-6, buy: 1e-7 } } }));
  test('betas whose steps cannot be put off: β₁ above √β₂', () =>
    checkParity(network(), { steps: 400, optimizer: { ...adamW, kind: 'adam', beta1: 0.9, beta2: 0.7 } }));
});

import { describe, expect, test } from 'vitest';
import type { Features } from '../../../../../kernel/multitask/data/features.ts';
import { randomStream } from '../../../../../kernel/multitask/data/random.ts';
import { type CatalogName, type CatalogOptions, catalog } from '../../../../../kernel/multitask/models/catalog.ts';
import type { BuildModel } from '../../../../../kernel/multitask/network/blocks.ts';
import { buildNetwork } from '../../../../../kernel/multitask/network/build-network.ts';
import type { Network } from '../../../../../kernel/multitask/network/network.ts';
import { tfjsTrainer } from '../../../../../kernel/multitask/trainers/tfjs/trainer.ts';
import type { Optimizer, Trainer, TrainingPlan } from '../../../../../kernel/multitask/trainers/trainer.ts';
import { randomModel } from '../../../../support/random-networks.ts';
import { flatFeatures, sampleFeatures, sampleRows, sampleTasks } from '../../../../support/sample-rows.ts';
import {
  largestDifference,
  simdVariants,
  smoothNetwork,
  startState,
  withSimd,
} from '../../../../support/simd-trainers.ts';
import { adam, planOf, sharedBackend } from '../../../../support/tfjs-trainers.ts';

type Comparison = { readonly plan?: Partial<TrainingPlan>; readonly optimizer?: Optimizer; readonly steps?: number };

/** Gradients within 10⁻⁵ of the reference trainer's, and weights, slots and predictions within 10⁻⁴ after 50 steps. */
async function checkParity(network: Network, { plan, optimizer = adam, steps = 50 }: Comparison): Promise<void> {
  const rows = sampleRows(150, 8, network.features);
  const random = randomStream(2, 'order');
  const order = new Uint32Array(steps * 16).map(() => random.below(rows.length));
  const whole = planOf(rows.length, { learningRate: () => 1e-3, ...plan, order, batchSize: 16 });
  const nodes = network.nodes.filter((node) => node.kind !== 'input');
  const results = async (trainer: Trainer) => {
    const gradients = await trainer.gradients(rows, whole);
    const losses: Record<string, number[]> = {};
    const done = await trainer.train(rows, whole, (stretch) => {
      for (const [task, values] of Object.entries(stretch.losses)) losses[task] = [...(losses[task] ?? []), ...values];
    });
    const state = await trainer.read();
    const values = await trainer.activations(rows, nodes);
    const activations = Object.fromEntries(nodes.map(({ kind, name }, i) => [`${kind} ${name}`, values[i]]));
    return { gradients, losses, done, state, predictions: await trainer.predict(rows), activations };
  };
  const reference = await tfjsTrainer(sharedBackend)(network, optimizer, startState(network));
  const expected = await results(reference);
  await reference.dispose();
  for (const options of simdVariants) {
    const found = await withSimd(network, options, results, optimizer);
    expect(found.done).toBe(steps);
    expect(found.state.step).toBe(expected.state.step);
    expect(largestDifference(found.gradients, expected.gradients)).toBeLessThan(1e-5);
    expect(largestDifference(found.losses, expected.losses)).toBeLessThan(1e-4);
    expect(largestDifference(found.state.parameters, expected.state.parameters)).toBeLessThan(1e-4);
    expect(Object.keys(found.state.slots).sort()).toEqual(Object.keys(expected.state.slots).sort());
    for (const [slot, values] of Object.entries(found.state.slots))
      expect(largestDifference(values, expected.state.slots[slot])).toBeLessThan(1e-4);
    const variances = Object.entries(found.state.logVariances ?? {}).map(([task, s]) => [task, [s]]);
    const others = Object.entries(expected.state.logVariances ?? {}).map(([task, s]) => [task, [s]]);
    expect(largestDifference(Object.fromEntries(variances), Object.fromEntries(others))).toBeLessThan(1e-4);
    expect(largestDifference(found.predictions, expected.predictions)).toBeLessThan(1e-4);
    expect(largestDifference(found.activations, expected.activations)).toBeLessThan(1e-3);
  }
}

function built<Name extends CatalogName>(name: Name, features: Features, options: CatalogOptions[Name]): BuildModel {
  const build: (features: Features, options?: CatalogOptions[Name]) => BuildModel = catalog[name].build;
  return build(features, options);
}

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

describe('options', () => {
  check('gate dropout and temperature', 'mmoe', { gateDropout: 0.3, gateTemperature: 2 });
  check('learned task weights', 'mmoe', {}, { plan: { taskWeights: 'uncertainty' } });
  check('averages over observed rows', 'mmoe', {}, { plan: { average: 'observed' } });
  check('L2, also of embeddings', 'esmm', { towerUnits: [8] }, { plan: { l2: 1e-3 } });
  check('log-loss', 'esmm', { towerUnits: [8] }, { plan: { loss: { kind: 'log-loss', epsilon: 1e-4 } } });
  check('PaddleRec’s constants on raw inputs', 'mmoe', { init: 'paddlerec-2022', inputs: 'raw' });
  check('a learning rate that changes', 'ple', {}, { plan: { learningRate: (step) => 1e-3 / (1 + step / 10) } });
  check('lazy Adam', 'esmm', { towerUnits: [8] }, { optimizer: lazyAdam });
  check('sgd', 'esmm', { towerUnits: [8] }, { optimizer: { kind: 'sgd' } });
  check('adagrad', 'aitm', { towerUnits: [8] }, { optimizer: { kind: 'adagrad', initial: 0.1, epsilon: 1e-7 } });
});

describe('networks at random', () => {
  for (let seed = 1; seed <= 10; seed++)
    test(`number ${seed}`, () =>
      checkParity(buildNetwork('random', sampleFeatures, sampleTasks, randomModel(sampleFeatures, seed)), {}));
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
});

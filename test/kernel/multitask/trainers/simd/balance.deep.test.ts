import { describe, test } from 'vitest';
import { type CatalogName, catalog } from '../../../../../kernel/multitask/models/catalog.ts';
import { buildNetwork } from '../../../../../kernel/multitask/network/build-network.ts';
import type { Optimizer, TrainingPlan } from '../../../../../kernel/multitask/trainers/trainer.ts';
import type { BalanceSpec } from '../../../../../kernel/multitask/training/balance/index.ts';
import { built, checkParity } from '../../../../support/parity.ts';
import { randomModel } from '../../../../support/random-networks.ts';
import { sampleFeatures, sampleTasks } from '../../../../support/sample-rows.ts';
import { smoothNetwork } from '../../../../support/simd-trainers.ts';

const pcgrad: BalanceSpec = { gradients: { kind: 'pcgrad' } };
const gradnorm: BalanceSpec = { weights: { kind: 'gradnorm', alpha: 1.5, learningRate: 0.025 } };
const methods: Readonly<Record<string, BalanceSpec>> = {
  pcgrad,
  gradnorm,
  cagrad: { gradients: { kind: 'cagrad', c: 0.5 } },
  mgda: { gradients: { kind: 'mgda', normalise: 'none' } },
  nash: { gradients: { kind: 'nash' } },
  aligned: { gradients: { kind: 'aligned', scale: 'min' } },
  dwa: { weights: { kind: 'dwa', temperature: 2 } },
  rlw: { weights: { kind: 'rlw' } },
  gls: { weights: { kind: 'gls' } },
  famo: { weights: { kind: 'famo', learningRate: 0.025, gamma: 1e-3 } },
  'dwa and pcgrad': { weights: { kind: 'dwa', temperature: 2 }, ...pcgrad },
};

const embedded = (name: CatalogName) => smoothNetwork(sampleFeatures, sampleTasks, built(name, sampleFeatures, {}));

describe.each(Object.keys(catalog) as CatalogName[])('%s', (name) => {
  const check = (plan: Partial<TrainingPlan>) => checkParity(embedded(name), { plan });
  test('PCGrad with conflicts, clipped', () => check({ balance: pcgrad, conflicts: true, clipNorm: 0.05 }));
  test('GradNorm', () => check({ balance: gradnorm, average: 'observed' }));
  test('clipped', () => check({ clipNorm: 0.05 }));
});

const tasks = [
  { name: 'click', kind: 'binary', mean: 0.5 },
  { name: 'spend', kind: 'numeric', mean: 0.4, sd: 0.8 },
  { name: 'stay', kind: 'numeric' },
] as const;
const three = smoothNetwork(sampleFeatures, tasks, built('mmoe', sampleFeatures, {}));

describe('of three tasks, two of them numeric', () => {
  test.each(Object.entries(methods))('%s', (_, balance) =>
    checkParity(three, { plan: { balance, stepsPerEpoch: 10, average: 'observed' } }),
  );
  test('with weights of their own', () =>
    checkParity(three, { plan: { balance: pcgrad, taskWeights: { click: 0.5, spend: 2 }, conflicts: true } }));
  test.each([{ conflicts: true }, { clipNorm: 0.2 }])('with learned weights: %o', (plan) =>
    checkParity(three, { plan: { taskWeights: 'uncertainty', ...plan } }),
  );
});

describe('over whole batches, of several chunks for each thread', () => {
  const options = { batchNorm: true, towerUnits: [5, 4], balance: 0.1 };
  const normed = smoothNetwork(sampleFeatures, tasks, built('mmoe', sampleFeatures, options));
  const long = { batchSize: 500, steps: 15 };
  test.each(['pcgrad', 'gradnorm', 'gls'] as const)('%s', (name) =>
    checkParity(normed, {
      plan: { balance: methods[name], stepsPerEpoch: 10, average: 'observed', conflicts: true, l2: 1e-3 },
      ...long,
    }),
  );
  test('learned weights, clipped', () =>
    checkParity(normed, { plan: { taskWeights: 'uncertainty', conflicts: true, clipNorm: 0.2 }, ...long }));
});

describe('optimizers', () => {
  const network = embedded('esmm');
  const lazy: Optimizer = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, embeddings: 'lazy' };
  const all: readonly (readonly [string, Optimizer, Partial<TrainingPlan>])[] = [
    ['lazy Adam', lazy, {}],
    ['Adam with L2', { ...lazy, embeddings: 'dense' }, { l2: 1e-3 }],
    ['lazy Adam with L2', lazy, { l2: 1e-3 }],
    ['AdamW', { ...lazy, kind: 'adamw', embeddings: 'dense', weightDecay: 1 }, {}],
    ['sgd', { kind: 'sgd' }, {}],
    ['sgd with L2', { kind: 'sgd' }, { l2: 1e-3 }],
    ['adagrad', { kind: 'adagrad', initial: 0.1, epsilon: 1e-7 }, {}],
  ];
  test.each(all)('%s', (_, optimizer, plan) =>
    checkParity(network, { optimizer, plan: { ...plan, balance: pcgrad, clipNorm: 0.05 } }),
  );
  test.each(all)('%s, clipped alone', (_, optimizer, plan) =>
    checkParity(network, { optimizer, plan: { ...plan, clipNorm: 0.05 } }),
  );
});

const random = (seed: number) => buildNetwork('random', sampleFeatures, sampleTasks, randomModel(sampleFeatures, seed));
const seeds = Array.from({ length: 12 }, (_, i) => i + 1);

describe('networks at random', () => {
  test.each(seeds)('number %d', (seed) =>
    checkParity(random(seed), {
      plan: { balance: methods[['pcgrad', 'cagrad', 'gradnorm'][seed % 3]], conflicts: true, clipNorm: 0.3 },
    }),
  );
});

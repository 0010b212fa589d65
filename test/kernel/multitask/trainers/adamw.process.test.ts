import { describe, expect, test } from 'vitest';
import type { Features } from '../../../../kernel/multitask/data/features.ts';
import type { Task } from '../../../../kernel/multitask/data/tasks.ts';
import type { BuildModel } from '../../../../kernel/multitask/network/blocks.ts';
import { createWith } from '../../../../kernel/multitask/trainers/simd/trainer.ts';
import { tfjsTrainer } from '../../../../kernel/multitask/trainers/tfjs/trainer.ts';
import type { AdamW, CreateTrainer, TrainingPlan } from '../../../../kernel/multitask/trainers/trainer.ts';
import { simdVariants } from '../../../support/simd-trainers.ts';
import { tableRows } from '../../../support/table-rows.ts';
import { networkOf, planOf, sharedBackend } from '../../../support/tfjs-trainers.ts';

/** The value of a row is w · e[city] + b, its label a price: e is a table, b a bias. */
const cities = ['Ulm', 'Bonn', 'Kiel'] as const;
const features: Features = { columns: [{ kind: 'categorical', name: 'city', values: cities }] };
const price: Task = { name: 'price', kind: 'numeric' };
const build: BuildModel = ([task], b) => ({
  outputs: [b.output(task, b.linear(b.embed(['city'], 1, { name: 'e' }), 1, { name: 'price' }))],
});
const network = networkOf(features, [price], build);
const start = { 'e/city': [1.5, -0.75, 2], 'price/weights': [0.5], 'price/bias': [0.25] };
const rows = tableRows(
  features,
  [price],
  [
    { city: 'Ulm', price: 3 },
    { city: 'Ulm', price: -1 },
    { city: 'Bonn', price: 0.5 },
  ],
);
/** One row a step, Bonn's only in every twentieth, Kiel's never. */
const order = Uint32Array.from({ length: 100 }, (_, step) => (step % 20 === 7 ? 2 : step % 2));

const adamw: AdamW = {
  kind: 'adamw',
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.1,
  embeddings: 'dense',
};
const rate = (step: number) => 0.02 / (1 + step / 50);

/**
 * The same 100 steps in double precision, as torch/optim/adamw.py has them (`_single_tensor_adamw`):
 *
 *   param.mul_(1 - lr * weight_decay)
 *   exp_avg.lerp_(grad, 1 - beta1);  exp_avg_sq.mul_(beta2).addcmul_(grad, grad, value=1 - beta2)
 *   denom = (exp_avg_sq.sqrt() / sqrt(1 - beta2**step)).add_(eps)
 *   param.addcdiv_(exp_avg, denom, value=-lr / (1 - beta1**step))
 *
 * with the gradient of (w e + b − y)² + λ (Σ e² + w²) worked out by hand. `lazy` leaves rows alone that a step does not name.
 */
function torchs({ beta1, beta2, epsilon, weightDecay, embeddings }: AdamW, l2: number): Record<string, number[]> {
  const [e, [w], [b]] = Object.values(start);
  const parameters = [...e, w, b];
  const means = parameters.map(() => 0);
  const squares = parameters.map(() => 0);
  for (const [at, row] of order.entries()) {
    const city = row === 2 ? 1 : 0;
    const error = 2 * (parameters[3] * parameters[city] + parameters[4] - rows.labels.price[row]);
    const ofData = [0, 0, 0, error * parameters[city], error];
    ofData[city] = error * parameters[3];
    const gradients = ofData.map((gradient, i) => gradient + (i < 4 ? 2 * l2 * parameters[i] : 0));
    for (let i = 0; i < parameters.length; i++) {
      if (embeddings === 'lazy' && i < 3 && i !== city) continue;
      parameters[i] *= 1 - rate(at) * weightDecay;
      means[i] += (gradients[i] - means[i]) * (1 - beta1);
      squares[i] = squares[i] * beta2 + gradients[i] ** 2 * (1 - beta2);
      const below = Math.sqrt(squares[i]) / Math.sqrt(1 - beta2 ** (at + 1)) + epsilon;
      parameters[i] -= ((rate(at) / (1 - beta1 ** (at + 1))) * means[i]) / below;
    }
  }
  return { 'e/city': parameters.slice(0, 3), 'price/weights': [parameters[3]], 'price/bias': [parameters[4]] };
}

const trainers: [string, CreateTrainer][] = [
  ['tfjs', tfjsTrainer(sharedBackend)],
  ...simdVariants.map((options): [string, CreateTrainer] => [
    `${options.build} ×${options.threads}`,
    createWith(options),
  ]),
];

async function trained(create: CreateTrainer, optimizer: AdamW, plan: Partial<TrainingPlan> = {}) {
  const parameters = Object.fromEntries(
    Object.entries(start).map(([name, values]) => [name, Float32Array.from(values)]),
  );
  const trainer = await create(network, optimizer, { parameters, slots: {}, step: 0 });
  await trainer.train(rows, planOf(3, { order, batchSize: 1, learningRate: rate, ...plan }), () => {});
  const state = await trainer.read();
  await trainer.dispose();
  return state;
}

describe.each(trainers)('%s: 100 steps of AdamW are torch’s', (_, create) => {
  test.each<[string, Partial<AdamW>, number]>([
    ['whole tables', {}, 0],
    ['with L2, which is part of the gradient', {}, 0.01],
    ['the rows that a batch names', { embeddings: 'lazy' }, 0],
    ['without decay, which is Adam', { weightDecay: 0 }, 0],
    ['a decay so strong that no step is put off: rate λ is 1.2', { weightDecay: 60 }, 0],
    ['betas whose steps cannot be put off', { beta1: 0.9, beta2: 0.7 }, 0],
  ])('%s', async (_, numbers, l2) => {
    const optimizer = { ...adamw, ...numbers };
    const { parameters, slots } = await trained(create, optimizer, { l2 });
    expect(Object.keys(slots).sort()).toEqual(['m', 'v']);
    for (const [name, values] of Object.entries(torchs(optimizer, l2)))
      for (const [i, value] of values.entries()) expect(Math.abs(parameters[name][i] - value)).toBeLessThan(1e-5);
  });

  test('a row that no batch ever names only decays: 2 · Π (1 − rate λ)', async () => {
    const { parameters } = await trained(create, adamw);
    const kept = Array.from(order, (_, step) => 1 - rate(step) * 0.1).reduce((product, factor) => product * factor, 1);
    expect(kept).toBeLessThan(0.9);
    expect(parameters['e/city'][2]).toBeCloseTo(2 * kept, 6);
  });

  test('learned log variances do not decay, whatever λ is', async () => {
    // One row whose loss is 0 in every step: w = e = b = 0 stay, and d(s) of exp(−s) · 0 + s ÷ 2 is ½, λ or not.
    const zero = tableRows(features, [price], [{ city: 'Ulm', price: 0 }]);
    const learned = async (weightDecay: number) => {
      const parameters = Object.fromEntries(
        Object.entries(start).map(([name, { length }]) => [name, new Float32Array(length)]),
      );
      const trainer = await create(network, { ...adamw, weightDecay }, { parameters, slots: {}, step: 0 });
      const steps = {
        order: new Uint32Array(50),
        batchSize: 1,
        learningRate: rate,
        taskWeights: 'uncertainty',
      } as const;
      await trainer.train(zero, planOf(1, steps), () => {});
      const { logVariances } = await trainer.read();
      await trainer.dispose();
      return logVariances?.price;
    };
    const free = await learned(0);
    expect(free).toBeLessThan(-0.5);
    expect(await learned(1)).toBe(free);
  });
});

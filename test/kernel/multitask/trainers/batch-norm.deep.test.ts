import { describe, expect, test } from 'vitest';
import type { Rows } from '../../../../kernel/multitask/data/dataset.ts';
import type { Features } from '../../../../kernel/multitask/data/features.ts';
import { catalog } from '../../../../kernel/multitask/models/catalog.ts';
import type { BuildModel } from '../../../../kernel/multitask/network/blocks.ts';
import { buildNetwork } from '../../../../kernel/multitask/network/build-network.ts';
import { createWith } from '../../../../kernel/multitask/trainers/simd/trainer.ts';
import { tfjsTrainer } from '../../../../kernel/multitask/trainers/tfjs/trainer.ts';
import type { CreateTrainer, TrainerState } from '../../../../kernel/multitask/trainers/trainer.ts';
import { flatFeatures, sampleRows, sampleTasks } from '../../../support/sample-rows.ts';
import { largestDifference, startState, withSimd } from '../../../support/simd-trainers.ts';
import { adam, planOf, sharedBackend } from '../../../support/tfjs-trainers.ts';

const trainers: readonly (readonly [string, CreateTrainer])[] = [
  ['tfjs', tfjsTrainer(sharedBackend)],
  ['simd on one thread', createWith({ threads: 1 })],
  ['simd on two', createWith({ threads: 2 })],
];
const nothing = () => {};

/** y = w · batchNorm(x) of one number, as it is. */
const one: Features = { columns: [{ kind: 'numeric', name: 'x', mean: 0, sd: 1 }] };
const line = () =>
  buildNetwork('line', one, [{ name: 'y', kind: 'numeric' }], ([task], b) => ({
    outputs: [b.output(task, b.linear(b.batchNorm(b.numeric, { name: 'n' }), 1, { name: 'out', bias: false }))],
  }));
const rowsOf = (x: readonly number[], y: readonly number[]): Rows => ({
  columns: one.columns,
  length: x.length,
  numeric: [Float32Array.from(x)],
  categorical: [],
  lists: [],
  labels: { y: Float32Array.from(y) },
});
const begin: TrainerState = {
  parameters: {
    'n/gain': Float32Array.of(1),
    'n/shift': Float32Array.of(0),
    'n/running mean': Float32Array.of(0),
    'n/running variance': Float32Array.of(1),
    'out/weights': Float32Array.of(2),
  },
  slots: {},
  step: 0,
};

describe.each(trainers)('%s', (_, create) => {
  async function trainedOn(x: readonly number[], y: readonly number[], batchSize: number) {
    const trainer = await create(line(), { kind: 'sgd' }, begin);
    const rows = rowsOf(x, y);
    await trainer.train(rows, planOf(x.length, { batchSize }), nothing);
    const { parameters } = await trainer.read();
    const predicted = await trainer.predict(rowsOf([5], [0]));
    await trainer.dispose();
    return { parameters, predicted: predicted.y[0] };
  }

  test('running moments after batches of four, four and two, as PyTorch has them', async () => {
    const { parameters } = await trainedOn([1, 3, 5, 7, 2, 2, 4, 4, 8, 4], new Array(10).fill(0), 4);
    // Means 4, 3, 6; unbiased variances 20 ÷ 3, 4 ÷ 3, 8.
    expect(parameters['n/running mean'][0]).toBeCloseTo(0.9 * (0.9 * 0.4 + 0.3) + 0.6, 5);
    expect(parameters['n/running variance'][0]).toBeCloseTo(0.9 * (0.9 * (0.9 + 2 / 3) + 0.4 / 3) + 0.8, 5);
  });

  test('a batch of one row is the shift, and leaves running moments as they are', async () => {
    // x̂ = 0: the output 0 has the gradient 2 (0 − 1), which is no gain's and, times the weight 2, the shift's.
    const { parameters } = await trainedOn([9], [1], 1);
    expect(parameters['n/running mean'][0]).toBe(0);
    expect(parameters['n/running variance'][0]).toBe(1);
    expect(parameters['n/gain'][0]).toBe(1);
    expect(parameters['n/shift'][0]).toBeCloseTo(0.4, 6);
    expect(parameters['out/weights'][0]).toBe(2);
  });

  test('a step by hand; rows without a label take part in the moments', async () => {
    // x 1 3 5 7: x̂ = ∓3/√5, ∓1/√5. Labels of the first two alone: the loss is Σ (2 x̂ − 1)² ÷ 4 over them.
    const x = [-3, -1].map((z) => z / Math.sqrt(5 + 1e-5));
    const errors = x.map((z) => (2 * (2 * z - 1)) / 4);
    const { parameters, predicted } = await trainedOn([1, 3, 5, 7], [1, 1, Number.NaN, Number.NaN], 4);
    const gain = 1 - 0.1 * 2 * (errors[0] * x[0] + errors[1] * x[1]);
    const shift = -0.1 * 2 * (errors[0] + errors[1]);
    const weight = 2 - 0.1 * (errors[0] * x[0] + errors[1] * x[1]);
    expect(parameters['n/gain'][0]).toBeCloseTo(gain, 5);
    expect(parameters['n/shift'][0]).toBeCloseTo(shift, 5);
    expect(parameters['out/weights'][0]).toBeCloseTo(weight, 5);
    const scaled = (5 - 0.4) / Math.sqrt(0.9 + 2 / 3 + 1e-5);
    expect(predicted).toBeCloseTo(weight * (gain * scaled + shift), 4);
  });

  test('before any step running moments are 0 and 1', async () => {
    const trainer = await create(line(), { kind: 'sgd' }, startState(line()));
    const { parameters } = await trainer.read();
    expect([...parameters['n/running mean'], ...parameters['n/running variance']]).toEqual([0, 1]);
    const { y } = await trainer.predict(rowsOf([3], [0]));
    expect(y[0]).toBeCloseTo((3 / Math.sqrt(1 + 1e-5)) * parameters['out/weights'][0], 5);
    await trainer.dispose();
  });

  test('gradients are of the batch, and measure nothing', async () => {
    const trainer = await create(line(), { kind: 'sgd' }, begin);
    const gradients = await trainer.gradients(rowsOf([1, 3], [0, 1]), planOf(2));
    expect(Object.keys(gradients).sort()).toEqual(['n/gain', 'n/shift', 'out/weights']);
    expect(await trainer.read()).toEqual(begin);
    await trainer.dispose();
  });
});

const norms: BuildModel = (tasks, b) => {
  const experts = [0, 1, 2].map(() => b.activate(b.batchNorm(b.linear(b.x, 12, { bias: false })), 'swish'));
  const outputs = tasks.map((task) => {
    const gate = b.softmax(b.linear(b.x, 3, { name: `${task.name} gate` }));
    const above = b.dense(b.mix(gate, experts), 8, { name: `${task.name} tower` });
    return b.output(task, b.probability(b.linear(above, 1, { name: task.name }), { name: task.name }));
  });
  return { outputs };
};
const network = () => buildNetwork('norms', flatFeatures, sampleTasks, norms);
const rows = sampleRows(1501, 5, flatFeatures);
/** Two epochs, whose last batches are smaller: 301 rows. */
const plan = planOf(rows.length, {
  order: Uint32Array.from({ length: 3002 }, (_, i) => (i * 7) % 1501),
  batchSize: 300,
  learningRate: () => 1e-3,
});

describe.each([1, 2, 3])('on %i threads', (threads) => {
  const trained = (order = plan.order, from?: TrainerState) =>
    withSimd(
      network(),
      { threads },
      async (trainer) => {
        await trainer.train(rows, { ...plan, order }, nothing);
        return trainer.read();
      },
      adam,
      from ?? startState(network()),
    );

  test('the same seed gives the same bits, and pieces of a run those of the whole', async () => {
    const whole = await trained();
    expect(await trained()).toEqual(whole);
    const half = await trained(plan.order.slice(0, 1500));
    expect(await trained(plan.order.slice(1500), half)).toEqual(whole);
    expect(whole.parameters['batchNorm 0/running variance'].every((variance) => variance !== 1)).toBe(true);
  });

  test('a run that is stopped has measured what it learned from', async () => {
    const long = new Uint32Array(2000 * 300).map((_, i) => i % rows.length);
    const stop = new AbortController();
    await withSimd(network(), { threads }, async (trainer) => {
      const done = await trainer.train(rows, { ...plan, order: long }, () => stop.abort(), stop.signal);
      expect(done).toBeGreaterThan(0);
      expect(done).toBeLessThan(2000);
      expect(await trainer.read()).toEqual(await trained(long.slice(0, done * 300)));
    });
  });
});

test('one thread and two agree', async () => {
  const [first, second] = await Promise.all(
    [1, 2].map((threads) =>
      withSimd(network(), { threads }, async (trainer) => {
        await trainer.train(rows, plan, nothing);
        return trainer.read();
      }),
    ),
  );
  expect(largestDifference(first.parameters, second.parameters)).toBeLessThan(1e-4);
});

test('MMoE takes the same bits beside a model with batchNorm as alone', async () => {
  const mmoe = () => buildNetwork('mmoe', flatFeatures, sampleTasks, catalog.mmoe.build(flatFeatures));
  const alone = () =>
    withSimd(mmoe(), { threads: 2 }, async (trainer) => {
      await trainer.train(rows, plan, nothing);
      return trainer.read();
    });
  const [first, , second] = await Promise.all([alone(), trainedNorms(), alone()]);
  expect(second).toEqual(first);
});

function trainedNorms(): Promise<unknown> {
  return withSimd(network(), { threads: 2 }, (trainer) => trainer.train(rows, plan, nothing));
}

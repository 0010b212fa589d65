import { describe, expect, it } from 'vitest';
import { createMultitask } from '../../../../../kernel/multitask/create-multitask.ts';
import type { FitOptions } from '../../../../../kernel/multitask/training/index.ts';

const { models, datasets } = createMultitask();
const funnel = datasets.clickFunnel({ rows: { train: 2000, validation: 10, test: 10 }, clickRate: 0.3 });
const numeric = datasets.correlatedTasks({ rows: { train: 2000, validation: 10, test: 10 }, correlation: 0.3 });

const methods: readonly (readonly [string, FitOptions])[] = [
  ['dwa', { taskWeights: 'dwa' }],
  ['gradnorm', { taskWeights: 'gradnorm' }],
  ['rlw', { taskWeights: 'rlw' }],
  ['gls', { taskWeights: 'gls' }],
  ['famo', { taskWeights: 'famo' }],
  ['pcgrad', { gradients: 'pcgrad' }],
  ['cagrad', { gradients: 'cagrad' }],
  ['mgda', { gradients: 'mgda' }],
  ['nash', { gradients: 'nash' }],
  ['aligned', { gradients: 'aligned' }],
  ['dwa and aligned', { taskWeights: 'dwa', gradients: 'aligned' }],
];

/** Mean loss of the first and of the last twenty steps, by task, and the weights of every step. */
async function ran(data: typeof funnel | typeof numeric, more: FitOptions) {
  const model = models.mmoe(data.features, data.tasks, { experts: 3, expertUnits: [8], towerUnits: [4], seed: 3 });
  const losses = new Map<string, number[]>();
  const weights: number[] = [];
  const options = { epochs: 3, batchSize: 64, learningRate: 0.01, threads: 1, seed: 5, ...more };
  for await (const event of model.train(data.train, options)) {
    if (event.kind !== 'steps') continue;
    for (const [task, each] of Object.entries(event.losses))
      losses.set(task, [...(losses.get(task) ?? []), ...Array.from(each)]);
    weights.push(...Array.from(event.taskWeights ?? []));
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    falls: [...losses.values()].map((each) => mean(each.slice(0, 20)) - mean(each.slice(-20))),
    steps: [...losses.values()][0].length,
    weights,
  };
}

describe.each(methods)('%s', (name, options) => {
  it.each([
    ['the click funnel', funnel],
    ['two numeric tasks', numeric],
  ])('on %s every loss falls, and the steps tell finite weights', async (_, data) => {
    const { falls, steps, weights } = await ran(data, options);
    for (const fall of falls) expect(fall).toBeGreaterThan(0);
    expect(weights).toHaveLength(2 * steps);
    expect(weights.every(Number.isFinite)).toBe(true);
    if (!['dwa', 'gradnorm', 'rlw'].includes(name)) return;
    for (let step = 0; step < steps; step++) expect(weights[2 * step] + weights[2 * step + 1]).toBeCloseTo(2, 5);
  });

  it('balances: its weights are not always 1', async () => {
    const { weights } = await ran(funnel, options);
    expect(weights.some((weight) => Math.abs(weight - 1) > 1e-3)).toBe(true);
  });
});

it('without a method no weights are told', async () => {
  expect((await ran(funnel, {})).weights).toEqual([]);
});

it('TensorFlow.js and the SIMD trainer weigh alike', async () => {
  for (const more of [{ taskWeights: 'gradnorm' }, { gradients: 'nash' }] as const) {
    const [one, other] = await Promise.all(
      (['simd', 'tfjs'] as const).map((trainer) => ran(numeric, { ...more, trainer, epochs: 1 })),
    );
    expect(one.weights).toHaveLength(other.weights.length);
    for (const [i, weight] of one.weights.slice(0, 40).entries()) expect(other.weights[i]).toBeCloseTo(weight, 3);
  }
});

it('what cannot be combined is said before anything is trained', async () => {
  const model = models.sharedBottom(funnel.features, funnel.tasks);
  await expect(model.fit(funnel.train, { gradients: 'nash', taskWeights: 'dwa' })).rejects.toThrow(
    'fit: gradients "nash" find the weights of the tasks themselves',
  );
  await expect(model.fit(funnel.train, { gradients: 'pcgrad', taskWeights: 'uncertainty' })).rejects.toThrow(
    'fit: taskWeights "uncertainty" are a part of the loss',
  );
  const one = models.sharedBottom(funnel.features, funnel.tasks.slice(0, 1));
  await expect(one.fit(funnel.train, { taskWeights: 'famo' })).rejects.toThrow(
    'the model has one; leave the option out',
  );
});

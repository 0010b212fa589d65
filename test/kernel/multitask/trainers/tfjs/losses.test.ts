import { describe, expect, test } from 'vitest';
import type { Features } from '../../../../../kernel/multitask/data/features.ts';
import type { Task } from '../../../../../kernel/multitask/data/tasks.ts';
import type { Blocks, BuildModel } from '../../../../../kernel/multitask/network/blocks.ts';
import type { Optimizer, TrainingPlan } from '../../../../../kernel/multitask/trainers/trainer.ts';
import { type TableRow, tableRows } from '../../../../support/table-rows.ts';
import { adam, networkOf, planOf, trainerWith } from '../../../../support/tfjs-trainers.ts';

const features: Features = { columns: [{ kind: 'numeric', name: 'age', mean: 0, sd: 1 }] };
const buy: Task = { name: 'buy', kind: 'binary' };
const stay: Task = { name: 'stay', kind: 'binary' };
const price: Task = { name: 'price', kind: 'numeric' };
type Weights = Record<string, readonly number[]>;

/** One output per task, each a logit or value "a · age + bias" named after it. */
const single: BuildModel = (tasks, b) => ({
  outputs: tasks.map((task) => {
    const value = b.linear(b.x, 1, { name: task.name });
    return b.output(task, task.kind === 'binary' ? b.probability(value, { name: task.name }) : value);
  }),
});

/** ESMM's outputs over two logits: click, and click and purchase. */
const product: BuildModel = ([click, both], b) => {
  const factors = ['click', 'purchase'].map((name) => b.probability(b.linear(b.x, 1, { name }), { name }));
  return { outputs: [b.output(click, factors[0]), b.output(both, b.product(factors, { name: 'both' }))] };
};

/** The gradients and the losses of one batch. */
async function batch(
  build: BuildModel,
  tasks: readonly Task[],
  table: readonly TableRow[],
  weights: Weights,
  plan: Partial<TrainingPlan> = {},
  optimizer: Optimizer = { kind: 'sgd' },
) {
  const rows = tableRows(features, tasks, table);
  const trainer = await trainerWith(networkOf(features, tasks, build), weights, optimizer);
  const gradients = await trainer.gradients(rows, planOf(rows.length, plan));
  const losses: Record<string, number> = {};
  await trainer.train(rows, planOf(rows.length, plan), (stretch) => {
    for (const [task, values] of Object.entries(stretch.losses)) losses[task] = values[0];
  });
  const state = await trainer.read();
  await trainer.dispose();
  return { gradients, losses, state };
}

describe('mean loss of a batch, worked out by hand', () => {
  const check = (
    name: string,
    [build, tasks]: readonly [BuildModel, readonly Task[]],
    table: readonly TableRow[],
    weights: Weights,
    plan: Partial<TrainingPlan>,
    expected: Record<string, number>,
  ) =>
    test(name, async () => {
      const { losses } = await batch(build, tasks, table, weights, plan);
      for (const [task, loss] of Object.entries(expected)) expect(losses[task] / loss).toBeCloseTo(1, 5);
    });
  const one = [single, [buy]] as const;

  check('cross-entropy at even odds is ln 2', one, [{ age: 0, buy: 1 }], {}, {}, { buy: Math.LN2 });
  // ln(1 + e⁻²) and ln(1 + e²)
  check(
    'cross-entropy',
    one,
    [
      { age: 2, buy: 1 },
      { age: 2, buy: 0 },
    ],
    { 'buy/weights': [1] },
    {},
    { buy: (0.126928 + 2.126928) / 2 },
  );
  check(
    'cross-entropy of a hopeless logit is that logit',
    one,
    [{ age: 200, buy: 0 }],
    { 'buy/weights': [1] },
    {},
    { buy: 200 },
  );
  check('a label without observation', one, [{ age: 0, buy: 1 }, { age: 0 }], {}, {}, { buy: Math.LN2 / 2 });
  check(
    'averaged over the observed',
    one,
    [{ age: 0, buy: 1 }, { age: 0 }],
    {},
    { average: 'observed' },
    { buy: Math.LN2 },
  );
  check(
    'row weights',
    one,
    [
      { age: 0, buy: 1 },
      { age: 0, buy: 0 },
    ],
    {},
    { rowWeights: { buy: Float32Array.of(3, 0) } },
    { buy: 1.5 * Math.LN2 },
  );
  check(
    'row weights over the observed',
    one,
    [
      { age: 0, buy: 1 },
      { age: 0, buy: 0 },
    ],
    {},
    { rowWeights: { buy: Float32Array.of(3, 0) }, average: 'observed' },
    { buy: 3 * Math.LN2 },
  );
  // −ln(½ + 10⁻⁴)
  check(
    "Paddle's log loss",
    one,
    [{ age: 0, buy: 1 }],
    {},
    { loss: { kind: 'log-loss', epsilon: 1e-4 } },
    { buy: 0.692947 },
  );
  check(
    "Paddle's log loss ends at −ln ε",
    one,
    [{ age: -200, buy: 1 }],
    { 'buy/weights': [1] },
    { loss: { kind: 'log-loss', epsilon: 1e-4 } },
    { buy: 9.21034 },
  );
  check(
    'squared error',
    [single, [price]],
    [
      { age: 3, price: 1 },
      { age: 5, price: 6 },
    ],
    { 'price/weights': [1] },
    {},
    { price: (4 + 1) / 2 },
  );

  // mean 2 and sd 2: the value 3 predicts 8, whose error is 7.
  check(
    'squared error of a standardised task, in label units',
    [single, [{ ...price, mean: 2, sd: 2 }]],
    [{ age: 3, price: 1 }],
    { 'price/weights': [1] },
    {},
    { price: 49 },
  );

  const two = [product, [buy, stay]] as const;
  // p = ½ · ½: −ln ¼, −ln ¾
  check('product, a positive', two, [{ age: 0, buy: 1, stay: 1 }], {}, {}, { buy: Math.LN2, stay: Math.log(4) });
  check('product, a negative', two, [{ age: 0, buy: 1, stay: 0 }], {}, {}, { stay: Math.log(4 / 3) });
  check(
    'product of small probabilities, a positive',
    two,
    [{ age: 0, buy: 0, stay: 1 }],
    { 'click/bias': [-30], 'purchase/bias': [-20] },
    {},
    { stay: 50 },
  );
  check(
    'product of small probabilities, a negative',
    two,
    [{ age: 0, buy: 0, stay: 0 }],
    { 'click/bias': [-10], 'purchase/bias': [-5] },
    {},
    { stay: 3.0384121e-7 },
  );
  // 1 − p = 2e⁻³⁰, so the loss is 30 − ln 2.
  check(
    'product of large probabilities, a negative',
    two,
    [{ age: 0, buy: 1, stay: 0 }],
    { 'click/bias': [30], 'purchase/bias': [30] },
    {},
    { stay: 29.306853 },
  );
});

describe('gradients of the whole loss, worked out by hand', () => {
  const check = (
    name: string,
    [build, tasks]: readonly [BuildModel, readonly Task[]],
    table: readonly TableRow[],
    weights: Weights,
    plan: Partial<TrainingPlan>,
    expected: Record<string, readonly number[]>,
  ) =>
    test(name, async () => {
      const { gradients } = await batch(build, tasks, table, weights, plan);
      for (const [parameter, values] of Object.entries(expected))
        for (const [i, value] of values.entries()) expect(gradients[parameter][i], parameter).toBeCloseTo(value, 5);
    });
  const both = [single, [buy, stay]] as const;
  const table = [{ age: 2, buy: 1, stay: 0 }];

  // (p − y) · age and p − y with p = ½
  check('cross-entropy', both, table, {}, {}, { 'buy/weights': [-1], 'buy/bias': [-0.5], 'stay/bias': [0.5] });
  check(
    'task weights',
    both,
    table,
    {},
    { taskWeights: { buy: 3, stay: 0 } },
    { 'buy/bias': [-1.5], 'stay/bias': [0] },
  );
  check(
    'L2 spares biases',
    both,
    table,
    { 'buy/weights': [1], 'buy/bias': [1] },
    { l2: 0.5, taskWeights: { buy: 0, stay: 0 } },
    { 'buy/weights': [1], 'buy/bias': [0] },
  );
  // Kendall: s starts at 0, so exp(−s) = 1 and dL/ds = −ln 2 + ½.
  check(
    'learned task weights',
    both,
    table,
    {},
    { taskWeights: 'uncertainty' },
    { 'buy/bias': [-0.5], 'log variance/buy': [0.5 - Math.LN2] },
  );
  check(
    'squared error',
    [single, [price]],
    [{ age: 3, price: 1 }],
    { 'price/weights': [1] },
    {},
    { 'price/weights': [12], 'price/bias': [4] },
  );
  // Its label is (1 − 2) ÷ 2 = −½ where the value is 3: 2 · 3½.
  check(
    'squared error of a standardised task, as it is trained',
    [single, [{ ...price, mean: 2, sd: 2 }]],
    [{ age: 3, price: 1 }],
    { 'price/weights': [1] },
    {},
    { 'price/weights': [21], 'price/bias': [7] },
  );
  // Kendall's eq. 7: ½ exp(−s) (3 − 1)² + s ÷ 2, so the error counts half and dL/ds = ½ − ½ · 4.
  check(
    'a learned weight of a squared error',
    [single, [price]],
    [{ age: 3, price: 1 }],
    { 'price/weights': [1] },
    { taskWeights: 'uncertainty' },
    { 'price/weights': [6], 'price/bias': [2], 'log variance/price': [-1.5] },
  );
  // d −ln(1 − p) = p ÷ (1 − p) · (1 − σ): at ¼, 1⁄3 · ½
  check(
    'product, a negative',
    [product, [buy, stay]],
    [{ age: 0, buy: 0, stay: 0 }],
    {},
    { taskWeights: { buy: 0 } },
    { 'click/bias': [1 / 6], 'purchase/bias': [1 / 6] },
  );
  check(
    'product, a positive',
    [product, [buy, stay]],
    [{ age: 0, buy: 1, stay: 1 }],
    {},
    { taskWeights: { buy: 0 } },
    { 'click/bias': [-1 / 2] },
  );
  const ordered: BuildModel = (tasks, b) => {
    const { outputs } = single(tasks, b);
    return { outputs, penalties: [{ kind: 'order', lower: outputs[0], upper: outputs[1], weight: 2 }] };
  };
  // 2 · max(¾ − ½, 0): 2 p (1 − p) upwards, −2 p (1 − p) below.
  check(
    'order penalty',
    [ordered, [buy, stay]],
    table,
    { 'stay/bias': [Math.log(3)] },
    { taskWeights: { buy: 0, stay: 0 } },
    { 'stay/bias': [0.375], 'buy/bias': [-0.5] },
  );
  check(
    'order penalty of ordered outputs',
    [ordered, [buy, stay]],
    table,
    { 'buy/bias': [Math.log(3)] },
    { taskWeights: { buy: 0, stay: 0 } },
    { 'stay/bias': [0], 'buy/bias': [0] },
  );
  /** pCVR's risk: `buy` is the click, of propensity ½, and `stay` what follows it. */
  const risky =
    (options: Partial<Parameters<Blocks['risk']>[1]>, imputes?: 'imputed'): BuildModel =>
    (tasks, b) => {
      const { outputs } = single(tasks, b);
      const cvr = b.probability(b.linear(b.x, 1, { name: 'cvr' }), { name: 'cvr' });
      const imputed = imputes && { imputed: b.linear(b.x, 1, { name: 'error' }) };
      const propensity = b.probability(b.linear(b.x, 1, { name: 'buy logit' }), { name: 'p' });
      const given = { label: outputs[1], observed: outputs[0], propensity, ...imputed, ...options };
      return { outputs, penalties: [b.risk(cvr, given)] };
    };
  const twoRows = [
    { age: 0, buy: 1, stay: 1 },
    { age: 0, buy: 0, stay: 0 },
  ];
  const nothing = { taskWeights: { buy: 0, stay: 0 } };
  // The clicked row counts 1 ÷ ½ = 2 times: 2 (½ − 1) ÷ 2 rows. The propensity has no gradient.
  check('risk, inverse propensity', [risky({}), [buy, stay]], twoRows, {}, nothing, {
    'cvr/bias': [-1 / 2],
    'buy logit/bias': [0],
  });
  check('risk, capped', [risky({ cap: 1.5 }), [buy, stay]], twoRows, {}, nothing, { 'cvr/bias': [-3 / 8] });
  check('risk, weighted', [risky({ weight: 3 }), [buy, stay]], twoRows, {}, nothing, { 'cvr/bias': [-3 / 2] });
  // p = ¾: the row that was not clicked counts 1 ÷ ¼ times, its label is 1.
  const likely = { 'buy logit/bias': [Math.log(3)] };
  check('risk, of the rows not seen', [risky({ rows: 'unobserved' }), [buy, stay]], twoRows, likely, nothing, {
    'cvr/bias': [-1],
  });
  check(
    'risk, rows without a click or its label do not count',
    [risky({}), [buy, stay]],
    [...twoRows, { age: 0, stay: 1 }, { age: 0, buy: 1 }],
    {},
    nothing,
    { 'cvr/bias': [-1 / 4] },
  );
  // δ = ln 2, δ̂ = ln 4, its slope ¾: ¾ ((1 − 2 (1 + 2 (δ − δ̂))) + 1) ÷ 2 rows; the square leaves pCVR alone.
  check('risk, doubly robust', [risky({}, 'imputed'), [buy, stay]], twoRows, { 'error/bias': [Math.log(3)] }, nothing, {
    'cvr/bias': [-1 / 2],
    'error/bias': [1.5 * Math.LN2],
  });
  const contrary: BuildModel = (tasks, b) => {
    const { outputs } = single(tasks, b);
    const [a, c] = ['a', 'c'].map((name) => b.probability(b.linear(b.x, 1, { name }), { name }));
    return { outputs, penalties: [b.sumToOne(a, c, { weight: 2 })] };
  };
  // ¾ + ½ is too much: 2 p (1 − p). ¼ + ½ is too little.
  check('sum to one, above', [contrary, [buy, stay]], twoRows, { 'a/bias': [Math.log(3)] }, nothing, {
    'a/bias': [3 / 8],
    'c/bias': [1 / 2],
  });
  check('sum to one, below', [contrary, [buy, stay]], twoRows, { 'a/bias': [-Math.log(3)] }, nothing, {
    'a/bias': [-3 / 8],
    'c/bias': [-1 / 2],
  });
  const choosing: BuildModel = (tasks, b) => {
    const gate = b.selector(undefined, 2, { name: 's', top: 1 });
    const mixed = b.mix(gate, [b.linear(b.x, 1, { name: 'a' }), b.linear(b.x, 1, { name: 'b' })]);
    const [buy, stay] = tasks.map(({ name }, i) =>
      b.output(tasks[i], b.probability(b.linear(mixed, 1, { name }), { name })),
    );
    return { outputs: [buy, stay], penalties: [b.undecided(gate, { weight: 2 })] };
  };
  // S(¼) = 27⁄32 and S′(¼) = 3⁄2 − 6⁄16 = 9⁄8: 2 · ln(5 ÷ 27) · 9⁄8
  check('undecided bits', [choosing, [buy, stay]], twoRows, { 's bits/values': [0.25] }, nothing, {
    's bits/values': [(9 / 4) * Math.log(5 / 27)],
  });
  check('a decided bit', [choosing, [buy, stay]], twoRows, { 's bits/values': [0.5] }, nothing, {
    's bits/values': [0],
  });
  const hidden: BuildModel = ([task], b) => {
    const logit = b.linear(b.dense(b.x, 2, { name: 'h' }), 1, { name: 'buy' });
    return { outputs: [b.output(task, b.probability(logit, { name: 'buy' }))] };
  };
  // One unit is at 2, the other at −2 and cut off; p − y = σ(2) − 1.
  check(
    'relu passes nothing below 0',
    [hidden, [buy]],
    table,
    { 'h/weights': [1, -1], 'buy/weights': [1, 1] },
    {},
    { 'h/weights': [-0.238406, 0], 'buy/weights': [-0.238406, 0] },
  );
  const stopped: BuildModel = ([task], b) => {
    const below = b.linear(b.x, 1, { name: 'below' });
    return {
      outputs: [b.output(task, b.probability(b.linear(b.stopGradient(below), 1, { name: 'above' }), { name: 'buy' }))],
    };
  };
  check(
    'nothing passes stopGradient',
    [stopped, [buy]],
    table,
    { 'below/weights': [1], 'above/weights': [0] },
    {},
    { 'above/weights': [-1], 'below/weights': [0], 'below/bias': [0] },
  );
});

describe('optimizer steps, worked out by hand', () => {
  const adamw: Optimizer = {
    kind: 'adamw',
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0.01,
    embeddings: 'dense',
  };
  const check = (name: string, optimizer: Optimizer, steps: number, expected: number) =>
    test(name, async () => {
      // The loss is (bias − 0)², its gradient 2 · bias, from bias = 1.
      const rows = tableRows(features, [price], [{ age: 0, price: 0 }]);
      const trainer = await trainerWith(networkOf(features, [price], single), { 'price/bias': [1] }, optimizer);
      for (let i = 0; i < steps; i++) await trainer.train(rows, planOf(1), () => {});
      const state = await trainer.read();
      await trainer.dispose();
      expect(state.parameters['price/bias'][0]).toBeCloseTo(expected, 6);
      expect(state.step).toBe(steps);
    });
  check('SGD: 1 − 0.1 · 2', { kind: 'sgd' }, 1, 0.8);
  check('Adam, first step: 1 − 0.1 · 2 ÷ 2', adam, 1, 0.9);
  // m = 0.36, v = 0.007236; m̂ = 1.894737, √v̂ = 1.902580
  check('Adam, second step', adam, 2, 0.8004122);
  check('AdamW, first step: 1 · (1 − 0.1 · 0.01) − 0.1', adamw, 1, 0.899);
  // sum = 0.1 + 4; 1 − 0.1 · 2 ÷ √4.1
  check('Adagrad', { kind: 'adagrad', initial: 0.1, epsilon: 0 }, 1, 0.9012271);
});

describe('rows of an embedding table that no row of the batch names', () => {
  const cities: Features = { columns: [{ kind: 'categorical', name: 'city', values: ['Ulm', 'Bonn', 'Kiel'] }] };
  const build: BuildModel = ([task], b) => ({
    outputs: [b.output(task, b.linear(b.embed(['city'], 1, { name: 'e' }), 1, { name: 'price', bias: false }))],
  });
  /** The table after a step on Ulm and a step on Bonn. */
  const check = (name: string, embeddings: 'dense' | 'lazy', l2: number, expected: readonly number[]) =>
    test(name, async () => {
      const rows = tableRows(
        cities,
        [price],
        [
          { city: 'Ulm', price: 0 },
          { city: 'Bonn', price: 0 },
        ],
      );
      const weights = { 'e/city': [1, 1, 1], 'price/weights': [1] };
      const optimizer = { ...adam, embeddings } as Optimizer;
      const trainer = await trainerWith(networkOf(cities, [price], build), weights, optimizer);
      await trainer.train(rows, planOf(2, { batchSize: 1, l2 }), () => {});
      const { parameters } = await trainer.read();
      await trainer.dispose();
      for (const [i, value] of expected.entries()) expect(parameters['e/city'][i]).toBeCloseTo(value, 5);
    });
  // Ulm: m = 0.2, v = 0.004, so 0.1 down; then m̂ = 0.18 ÷ 0.19 and v̂ = 0.003996 ÷ 0.001999 move it again, by 0.0670058.
  // Bonn's first gradient g meets the bias corrections of the second step: 0.1 · (0.1 g ÷ 0.19) ÷ √(0.001 g² ÷ 0.001999).
  check('move on under dense Adam', 'dense', 0, [0.9 - 0.0670058, 1 - 0.0744139, 1]);
  check('stay under lazy Adam', 'lazy', 0, [0.9, 1 - 0.0744139, 1]);
  check('stay under lazy Adam with L2', 'lazy', 0.5, [0.9, 1 - 0.0744139, 1]);
});

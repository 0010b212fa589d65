import { describe, expect, test } from 'vitest';
import type { Features } from '../../../../../kernel/multitask/data/features.ts';
import type { Task } from '../../../../../kernel/multitask/data/tasks.ts';
import type { Blocks } from '../../../../../kernel/multitask/network/blocks.ts';
import type { NetworkOptions } from '../../../../../kernel/multitask/network/build-network.ts';
import type { NetworkNode, Probability } from '../../../../../kernel/multitask/network/network.ts';
import { tableRows } from '../../../../support/table-rows.ts';
import { networkOf, trainerWith } from '../../../../support/tfjs-trainers.ts';

const features: Features = {
  columns: [
    { kind: 'numeric', name: 'age', mean: 40, sd: 10 },
    { kind: 'categorical', name: 'city', values: ['Ulm', 'Bonn', 'Kiel'] },
    { kind: 'list', name: 'tags', values: ['new', 'sale'] },
  ],
};
const task: Task = { name: 'buy', kind: 'binary' };
const rows = tableRows(
  features,
  [task],
  [
    { age: 50, city: 'Bonn', tags: ['new', 'sale', 'sale'], buy: 1 },
    // Nothing is known: no age, a city that the train rows never had, no tags.
    { city: 'Rome', tags: [], buy: 0 },
    { age: 30, city: 'Kiel', tags: ['sale', 'gone'], buy: 0 },
  ],
);

type Weights = Record<string, readonly number[]>;

/** Values of a block, row by row, each worked out by hand. */
const check = (
  name: string,
  block: (b: Blocks) => NetworkNode,
  weights: Weights,
  expected: readonly (readonly number[])[],
  options?: NetworkOptions,
) =>
  test(name, async () => {
    let node: NetworkNode | undefined;
    const network = networkOf(
      features,
      [task],
      (tasks, b) => {
        node = block(b);
        return { outputs: [b.output(tasks[0], b.probability(b.linear(node, 1, { name: 'out' }), { name: 'buy' }))] };
      },
      options,
    );
    const trainer = await trainerWith(network, weights);
    const [values] = await trainer.activations(rows, [node as NetworkNode]);
    await trainer.dispose();
    const { width } = node as NetworkNode;
    expect(expected.map((row) => row.length)).toEqual([width, width, width]);
    for (const [i, value] of expected.flat().entries()) expect(values[i]).toBeCloseTo(value, 4);
  });

const x4 = [1, 2, 10, 20, 100, 200, 1000, 2000]; // age, Ulm, Bonn, Kiel → 2 units
const cities = [1, 2, 3, 4, 5, 6];
const tags = [1, 10, 2, 20];

describe('x', () => {
  const linear = (b: Blocks) => b.linear(b.x, 2, { name: 'd' });
  // (50 − 40) ÷ 10 = 1 and Bonn; an unknown age is the mean; (30 − 40) ÷ 10 = −1 and Kiel.
  check('is standardised, and an unseen category is no column', linear, { 'd/weights': x4, 'd/bias': [0.5, -0.5] }, [
    [101.5, 201.5],
    [0.5, -0.5],
    [999.5, 1997.5],
  ]);
  check(
    'raw inputs are themselves',
    linear,
    { 'd/weights': x4 },
    [
      [150, 300],
      [40, 80],
      [1030, 2060],
    ],
    { inputs: 'raw' },
  );
  check(
    'layers over one input do not mix',
    (b) => b.concat([linear(b), b.linear(b.x, 1, { name: 'e' })]),
    { 'd/weights': x4, 'e/weights': [5, 6, 7, 8] },
    [
      [101, 202, 12],
      [0, 0, 0],
      [999, 1998, 3],
    ],
  );
});

describe('activate', () => {
  const age = (b: Blocks) => b.numeric; // 1, 0, −1
  check('swish: x · sigmoid(x)', (b) => b.activate(age(b), 'swish'), {}, [[0.731059], [0], [-0.268941]]);
  check('relu', (b) => b.activate(age(b), 'relu'), {}, [[1], [0], [0]]);
  check('sigmoid', (b) => b.activate(age(b), 'sigmoid'), {}, [[0.731059], [0.5], [0.268941]]);
  check('tanh', (b) => b.activate(age(b), 'tanh'), {}, [[0.761594], [0], [-0.761594]]);
  const swish = (b: Blocks) => b.dense(b.x, 1, { name: 'd', activation: 'swish' });
  // 2 · 1 + 1 = 3 and 1 and −1
  check('a layer with swish', swish, { 'd/weights': [2, 0, 0, 0], 'd/bias': [1] }, [
    [2.857722],
    [0.731059],
    [-0.268941],
  ]);
});

describe('activations', () => {
  const dense = (activation: 'relu' | 'linear' | 'sigmoid' | 'tanh') => (b: Blocks) =>
    b.dense(b.x, 1, { name: 'd', activation });
  const weights = { 'd/weights': [1, 0, 0, 0], 'd/bias': [0] }; // 1, 0, −1
  check('relu', dense('relu'), weights, [[1], [0], [0]]);
  check('linear', dense('linear'), weights, [[1], [0], [-1]]);
  check('sigmoid', dense('sigmoid'), weights, [[0.731059], [0.5], [0.268941]]);
  check('tanh', dense('tanh'), weights, [[0.761594], [0], [-0.761594]]);
});

describe('embed', () => {
  check(
    'each column has its table, lists are summed',
    (b) => b.embed('all', 2, { name: 'e' }),
    { 'e/city': cities, 'e/tags': tags },
    [
      [3, 4, 5, 50],
      [0, 0, 0, 0],
      [5, 6, 2, 20],
    ],
  );
  check(
    'one table, tags first',
    (b) => b.embed(['tags', 'city'], 1, { name: 'e', table: 'shared' }),
    { 'e/table': [1, 2, 10, 20, 30] },
    [
      [5, 20],
      [0, 0],
      [2, 30],
    ],
  );
  check('mean over the known values', (b) => b.embed(['tags'], 2, { name: 'e', pool: 'mean' }), { 'e/tags': tags }, [
    [5 / 3, 50 / 3],
    [0, 0],
    [2, 20],
  ]);
  check('the first values count', (b) => b.embed(['tags'], 2, { name: 'e', maxLength: 2 }), { 'e/tags': tags }, [
    [3, 30],
    [0, 0],
    [2, 20],
  ]);
});

describe('the other blocks', () => {
  const a = (b: Blocks) => b.embed(['city'], 2, { name: 'a' });
  const c = (b: Blocks) => b.embed(['city'], 2, { name: 'c' });
  const two = { 'a/city': cities, 'c/city': [6, 5, 4, 3, 2, 1] };
  check('concat', (b) => b.concat([c(b), a(b)]), two, [
    [4, 3, 3, 4],
    [0, 0, 0, 0],
    [2, 1, 5, 6],
  ]);
  check('multiply', (b) => b.multiply(c(b), a(b)), two, [
    [12, 12],
    [0, 0],
    [10, 6],
  ]);
  // age 1, 0, −1
  check('multiply by one number', (b) => b.multiply(a(b), b.numeric), { 'a/city': cities }, [
    [3, 4],
    [0, 0],
    [-5, -6],
  ]);
  const parts = (b: Blocks) => [c(b), a(b), a2(b)];
  const three = { ...two, 'a2/city': [1, 1, 10, 20, 30, 40] };
  check('add', (b) => b.add(parts(b)), three, [
    [4 + 3 + 10, 3 + 4 + 20],
    [0, 0],
    [2 + 5 + 30, 1 + 6 + 40],
  ]);
  check(
    'add with learned weights',
    (b) => b.add(parts(b), { weights: 'learned', name: 's' }),
    { ...three, 's/weights': [2, -1, 0.5] },
    [
      [2 * 4 - 3 + 5, 2 * 3 - 4 + 10],
      [0, 0],
      [2 * 2 - 5 + 15, 2 * 1 - 6 + 20],
    ],
  );
  // σ(0) = ½, σ(ln 3) = ¾, σ(−ln 3) = ¼
  const sigmoids = { ...three, 's/weights': [0, Math.log(3), -Math.log(3)] };
  check('add with sigmoids as weights', (b) => b.add(parts(b), { weights: 'sigmoid', name: 's' }), sigmoids, [
    [2 + 2.25 + 2.5, 1.5 + 3 + 5],
    [0, 0],
    [1 + 3.75 + 7.5, 0.5 + 4.5 + 10],
  ]);
  // Bonn 3, 4, 4, 3: mean 3.5, variance ¼ + 10⁻⁵; Kiel 5, 6, 2, 1: mean 3.5, variance 4.25
  const norm = { ...two, 'n/gain': [1, 2, 1, 1], 'n/shift': [0, 0, 10, 0] };
  const z = 0.5 / Math.sqrt(0.25 + 1e-5);
  const r = Math.sqrt(4.25 + 1e-5);
  check('layerNorm', (b) => b.layerNorm(b.concat([a(b), c(b)]), { name: 'n' }), norm, [
    [-z, 2 * z, 10 + z, -z],
    [0, 0, 10, 0],
    [1.5 / r, 5 / r, 10 - 1.5 / r, -2.5 / r],
  ]);
  // Of another batch: mean 2 and 4, variance 4 − 10⁻⁵ and 9 − 10⁻⁵, so that the roots are 2 and 3.
  const measured = { 'n/running mean': [2, 4], 'n/running variance': [4 - 1e-5, 9 - 1e-5] };
  const batch = { 'a/city': cities, 'n/gain': [1, 3], 'n/shift': [0, 10], ...measured };
  check('batchNorm predicts by its running means and variances', (b) => b.batchNorm(a(b), { name: 'n' }), batch, [
    [0.5, 10],
    [-1, 6],
    [1.5, 12],
  ]);
  check('indicator: an unseen value is none of them', (b) => b.indicator('city'), {}, [
    [0, 1, 0],
    [0, 0, 0],
    [0, 0, 1],
  ]);
  check(
    'a mix by an indicator is the expert of the value',
    (b) => b.mix(b.indicator('city'), [c(b), a(b), a2(b)]),
    three,
    [
      [3, 4],
      [0, 0],
      [30, 40],
    ],
  );
  // (3·4 + 4·3) ÷ √2 and (5·2 + 6·1) ÷ √2
  check('dot', (b) => b.dot(a(b), c(b)), two, [[24 / Math.SQRT2], [0], [16 / Math.SQRT2]]);
  check('dropout does nothing but while training', (b) => b.dropout(a(b), 0.9), { 'a/city': cities }, [
    [3, 4],
    [0, 0],
    [5, 6],
  ]);
  check('stopGradient', (b) => b.stopGradient(a(b)), { 'a/city': cities }, [
    [3, 4],
    [0, 0],
    [5, 6],
  ]);
  // logits ln 1, ln 3 for Bonn, equal for the unknown, ln 4, ln 1 for Kiel
  const logits = { 'a/city': [0, 0, 0, Math.log(3), Math.log(4), 0] };
  check('softmax', (b) => b.softmax(a(b)), logits, [
    [1 / 4, 3 / 4],
    [1 / 2, 1 / 2],
    [4 / 5, 1 / 5],
  ]);
  // Of ln 1, ln 3, ln 2 the two largest: 3 to 2. Equal logits: the first two.
  const most = { 'm/city': [0, 0, 0, 0, Math.log(3), Math.log(2), 0, 0, 0] };
  check('softmax over the two largest', (b) => b.softmax(b.embed(['city'], 3, { name: 'm' }), { top: 2 }), most, [
    [0, 3 / 5, 2 / 5],
    [1 / 2, 1 / 2, 0],
    [1 / 2, 1 / 2, 0],
  ]);
  // γ = 1: S(0) = ½, S(¼) = −2⁄64 + 3⁄8 + ½ = 27⁄32, S(½) = 1. Choices ¾ and ¼. Bits (¼, ½) and (0, −1): the first says 01 never,
  // and 10 and 11 with 5⁄32 and 27⁄32; the second says 00 or 01, a half each.
  const bits = { 's choices/values': [Math.log(3), 0], 's bits/values': [0.25, 0.5, 0, -1] };
  const chosen = [1 / 8, 1 / 8, (3 / 4) * (5 / 32), (3 / 4) * (27 / 32)];
  check('selector', (b) => b.selector(undefined, 4, { name: 's' }), bits, [chosen, chosen, chosen]);
  check('softmax of temperature ½ squares the odds', (b) => b.softmax(a(b), { temperature: 0.5 }), logits, [
    [1 / 10, 9 / 10],
    [1 / 2, 1 / 2],
    [16 / 17, 1 / 17],
  ]);
  check('gate dropout does nothing but while training', (b) => b.softmax(a(b), { dropout: 0.9 }), logits, [
    [1 / 4, 3 / 4],
    [1 / 2, 1 / 2],
    [4 / 5, 1 / 5],
  ]);
  // ¼ · 4 + ¾ · 8, ¼ · 3 + ¾ · 6, and for Kiel ⅘ · 2 + ⅕ · 4, ⅘ · 1 + ⅕ · 2
  check(
    'mix',
    (b) => b.mix(b.softmax(a(b)), [c(b), b.linear(c2(b), 2, { name: 'twice' })]),
    { ...logits, 'c/city': [6, 5, 4, 3, 2, 1], 'c2/city': [6, 5, 4, 3, 2, 1], 'twice/weights': [2, 0, 0, 2] },
    [
      [7, 5.25],
      [0, 0],
      [2.4, 1.2],
    ],
  );
});

function a2(b: Blocks): NetworkNode {
  return b.embed(['city'], 2, { name: 'a2' });
}

function c2(b: Blocks): NetworkNode {
  return b.embed(['city'], 2, { name: 'c2' });
}

describe('predict', () => {
  const predicted = (
    name: string,
    value: (b: Blocks, logit: (name: string) => Probability) => Probability,
    weights: Weights,
    expected: readonly number[],
  ) =>
    test(name, async () => {
      const network = networkOf(features, [task], (tasks, b) => {
        const logit = (name: string) => b.probability(b.linear(b.x, 1, { name }), { name });
        return { outputs: [b.output(tasks[0], value(b, logit), { name: 'p' })] };
      });
      const trainer = await trainerWith(network, weights);
      const { p } = await trainer.predict(rows);
      await trainer.dispose();
      for (const [i, probability] of expected.entries()) expect(p[i] / probability).toBeCloseTo(1, 4);
    });
  // Logits of age: 1, 0, −1.
  const age = [1, 0, 0, 0];
  predicted('a probability', (_, logit) => logit('a'), { 'a/weights': age }, [0.731059, 0.5, 0.268941]);
  predicted(
    'a product',
    (b, logit) => b.product([logit('a'), logit('c')], { name: 'ac' }),
    { 'a/weights': age, 'c/bias': [Math.log(3)] },
    [0.731059 * 0.75, 0.375, 0.268941 * 0.75],
  );
  predicted(
    'a product of small ones keeps its digits',
    (b, logit) => b.product([logit('a'), logit('c')], { name: 'ac' }),
    { 'a/bias': [-30], 'c/bias': [-20] },
    [Math.exp(-50), Math.exp(-50), Math.exp(-50)],
  );
});

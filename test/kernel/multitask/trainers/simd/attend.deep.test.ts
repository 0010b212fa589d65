import { describe, expect, test } from 'vitest';
import type { Task } from '../../../../../kernel/multitask/data/tasks.ts';
import type { AttendOptions } from '../../../../../kernel/multitask/network/block-options.ts';
import type { Blocks, BuildModel } from '../../../../../kernel/multitask/network/blocks.ts';
import { buildNetwork } from '../../../../../kernel/multitask/network/build-network.ts';
import type { NetworkNode } from '../../../../../kernel/multitask/network/network.ts';
import type { Optimizer } from '../../../../../kernel/multitask/trainers/trainer.ts';
import { attendedFeatures } from '../../../../support/attended-rows.ts';
import { checkDifferences } from '../../../../support/gradient-differences.ts';
import { type Comparison, checkParity } from '../../../../support/parity.ts';
import { sampleRows, sampleTasks } from '../../../../support/sample-rows.ts';
import { simdVariants, withSimd } from '../../../../support/simd-trainers.ts';
import { planOf } from '../../../../support/tfjs-trainers.ts';

const oneTask: readonly Task[] = [{ name: 'click', kind: 'binary' }];

/** A model of one attention, of the item itself and of what else reads the same table. */
const over =
  (block: (b: Blocks) => readonly NetworkNode[]): BuildModel =>
  (tasks, b) => {
    const value = b.concat(block(b));
    return {
      outputs: tasks.map((task) =>
        b.output(task, b.probability(b.linear(value, 1, { name: task.name }), { name: task.name })),
      ),
    };
  };

const item = (b: Blocks, units: number) => b.embed(['item'], units, { name: 'item' });

const ofItem = (units: number, options: AttendOptions) =>
  over((b) => {
    const query = item(b, units);
    return [query, b.attend('seen', query, options)];
  });

describe('gradients agree with differences of the loss', () => {
  const check = (name: string, build: BuildModel) =>
    test(name, () => checkDifferences(buildNetwork('attend', attendedFeatures, oneTask, build), {}));
  for (const attention of ['softmax', 'sigmoid'] as const) {
    for (const [width, units] of [
      [1, 1],
      [3, 5],
      [4, 4],
      [8, 36],
      [9, 16],
    ])
      check(`${attention} of ${units} units over embeddings of ${width}`, ofItem(width, { attention, units }));
    check(
      `${attention} over a table of its own`,
      over((b) => [b.attend('tags', item(b, 3), { attention, units: 3 })]),
    );
    check(
      `${attention} by what is no embedding`,
      over((b) => [b.attend('tags', b.dense(b.x, 3, { activation: 'tanh' }), { attention, units: 3 })]),
    );
    check(`${attention} over the first two codes`, ofItem(3, { attention, units: 3, maxLength: 2 }));
    check(
      `${attention} over two lists that share one table with the item and a pooled list`,
      over((b) => {
        const all = b.embed(['city', 'item', 'seen'], 3, { table: 'shared', pool: 'mean' });
        const query = b.linear(all, 3);
        return [all, ...['seen', 'bought'].map((list) => b.attend(list, query, { attention, units: 3, like: all }))];
      }),
    );
  }
});

const lazyAdam: Optimizer = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, embeddings: 'lazy' };
// Relus: at a rate where a unit at its kink does no harm.
const plan: Comparison['plan'] = { learningRate: () => 2e-4 };

describe('the fast trainer does what the reference does', () => {
  const check = (name: string, build: BuildModel, comparison: Comparison = {}) =>
    test(name, () =>
      checkParity(buildNetwork('attend', attendedFeatures, sampleTasks, build), {
        ...comparison,
        plan: { ...plan, ...comparison.plan },
      }),
    );
  for (const attention of ['softmax', 'sigmoid'] as const) {
    check(`${attention}, dense Adam`, ofItem(6, { attention }));
    check(`${attention}, L2`, ofItem(6, { attention }), { plan: { l2: 1e-3 } });
    check(`${attention}, lazy Adam`, ofItem(6, { attention, units: 5 }), { optimizer: lazyAdam });
    check(`${attention}, sgd`, ofItem(5, { attention, units: 7 }), { optimizer: { kind: 'sgd' } });
    check(`${attention}, adagrad`, ofItem(5, { attention, units: 7, maxLength: 3 }), {
      optimizer: { kind: 'adagrad', initial: 0.1, epsilon: 1e-7 },
    });
  }
  check(
    'a query that no gradient reaches',
    over((b) => [b.attend('seen', b.stopGradient(item(b, 3)), { units: 3 })]),
    { optimizer: { kind: 'sgd' } },
  );
  check(
    'two lists and an item over one table',
    over((b) => {
      const query = item(b, 4);
      return [query, b.attend('seen', query), b.attend('bought', query, { attention: 'sigmoid' })];
    }),
  );
});

test('the same seed and number of threads give the same bits, and another batch size another memory', async () => {
  const network = buildNetwork('attend', attendedFeatures, sampleTasks, ofItem(6, {}));
  const rows = sampleRows(300, 8, attendedFeatures, sampleTasks);
  for (const options of simdVariants) {
    const train = (sizes: readonly number[]) =>
      withSimd(network, options, async (trainer) => {
        for (const batchSize of sizes) await trainer.train(rows, { ...planOf(rows.length), batchSize }, () => {});
        const { parameters } = await trainer.read();
        return { parameters, predictions: await trainer.predict(rows) };
      });
    expect(await train([32, 100, 7])).toEqual(await train([32, 100, 7]));
  }
});

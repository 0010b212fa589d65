import { describe, expect, test } from 'vitest';
import type { Features } from '../../../../../kernel/multitask/data/features.ts';
import { buildNetwork } from '../../../../../kernel/multitask/network/build-network.ts';
import type { Blocks, EmbedOptions } from '../../../../../kernel/multitask/network/index.ts';
import type { Network, NetworkNode } from '../../../../../kernel/multitask/network/network.ts';
import { compile } from '../../../../../kernel/multitask/trainers/simd/compile/plan.ts';
import { chooseColumns } from '../../../../../kernel/multitask/trainers/simd/run/choose-columns.ts';
import type { Optimizer } from '../../../../../kernel/multitask/trainers/trainer.ts';
import { type Comparison, checkParity } from '../../../../support/parity.ts';
import { sampleFeatures, sampleRows, sampleTasks } from '../../../../support/sample-rows.ts';
import { withSimd } from '../../../../support/simd-trainers.ts';
import { adam, planOf } from '../../../../support/tfjs-trainers.ts';

/** Wide layers over embeddings, of columns with few codes and with many. */
const wide: Features = {
  columns: [
    ...sampleFeatures.columns,
    { kind: 'categorical', name: 'user', values: Array.from({ length: 2301 }, (_, i) => `user ${i}`) },
    { kind: 'categorical', name: 'day', values: ['1', '2'] },
  ],
};
const networkOf = (input: (b: Blocks) => NetworkNode): Network =>
  buildNetwork('wide', wide, sampleTasks, (tasks, b) => {
    const x = input(b);
    const outputs = tasks.map((task) => {
      const hidden = b.dense(x, 203, { name: `${task.name} hidden`, activation: 'tanh' });
      return b.output(task, b.probability(b.linear(hidden, 1, { name: task.name }), { name: task.name }));
    });
    return { outputs };
  });
const all = (units: number, options: EmbedOptions = {}) => networkOf((b) => b.embed('all', units, options));
const besideNumbers = networkOf((b) => b.concat([b.embed('all', 12), b.numeric]));

/** The columns that a batch of 2,048 rows chooses, by name; 1,500 of them have users of their own. */
function chosen(network: Network, threads: number): string[] {
  const [layer] = compile(network, adam).plan.distinct.toSorted((a, b) => b.width - a.width);
  if (!layer) return [];
  const counts = layer.columns.map(({ codes }) => (codes > 50 ? 1500 : codes));
  const names = wide.columns.filter(({ kind }) => kind === 'categorical').map(({ name }) => name);
  return chooseColumns(layer, { sums: 0, rows: 1e6 }, counts, 2048, threads, 'where it pays').map(
    ({ c }) => names[c % names.length],
  );
}

describe('which layers and columns', () => {
  const few = ['city', 'brand', 'day'];
  test.each([
    ['all columns of a shared table', all(12, { table: 'shared' }), few],
    ['tables of their own', all(12, { table: 'each' }), few],
    ['units that are no vectors', all(6), []],
    ['embeddings beside numbers', besideNumbers, few],
    [
      'embeddings that another block reads, too',
      networkOf((b) => b.concat([b.embed('all', 12), b.dense(b.embed('all', 12), 8)])),
      few,
    ],
    [
      'a narrow layer',
      buildNetwork('narrow', wide, sampleTasks, (tasks, b) => {
        const e = b.embed('all', 12);
        return {
          outputs: tasks.map((task) =>
            b.output(task, b.probability(b.linear(b.dense(e, 4, { name: task.name }), 1), { name: task.name })),
          ),
        };
      }),
      [],
    ],
  ] as const)('%s', (_, network, expected) => {
    expect(chosen(network, 1)).toEqual(expected);
    expect(chosen(network, 2)).toEqual(expected);
  });

  test('what is read elsewhere is computed row by row', () => {
    const network = networkOf((b) => {
      const e = b.embed(['city', 'brand', 'user', 'day'], 12);
      return b.concat([e, b.dot(e, e)]);
    });
    expect(compile(network, adam).plan.distinct).toEqual([]);
  });
});

const lazyAdam: Optimizer = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, embeddings: 'lazy' };

describe('layers by distinct codes do what the reference does', () => {
  const check = (name: string, network: Network, how: Comparison = {}) =>
    test(name, () => checkParity(network, { batchSize: 64, steps: 12, byCodes: 'wherever it can', ...how }));
  check('one table, dense Adam', all(12, { table: 'shared' }));
  check('a table for each column, beside numbers, lazy Adam', besideNumbers, {
    optimizer: lazyAdam,
  });
  check('Adagrad', all(8, { pool: 'mean' }), {
    optimizer: { kind: 'adagrad', initial: 0.1, epsilon: 1e-7 },
  });
  check('L2, clipped gradients', all(12), { plan: { l2: 1e-3, clipNorm: 0.1 } });
});

test.each([1, 2])('the same bits again, and in larger tiles: %i threads', async (threads) => {
  const rows = sampleRows(500, 4, wide);
  const network = all(12, { table: 'shared' });
  const train = (build: 'relaxed' | 'wide') =>
    withSimd(network, { build, threads, byCodes: 'wherever it can' }, async (trainer) => {
      await trainer.train(rows, { ...planOf(500), batchSize: 120 }, () => {});
      return trainer.read();
    });
  const first = await train('relaxed');
  expect(await train('relaxed')).toEqual(first);
  expect(await train('wide')).toEqual(first);
});

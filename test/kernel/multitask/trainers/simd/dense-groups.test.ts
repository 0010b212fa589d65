import { expect, test } from 'vitest';
import { catalog } from '../../../../../kernel/multitask/models/catalog.ts';
import type { BuildModel } from '../../../../../kernel/multitask/network/blocks.ts';
import { buildNetwork } from '../../../../../kernel/multitask/network/build-network.ts';
import { groupDenseLayers } from '../../../../../kernel/multitask/trainers/simd/compile/dense-groups.ts';
import { flatFeatures, sampleTasks } from '../../../../support/sample-rows.ts';

/** The products of a model, each "kind: layer layer …" in the order of its columns. */
const check = (name: string, build: BuildModel, expected: readonly string[]) =>
  test(name, () => {
    const groups = groupDenseLayers(buildNetwork('model', flatFeatures, sampleTasks, build));
    expect(groups.map(({ kind, members }) => `${kind}: ${members.map((member) => member.name).join(', ')}`)).toEqual(
      expected,
    );
    for (const { columns, members, width } of groups) {
      expect(columns.every((column) => column % 4 === 0)).toBe(true);
      for (const [i, member] of members.entries())
        expect(columns[i] + member.width <= (columns[i + 1] ?? width)).toBe(true);
    }
  });

check('experts and gates over x are one look-up', catalog.mmoe.build(flatFeatures, { experts: 2 }), [
  'look-up: expert 0, expert 1, click gate, buy gate',
  'product: click tower 0',
  'one-unit: click logit',
  'product: buy tower 0',
  'one-unit: buy logit',
]);

check('the first layers of all towers are one product', catalog['shared-bottom'].build(flatFeatures), [
  'look-up: bottom 0',
  'product: click tower 0, buy tower 0',
  'one-unit: click logit',
  'one-unit: buy logit',
]);

check(
  'layers that share weights pairwise are joined on both sides',
  catalog.aitm.build(flatFeatures, { towerUnits: [8] }),
  [
    'product: click tower 0, buy tower 0',
    'one-unit: click logit',
    'product: buy info',
    'product: buy key of info, buy query of info, buy value of info',
    'product: buy key of tower, buy query of tower, buy value of tower',
    'one-unit: buy logit',
  ],
);

check(
  'a layer whose weights are used elsewhere stays alone',
  (tasks, b) => {
    const first = b.dense(b.x, 8, { name: 'first' });
    const shared = b.dense(first, 8, { name: 'shared' });
    const free = b.dense(first, 8, { name: 'free' });
    const again = b.dense(free, 8, { name: 'again', like: shared });
    const z = b.concat([shared, again]);
    return {
      outputs: tasks.map((task) =>
        b.output(task, b.probability(b.linear(z, 1, { name: task.name }), { name: task.name })),
      ),
    };
  },
  ['look-up: first', 'product: shared', 'product: free', 'product: again', 'one-unit: click', 'one-unit: buy'],
);

check(
  'the same weights twice over one input are two products',
  (tasks, b) => {
    const one = b.dense(b.x, 4, { name: 'one' });
    const two = b.dense(b.x, 4, { name: 'two', like: one });
    const z = b.concat([one, two]);
    return {
      outputs: tasks.map((task) =>
        b.output(task, b.probability(b.linear(z, 1, { name: task.name }), { name: task.name })),
      ),
    };
  },
  ['look-up: one', 'look-up: two', 'one-unit: click', 'one-unit: buy'],
);

check(
  'relu layers come before linear ones, and those with a bias first',
  (tasks, b) => {
    const parts = [
      b.linear(b.x, 3, { name: 'plain', bias: false }),
      b.linear(b.x, 3, { name: 'linear' }),
      b.dense(b.x, 5, { name: 'relu' }),
    ];
    const z = b.concat(parts);
    return {
      outputs: tasks.map((task) =>
        b.output(task, b.probability(b.linear(z, 1, { name: task.name }), { name: task.name })),
      ),
    };
  },
  ['look-up: relu, linear, plain', 'one-unit: click', 'one-unit: buy'],
);

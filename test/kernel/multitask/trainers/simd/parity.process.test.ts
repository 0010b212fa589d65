import { describe, test } from 'vitest';
import type { Task } from '../../../../../kernel/multitask/data/tasks.ts';
import { catalog } from '../../../../../kernel/multitask/models/catalog.ts';
import type { BuildModel } from '../../../../../kernel/multitask/network/blocks.ts';
import { buildNetwork } from '../../../../../kernel/multitask/network/build-network.ts';
import { attendedFeatures } from '../../../../support/attended-rows.ts';
import { built, checkParity } from '../../../../support/parity.ts';
import { randomModel } from '../../../../support/random-networks.ts';
import { flatFeatures, sampleFeatures, sampleTasks } from '../../../../support/sample-rows.ts';
import { smoothNetwork } from '../../../../support/simd-trainers.ts';

/** A slice of parity.deep.test.ts, which goes through all models, options and losses. */
describe('the fast trainer does what the reference does', () => {
  test('mmoe', () => checkParity(smoothNetwork(flatFeatures, sampleTasks, built('mmoe', flatFeatures, {})), {}));

  test('esmm, with lists', () =>
    checkParity(smoothNetwork(sampleFeatures, sampleTasks, catalog.esmm.build(sampleFeatures)), {}));

  for (const taskWeights of [{ click: 0.5, spend: 2 }, 'uncertainty'] as const)
    test(`numeric tasks with ${taskWeights === 'uncertainty' ? 'learned' : 'fixed'} weights`, () => {
      const tasks = [
        { name: 'click', kind: 'binary', mean: 0.5 },
        { name: 'spend', kind: 'numeric', mean: 0.4, sd: 0.8 },
        { name: 'stay', kind: 'numeric' },
      ] as const;
      const network = smoothNetwork(sampleFeatures, tasks, built('mmoe', sampleFeatures, {}));
      return checkParity(network, { plan: { taskWeights, average: 'observed' } });
    });

  test('attention over the item’s own table', () => {
    const build: BuildModel = (tasks, b) => {
      const item = b.embed(['item'], 6);
      const value = b.concat([item, b.attend('seen', item), b.attend('bought', item, { attention: 'sigmoid' })]);
      const output = (task: Task) =>
        b.output(task, b.probability(b.linear(value, 1, { name: task.name }), { name: task.name }));
      return { outputs: tasks.map(output) };
    };
    // At a rate where a relu at its kink does no harm.
    return checkParity(buildNetwork('attend', attendedFeatures, sampleTasks, build), {
      plan: { learningRate: () => 2e-4 },
    });
  });

  test('a network at random', () =>
    checkParity(buildNetwork('random', sampleFeatures, sampleTasks, randomModel(sampleFeatures, 1)), {}));
});

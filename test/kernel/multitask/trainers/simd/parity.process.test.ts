import { describe, test } from 'vitest';
import { catalog } from '../../../../../kernel/multitask/models/catalog.ts';
import { buildNetwork } from '../../../../../kernel/multitask/network/build-network.ts';
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

  test('a network at random', () =>
    checkParity(buildNetwork('random', sampleFeatures, sampleTasks, randomModel(sampleFeatures, 1)), {}));
});

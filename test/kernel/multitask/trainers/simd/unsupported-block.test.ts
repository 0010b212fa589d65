import { expect, test } from 'vitest';
import { type CatalogName, catalog } from '../../../../../kernel/multitask/models/catalog.ts';
import type { BuildModel } from '../../../../../kernel/multitask/network/blocks.ts';
import { buildNetwork } from '../../../../../kernel/multitask/network/build-network.ts';
import { unsupportedBlock } from '../../../../../kernel/multitask/trainers/simd/compile/unsupported-block.ts';
import { randomModel } from '../../../../support/random-networks.ts';
import { flatFeatures, sampleFeatures, sampleTasks } from '../../../../support/sample-rows.ts';

const check = (name: string, build: BuildModel, expected: string | undefined, features = flatFeatures) =>
  test(name, () => expect(unsupportedBlock(buildNetwork('model', features, sampleTasks, build))).toBe(expected));

for (const name of Object.keys(catalog) as CatalogName[])
  check(`${name} has a kernel for every block`, catalog[name].build(sampleFeatures), undefined, sampleFeatures);

check('so has any network of these blocks', randomModel(sampleFeatures, 11), undefined, sampleFeatures);

check(
  'weights that both x and another block are multiplied with',
  (tasks, b) => {
    const first = b.dense(b.x, b.x.width, { name: 'first' });
    const second = b.dense(first, b.x.width, { name: 'second', like: first });
    return {
      outputs: tasks.map((task) => b.output(task, b.probability(b.linear(second, 1), { name: task.name }))),
    };
  },
  'dense "second" shares its weights between x and another block',
);

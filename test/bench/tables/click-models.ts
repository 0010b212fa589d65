import type { Features, Task } from '../../../kernel/multitask/data/index.ts';
import { bottomInput } from '../../../kernel/multitask/models/bottom-input.ts';
import { towerOutput } from '../../../kernel/multitask/models/tower.ts';
import type { BuildModel } from '../../../kernel/multitask/network/index.ts';

/** What is seen of a conversion where there was a click; unknown elsewhere, so its loss is taken on clicked rows alone. */
export const ofClick: Task = { name: 'conversionOfClick', kind: 'binary' };

/**
 * ESMM's towers over its one table of embeddings, each with a loss of its own: its tasks share the embeddings, no more. With one
 * task it is the network that ESMM's paper calls BASE.
 */
export function clickModel(features: Features): BuildModel {
  return (tasks, blocks) => {
    const input = bottomInput(features, blocks, { embedding: 12 }, { table: 'shared' }); // [batch, columns × 12 + numeric columns]
    return { outputs: tasks.map((task) => towerOutput(blocks, task, input, [256, 64])) };
  };
}

import type { Features } from '../data/index.ts';
import type { BuildModel, NetworkNode } from '../network/index.ts';
import { count, list, type OptionTable, readOptions } from '../options/index.ts';
import { bottomInput } from './bottom-input.ts';
import { type SharedBottomOptions, sharedBottomOptions } from './shared-bottom.ts';
import { layers, tower } from './tower.ts';
import { towerStart } from './tower-start.ts';

/** What `models` takes for DBMTL. */
export type DbmtlOptions = Omit<SharedBottomOptions, 'init'> & {
  /** Layers between a task's tower, what the tasks before it pass on, and its output; [8] without this. */
  readonly relationUnits?: readonly number[];
};

const { init: _, ...withoutInit } = sharedBottomOptions;

export const dbmtlOptions = {
  ...withoutInit,
  relationUnits: {
    type: list(count, 1),
    default: [8],
    about: "Layers between a task's tower, what the tasks before it pass on, and its output",
    also: ['relationMlp'],
  },
} as const satisfies OptionTable<DbmtlOptions>;

/**
 * DBMTL (Wang et al., *Deep Bayesian Multi-Target Learning for Recommender Systems*, arXiv 1902.09154, 2019):
 * p(y_1, …, y_n | x) = Π p(y_k | y_1 … y_k−1, x). A task reads its own tower and what every task before it found,
 * h_k = MLP[tower_k ⊕ h_1 ⊕ … ⊕ h_k−1]: tasks in the order of their causes.
 */
export function dbmtl(features: Features, given: DbmtlOptions = {}): BuildModel {
  const options = readOptions('dbmtl', dbmtlOptions, given);
  const { bottomUnits, towerUnits, relationUnits } = options;
  return (tasks, blocks) => {
    const bottom = layers(blocks, 'bottom', bottomInput(features, blocks, options), bottomUnits); // [batch, 117]
    const found: NetworkNode[] = [];
    const outputs = tasks.map((task) => {
      const start = towerStart({}, options, task);
      const own = layers(blocks, `${task.name} tower`, bottom, towerUnits, start); // [batch, 8]
      const known = found.length === 0 ? own : blocks.concat([own, ...found]); // [batch, 8 × (tasks before it + 1)]
      found.push(layers(blocks, `${task.name} relation`, known, relationUnits)); // [batch, 8]
      const logit = tower(blocks, task.name, found[found.length - 1], [], start);
      const value = task.kind === 'binary' ? blocks.probability(logit, { name: task.name }) : logit;
      return blocks.output(task, value, { name: task.name });
    });
    return { outputs };
  };
}

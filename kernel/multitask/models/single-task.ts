import type { Features } from '../data/index.ts';
import type { BuildModel } from '../network/index.ts';
import { count, list, type OptionTable, readOptions } from '../options/index.ts';
import { bottomInput } from './bottom-input.ts';
import { type ModelOptions, modelOptions, towerUnits } from './model-options.ts';
import { layers, towerOutput } from './tower.ts';
import { towerStart } from './tower-start.ts';

/** What `models` takes for Single-Task. */
export type SingleTaskOptions = ModelOptions & {
  /** Layers below each task's tower, as those of Shared-Bottom; [117] without this. */
  readonly bottomUnits?: readonly number[];
  /** Layers of each tower; [8] without this. */
  readonly towerUnits?: readonly number[];
};

export const singleTaskOptions = {
  bottomUnits: {
    type: list(count),
    default: [117],
    about: "Layers below each task's tower, as those of Shared-Bottom",
    also: ['bottomHidden', 'units', 'hiddenUnits'],
  },
  towerUnits,
  ...modelOptions,
} as const satisfies OptionTable<SingleTaskOptions>;

/**
 * One network for each task, of the same sizes: y_k = h_k(f_k(x)), with embeddings of its own. What a multi-task model has to
 * beat. The tasks share nothing, so they train as if each were alone.
 */
export function singleTask(features: Features, given: SingleTaskOptions = {}): BuildModel {
  const options = readOptions('single-task', singleTaskOptions, given);
  const { bottomUnits, towerUnits } = options;
  return (tasks, blocks) => ({
    outputs: tasks.map((task) => {
      const x = bottomInput(features, blocks, options, {}, task.name);
      const bottom = layers(blocks, `${task.name} bottom`, x, bottomUnits); // [batch, 117]
      return towerOutput(blocks, task, bottom, towerUnits, towerStart({}, options, task));
    }),
  });
}

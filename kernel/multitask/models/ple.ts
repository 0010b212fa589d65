import type { Features } from '../data/index.ts';
import type { BuildModel, NetworkNode } from '../network/index.ts';
import { count, type OptionTable, readOptions } from '../options/index.ts';
import { bottomInput } from './bottom-input.ts';
import {
  expertUnits,
  type GateOptions,
  gateOptions,
  type ModelOptions,
  modelOptions,
  towerUnits,
} from './model-options.ts';
import { createGates } from './parts/index.ts';
import { expert, towerOutput } from './tower.ts';
import { towerStart } from './tower-start.ts';

/** What `models` takes for PLE. */
export type PleOptions = ModelOptions &
  GateOptions & {
    /** Levels of experts and gates: one is CGC; 2 without this. */
    readonly levels?: number;
    /** Experts of each task, at each level; 3 without this. */
    readonly taskExperts?: number;
    /** Experts that all tasks share, at each level; 2 without this. */
    readonly sharedExperts?: number;
    /** Layers of each expert; [16] without this. */
    readonly expertUnits?: readonly number[];
    /** Layers of each tower; [8] without this. */
    readonly towerUnits?: readonly number[];
  };

export const pleOptions = {
  levels: { type: count, default: 2, about: 'Levels of experts and gates: one is CGC', also: ['layers', 'numLevels'] },
  taskExperts: {
    type: count,
    default: 3,
    about: 'Experts of each task, at each level',
    also: ['specificExperts', 'experts'],
  },
  sharedExperts: { type: count, default: 2, about: 'Experts that all tasks share, at each level', also: ['experts'] },
  expertUnits,
  towerUnits,
  ...gateOptions,
  ...modelOptions,
} as const satisfies OptionTable<PleOptions>;

/**
 * PLE (Tang et al., RecSys 2020, eq. 1–8): a task's gate sees its own and the shared experts; between levels a shared gate
 * sees all of them, and a gate selects by what its owner had one level below. One level is CGC.
 */
export function ple(features: Features, given: PleOptions = {}): BuildModel {
  const options = readOptions('ple', pleOptions, given);
  const { levels, taskExperts, sharedExperts, expertUnits, towerUnits } = options;
  return (tasks, blocks) => {
    const taskNames = tasks.map((task) => task.name);
    if (taskNames.includes('shared')) throw new Error('ple: a task cannot be named "shared"; its shared experts are.');
    const owners = [...taskNames, 'shared'];
    const x = bottomInput(features, blocks, options);
    const gates = createGates(blocks, options);
    let below = new Map<string, NetworkNode>(owners.map((owner) => [owner, x]));
    for (let level = 0; level < levels; level++) {
      const read = (owner: string) => below.get(owner) ?? x;
      const experts = new Map(
        owners.map((owner) => [
          owner,
          Array.from({ length: owner === 'shared' ? sharedExperts : taskExperts }, (_, i) =>
            expert(blocks, `${owner} expert ${level}.${i}`, read(owner), expertUnits),
          ),
        ]),
      );
      const above = level === levels - 1 ? taskNames : owners;
      below = new Map(
        above.map((owner) => {
          const seen = owner === 'shared' ? owners : [owner, 'shared'];
          const chosen = seen.flatMap((one) => experts.get(one) ?? []);
          const gate = gates.gate(read(owner), chosen.length, { name: `${owner} gate ${level}` }); // [batch, expert]
          return [owner, blocks.mix(gate, chosen, { serves: owner, level })]; // [batch, unit]
        }),
      );
    }
    return {
      outputs: tasks.map((task) =>
        towerOutput(blocks, task, below.get(task.name) ?? x, towerUnits, towerStart({}, options, task)),
      ),
      penalties: gates.penalties(),
    };
  };
}

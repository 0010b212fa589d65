import type { Features } from '../data/index.ts';
import type { BuildModel, NetworkNode } from '../network/index.ts';
import { number, type OptionTable, readOptions } from '../options/index.ts';
import { bottomInput } from './bottom-input.ts';
import { createGates } from './parts/index.ts';
import { type PleOptions, pleOptions } from './ple.ts';
import { expert, towerOutput } from './tower.ts';
import { towerStart } from './tower-start.ts';

/** What `models` takes for AdaTT. */
export type AdattOptions = Omit<PleOptions, 'taskExperts' | 'sharedExperts'> & {
  /** Experts of each task, at each level; 2 without this. */
  readonly taskExperts?: number;
  /** Experts that are no task's, at each level; 1 without this. */
  readonly sharedExperts?: number;
};

export const adattOptions = {
  ...pleOptions,
  taskExperts: { ...pleOptions.taskExperts, default: 2 },
  sharedExperts: {
    ...pleOptions.sharedExperts,
    type: number({ whole: true, from: 0 }),
    default: 1,
    about: "Experts that are no task's, at each level",
  },
} as const satisfies OptionTable<AdattOptions>;

/**
 * AdaTT (Li et al., KDD 2023): at each level a task's gate sees the experts of all tasks, and its own experts
 * come in a second time beside the gate: f_t = Σ_e softmax(W_t x_t)_e E_e + Σ_{e of t} v_te E_e, v learned, and 1 for a single expert.
 */
export function adatt(features: Features, given: AdattOptions = {}): BuildModel {
  const options = readOptions('adatt', adattOptions, given);
  const { levels, taskExperts, sharedExperts, expertUnits, towerUnits } = options;
  return (tasks, blocks) => {
    const taskNames = tasks.map((task) => task.name);
    if (taskNames.includes('shared'))
      throw new Error('adatt: a task cannot be named "shared"; its shared experts are.');
    const owners = sharedExperts > 0 ? [...taskNames, 'shared'] : taskNames;
    const x = bottomInput(features, blocks, options);
    const gates = createGates(blocks, options);
    let below = new Map<string, NetworkNode>(owners.map((owner) => [owner, x]));
    for (let level = 0; level < levels; level++) {
      const read = (owner: string) => below.get(owner) ?? x;
      const own = (owner: string) =>
        Array.from({ length: owner === 'shared' ? sharedExperts : taskExperts }, (_, i) =>
          expert(blocks, `${owner} expert ${level}.${i}`, read(owner), expertUnits),
        );
      const experts = new Map(owners.map((owner) => [owner, own(owner)]));
      const all = [...experts.values()].flat();
      const above = level === levels - 1 ? taskNames : owners;
      below = new Map(
        above.map((owner) => {
          const gate = gates.gate(read(owner), all.length, { name: `${owner} gate ${level}` }); // [batch, expert]
          const fused = blocks.mix(gate, all, { serves: owner, level }); // [batch, unit]
          const native = experts.get(owner) ?? [];
          const limit = Math.sqrt(1 / native.length);
          const learned = {
            name: `${owner} native ${level}`,
            weights: 'learned',
            init: { kind: 'uniform', limit },
          } as const;
          const beside = native.length === 1 ? native[0] : blocks.add(native, learned);
          return [owner, blocks.add([fused, beside], { name: `${owner} fusion ${level}` })]; // [batch, unit]
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

import type { Features } from '../data/index.ts';
import type { BuildModel } from '../network/index.ts';
import { type OptionTable, readOptions } from '../options/index.ts';
import { createGates, type EmbeddedOptions, embedded, embeddedOptions } from './parts/index.ts';
import { type PleOptions, pleOptions } from './ple.ts';
import { expert, towerOutput } from './tower.ts';
import { towerStart } from './tower-start.ts';

/** What `models` takes for STEM. */
export type StemOptions = Omit<PleOptions, 'levels' | 'taskExperts' | 'sharedExperts' | 'embedding'> &
  EmbeddedOptions & {
    /** Experts of each task; 3 without this. */
    readonly taskExperts?: number;
    /** Experts that all tasks share; 2 without this. */
    readonly sharedExperts?: number;
  };

const { levels: _, ...oneLevel } = pleOptions;

export const stemOptions = {
  ...oneLevel,
  ...embeddedOptions,
  taskExperts: { ...pleOptions.taskExperts, about: 'Experts of each task' },
  sharedExperts: { ...pleOptions.sharedExperts, about: 'Experts that all tasks share' },
} as const satisfies OptionTable<StemOptions>;

/**
 * STEM (Su et al., AAAI 2024): every task has tables of embeddings of its own, e_k, beside shared ones, e_S, and experts over each.
 * A task's gate softmax(W (e_k + e_S)) sees all experts, but teaches only its own and the shared ones: the others' are
 * read with a stopped gradient.
 */
export function stem(features: Features, given: StemOptions = {}): BuildModel {
  const options = readOptions('stem', stemOptions, given);
  const { taskExperts, sharedExperts, expertUnits, towerUnits } = options;
  return (tasks, blocks) => {
    const taskNames = tasks.map((task) => task.name);
    if (taskNames.includes('shared')) throw new Error('stem: a task cannot be named "shared"; its shared experts are.');
    const owners = [...taskNames, 'shared'];
    const tables = new Map(owners.map((owner) => [owner, embedded('stem', features, blocks, options, owner)]));
    const shared = tables.get('shared')?.codes;
    const experts = owners.flatMap((owner) => {
      const count = owner === 'shared' ? sharedExperts : taskExperts;
      const input = tables.get(owner)?.all ?? blocks.x;
      return Array.from({ length: count }, (_, i) => {
        const own = expert(blocks, `${owner} expert ${i}`, input, expertUnits); // [batch, unit]
        return { owner, own, stopped: blocks.stopGradient(own, { name: own.name }) };
      });
    });
    const gates = createGates(blocks, options);
    return {
      outputs: tasks.map((task) => {
        const { codes, beside } = tables.get(task.name) ?? {};
        const both = codes && shared ? blocks.add([codes, shared], { name: `${task.name} and shared` }) : blocks.x;
        const input = beside ? blocks.concat([both, beside]) : both; // [batch, columns × 12 + numeric columns]
        const gate = gates.gate(input, experts.length, { name: `${task.name} gate` }); // [batch, expert]
        const seen = experts.map(({ owner, own, stopped }) =>
          owner === task.name || owner === 'shared' ? own : stopped,
        );
        const mixed = blocks.mix(gate, seen, { serves: task.name }); // [batch, unit]
        return towerOutput(blocks, task, mixed, towerUnits, towerStart({}, options, task));
      }),
      penalties: gates.penalties(),
    };
  };
}

import type { Features, Task } from '../data/index.ts';
import type { Blocks, BuildModel, NetworkNode } from '../network/index.ts';
import { count, type OptionTable, readOptions, record, text } from '../options/index.ts';
import {
  expertUnits,
  type GateOptions,
  gateOptions,
  type ModelOptions,
  modelOptions,
  towerUnits,
} from './model-options.ts';
import { createGates, type EmbeddedOptions, embeddedOptions, type Gates, valuesInput } from './parts/index.ts';
import { layers, normalised, towerOutput } from './tower.ts';
import { towerStart } from './tower-start.ts';

/** What `models` takes for HoME. */
export type HomeOptions = Omit<ModelOptions, 'embedding'> &
  EmbeddedOptions &
  GateOptions & {
    /**
     * The group of each task, whose tasks share experts that others do not see; every task is one by itself without
     * this.
     */
    readonly groups?: Readonly<Record<string, string>>;
    /** Experts of each kind, at both levels; 2 without this. */
    readonly experts?: number;
    /** Layers of each expert; [16] without this. */
    readonly expertUnits?: readonly number[];
    /** Layers of each tower; [8] without this. */
    readonly towerUnits?: readonly number[];
    /** Width of the middle of a feature gate; 4 without this. */
    readonly rank?: number;
  };

export const homeOptions = {
  groups: {
    type: record('task', text),
    without: 'every task is one by itself',
    about: 'The group of each task, whose tasks share experts that others do not see',
    also: ['taskGroups', 'categories'],
  },
  experts: {
    type: count,
    default: 2,
    about: 'Experts of each kind, at both levels',
    also: ['numExperts', 'expertNum'],
  },
  expertUnits,
  towerUnits,
  rank: { type: count, default: 4, about: 'Width of the middle of a feature gate', also: ['loraRank'] },
  ...gateOptions,
  ...modelOptions,
  ...embeddedOptions,
} as const satisfies OptionTable<HomeOptions>;

/**
 * HoME (Wang et al., KDD 2025): meta experts, shared ones and those of each group of tasks, then experts of the shared, the group's
 * and the task's own kind over what those found. An expert is Swish(BN(MLP(v ⊙ 2σ(v B A)))), with one low-rank feature gate
 * v B A for the experts of a kind. A gate sees the shared experts and those of its group or task, the shared one all, and beside
 * its mix stands that of a self-gate over its own experts alone. The authors' code is not public: sizes, and that the experts of a kind
 * share a feature gate, are defaults of this file.
 */
export function home(features: Features, given: HomeOptions = {}): BuildModel {
  const options = readOptions('home', homeOptions, given);
  return (tasks, blocks) => {
    const groupOf = groupsOf(tasks, options.groups);
    const groups = [...new Set(groupOf.values())];
    const v = valuesInput(features, blocks, options);
    const gates = createGates(blocks, options);
    const experts = (name: string, input: NetworkNode) => expertsOver(blocks, name, input, options);
    const fused = (serves: string, level: number, input: NetworkNode, seen: Experts, own: Experts) =>
      fuse(blocks, gates, { serves, level, input, seen, own });

    const meta = new Map(['shared', ...groups].map((kind) => [kind, experts(`${kind} meta`, v)]));
    const metaOf = (kind: string) => meta.get(kind) ?? [];
    const shared = fused('shared', 0, v, [...meta.values()].flat(), metaOf('shared')); // [batch, unit]
    const found = new Map(
      groups.map((group) => {
        const seen = [...metaOf('shared'), ...metaOf(group)];
        return [group, fused(group, 0, v, seen, metaOf(group))]; // [batch, unit]
      }),
    );

    const ofShared = experts('shared', shared);
    const ofGroup = new Map([...found].map(([group, z]) => [group, isAlone(group, groupOf) ? [] : experts(group, z)]));
    const outputs = tasks.map((task) => {
      const group = groupOf.get(task.name) ?? task.name;
      const z = found.get(group) ?? v;
      const own = experts(isAlone(group, groupOf) ? group : `${task.name} own`, z);
      const seen = [...ofShared, ...(ofGroup.get(group) ?? []), ...own];
      const mixed = fused(task.name, 1, blocks.concat([z, shared], { name: `${task.name} state` }), seen, own);
      return towerOutput(blocks, task, mixed, options.towerUnits, towerStart({}, options, task));
    });
    return { outputs, penalties: gates.penalties() };
  };
}

type Experts = readonly NetworkNode[];

/** Experts over an input as their kind's feature gate lets it through. */
function expertsOver(
  blocks: Blocks,
  name: string,
  input: NetworkNode,
  { experts, expertUnits, rank }: { experts: number; expertUnits: readonly number[]; rank: number },
): Experts {
  const low = blocks.linear(input, rank, { name: `${name} feature gate low`, bias: false });
  const open = blocks.activate(
    blocks.linear(low, input.width, { name: `${name} feature gate`, bias: false }),
    'sigmoid',
  );
  const gated = blocks.multiply(input, blocks.add([open, open]), { name: `${name} features` }); // v ⊙ 2σ(v B A)
  const units = expertUnits[expertUnits.length - 1];
  return Array.from({ length: experts }, (_, i) => {
    const expert = `${name} expert ${i}`;
    const below = layers(blocks, `${expert} layer`, gated, expertUnits.slice(0, -1));
    return normalised(blocks, below, units, { name: expert, activation: 'swish' }); // [batch, unit]
  });
}

type Fusion = {
  readonly serves: string;
  readonly level: number;
  readonly input: NetworkNode;
  readonly seen: Experts;
  readonly own: Experts;
};

/** A gate's mix of what it sees, and beside it a self-gate's of its own: one weight by a sigmoid, several by a softmax. */
function fuse(blocks: Blocks, gates: Gates, { serves, level, input, seen, own }: Fusion): NetworkNode {
  const name = level === 0 ? `${serves} meta` : serves;
  const mixed = blocks.mix(gates.gate(input, seen.length, { name: `${name} gate` }), seen, { serves, level });
  const self = { name: `${name} self-gate` };
  const [first] = own;
  const residual =
    own.length === 1
      ? blocks.multiply(first, blocks.dense(input, 1, { ...self, activation: 'sigmoid' }))
      : blocks.mix(blocks.softmax(blocks.linear(input, own.length, self)), own, { serves: `${serves} self`, level });
  return blocks.add([mixed, residual], { name: `${name} fusion` }); // [batch, unit]
}

/** The group of each task. @throws where a group is of no task, or one is called "shared". */
function groupsOf(tasks: readonly Task[], given: HomeOptions['groups']): ReadonlyMap<string, string> {
  const names = tasks.map(({ name }) => name);
  const stranger = Object.keys(given ?? {}).find((name) => !names.includes(name));
  if (stranger !== undefined)
    throw new Error(`home: groups has "${stranger}", which is none of its tasks (${names.join(', ')}).`);
  const groups = new Map(names.map((name) => [name, given?.[name] ?? name]));
  if ([...groups].flat().includes('shared'))
    throw new Error('home: a task or a group cannot be named "shared"; its shared experts are.');
  return groups;
}

function isAlone(group: string, groups: ReadonlyMap<string, string>): boolean {
  return [...groups.values()].filter((each) => each === group).length === 1;
}

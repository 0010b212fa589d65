import { expertsOf, type MixNode, type Network, type NetworkNode } from '../network/index.ts';
import type { GateIdentity } from './gate-statistics.ts';

/** The gates of one level of a network and every expert that at least one of them sees. */
export type GateLevelNodes = {
  /** 0 for the lowest gates. */
  readonly level: number;
  /** In the order the network builds them. */
  readonly experts: readonly NetworkNode[];
  /** Short names: "E0" for "expert 0". [expert] */
  readonly labels: readonly string[];
  /** Gates of tasks in task order, then shared ones. */
  readonly gates: readonly ConnectedGate[];
};

export type ConnectedGate = {
  readonly identity: GateIdentity;
  readonly mix: MixNode;
  /** Position in the level's `experts` of each of the gate's own experts. An expert not listed is not connected. */
  readonly columns: readonly number[];
};

/** A level of gates as a run tells of it: names alone. */
export type RoutingLevel = {
  /** 0 for the lowest gates. */
  readonly level: number;
  /** Names of the experts, and short ones. */
  readonly experts: readonly string[];
  /** Short names, e.g. "E0". [expert] */
  readonly labels: readonly string[];
  /** Gates of tasks in task order, then shared ones; `columns` are positions of a gate's own experts. */
  readonly gates: readonly {
    /** Name of the gate. */
    readonly gate: string;
    /** The task this gate serves, or "shared". */
    readonly serves: string;
    /** Positions of its own experts in the level's `experts`. */
    readonly columns: readonly number[];
  }[];
};

export function routingLevels(network: Network): RoutingLevel[] {
  return gateLevels(network).map(({ level, experts, labels, gates }) => ({
    level,
    experts: experts.map(({ name }) => name),
    labels,
    gates: gates.map(({ identity, columns }) => ({ gate: identity.gate, serves: identity.serves, columns })),
  }));
}

/** Gates by level, lowest first. Gates with a single expert have nothing to route and are left out. */
export function gateLevels(network: Network): GateLevelNodes[] {
  const mixes = network.gates.filter((mix) => mix.experts.length > 1);
  const levels = [...new Set(mixes.map((mix) => mix.level))].sort((a, b) => a - b);
  const position = new Map(network.nodes.map((node, i) => [node, i]));
  const taskOrder = new Map(network.tasks.map((task, i) => [task.name, i]));
  const order = (mix: MixNode) => taskOrder.get(mix.serves) ?? network.tasks.length;
  return levels.map((level) => {
    const here = mixes.filter((mix) => mix.level === level).sort((a, b) => order(a) - order(b));
    const experts = [...new Set(here.flatMap(expertsOf))].sort(
      (a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0),
    );
    const column = new Map(experts.map((expert, i) => [expert, i]));
    return {
      level,
      experts,
      labels: shortNames(experts.map((expert) => expert.name)),
      gates: here.map((mix) => ({
        identity: identityOf(mix),
        mix,
        columns: expertsOf(mix).map((expert) => column.get(expert) ?? 0),
      })),
    };
  });
}

export function identityOf(mix: MixNode): GateIdentity {
  return {
    gate: mix.name,
    level: mix.level,
    serves: mix.serves,
    experts: expertsOf(mix).map((expert) => expert.name),
  };
}

/** "expert 3" is E3; "income expert 1" is "income 1"; names stay as they are where that would make two of them alike. */
export function shortNames(names: readonly string[]): string[] {
  const short = names.map((name) => {
    const number = /^expert (\d+)$/.exec(name)?.[1];
    return number === undefined
      ? name
          .replace(/\bexpert\b/, '')
          .replace(/\s+/g, ' ')
          .trim() || name
      : `E${number}`;
  });
  return new Set(short).size === names.length ? short : [...names];
}

import { inputsOf, type Network, type NetworkNode } from '../../../network/index.ts';
import type { DenseGroup } from './dense-groups.ts';

/**
 * A step's phases: between two of them all threads wait for one another, since the next needs what the whole batch comes to.
 * Losses are taken in phase `losses`, and in it or before are blocks computed; in it or behind do gradients go back. A network
 * without a block or a penalty over the whole batch has one phase.
 */
export type Phases = {
  readonly count: number;
  readonly losses: number;
  /** In which phase a block is computed: the latest that serves all who read it, as values that cross phases are kept. */
  readonly forward: (node: NetworkNode) => number;
  /** In which phase its gradient is complete and goes on to what it reads: the earliest. */
  readonly backward: (node: NetworkNode) => number;
};

/** @param groupOf layers that are one product, and so computed together. */
export function phasesOf(
  { nodes, penalties }: Pick<Network, 'nodes' | 'penalties'>,
  groupOf: ReadonlyMap<NetworkNode, DenseGroup>,
): Phases {
  const gates = penalties.flatMap((penalty) => (penalty.kind === 'balance' ? [penalty.gate] : []));
  const earliest = new Map<NetworkNode, number>();
  for (const node of nodes)
    earliest.set(node, Math.max(0, ...inputsOf(node).map((input) => (earliest.get(input) ?? 0) + crossing(node))));
  const losses = Math.max(0, ...earliest.values(), ...gates.map((gate) => (earliest.get(gate) ?? 0) + 1));

  const who = (node: NetworkNode) => groupOf.get(node) ?? node;
  const latest = new Map<NetworkNode | DenseGroup, number>();
  const complete = new Map<NetworkNode | DenseGroup, number>();
  const forward = (node: NetworkNode) => latest.get(who(node)) ?? losses;
  const backward = (node: NetworkNode) => complete.get(who(node)) ?? losses;
  for (const gate of gates) latest.set(who(gate), losses - 1);

  const firstOf = new Map<NetworkNode | DenseGroup, NetworkNode>();
  for (const node of nodes) if (!firstOf.has(who(node))) firstOf.set(who(node), node);
  for (const node of nodes.toReversed()) {
    // At the first of a product, the last in this order, all who read any of it are known.
    if (firstOf.get(who(node)) !== node) continue;
    for (const input of inputsOf(node)) {
      latest.set(who(input), Math.min(forward(input), forward(node) - crossing(node)));
      complete.set(who(input), Math.max(backward(input), backward(node) + crossing(node)));
    }
  }
  return { count: 1 + Math.max(losses, ...complete.values()), losses, forward, backward };
}

/** How many phases lie between a block and what it reads. */
function crossing({ kind }: NetworkNode): number {
  return kind === 'batchNorm' ? 1 : 0;
}

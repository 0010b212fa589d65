import type { Network, NetworkNode } from '../../../network/index.ts';
import { type DenseGroup, padded } from '../compile/dense-groups.ts';
import { type Argument, shifted } from '../compile/operation.ts';

/**
 * Where the values of each node lie for a chunk of rows, and beside them their gradients. Columns past a node's width, up
 * to a multiple of 4, are 0 in both, so that kernels need not look at them.
 */
export type ValueLayout = {
  readonly values: ReadonlyMap<NetworkNode, View>;
  readonly gradients: ReadonlyMap<NetworkNode, View>;
  readonly groups: ReadonlyMap<DenseGroup, { readonly values: View; readonly gradients: View }>;
  /** Rows of a chunk, a multiple of 4. */
  readonly chunk: number;
  /** Of a thread's memory, for values and gradients together. */
  readonly bytes: number;
  /** The pieces of that memory, each for some values, or some gradients, of the rows of a chunk. */
  readonly pieces: readonly Piece[];
};

export type Piece = { readonly offset: number; readonly bytes: number };

/** Rows of floats: the address of the first and the step to the next, in bytes. */
export type View = { readonly address: Argument; readonly step: Argument };

/** @param start where values begin in a thread's memory. */
export function layOutValues(network: Network, groups: readonly DenseGroup[], start: number): ValueLayout {
  const steps: number[] = [];
  const take = (step: number) => {
    steps.push(step);
    return steps.length - 1;
  };
  const slots = new Map<NetworkNode, { slot: number; column: number }>();
  const groupSlots = new Map<DenseGroup, number>();
  for (const group of groups) {
    const slot = take(group.kind === 'one-unit' ? 4 : stepOf(group.width));
    groupSlots.set(group, slot);
    for (const [i, member] of group.members.entries()) slots.set(member, { slot, column: group.columns[i] });
  }
  for (const node of network.nodes)
    if (node.kind !== 'dense' && node.kind !== 'input' && aliased(node) === node)
      slots.set(node, { slot: take(stepOf(node.width)), column: 0 });

  const chunk = chunkRows(steps.reduce((sum, step) => sum + step, 0));
  const sizes = steps.map((step) => (step * chunk + 127) & ~63);
  const offsets = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, start));
  const total = sizes.reduce((sum, size) => sum + size, 0);

  const views = (shift: number) => {
    const found = new Map<NetworkNode, View>();
    for (const [node, { slot, column }] of slots)
      found.set(node, { address: { kind: 'own', offset: offsets[slot] + 4 * column + shift }, step: steps[slot] });
    for (const node of network.nodes) {
      const view = found.get(aliased(node));
      if (view) found.set(node, view);
    }
    return found;
  };
  const values = views(0);
  const gradients = views(total);
  const groupViews = [...groupSlots].map(([group, slot]) => {
    const view = (shift: number): View => ({
      address: { kind: 'own', offset: offsets[slot] + shift },
      step: steps[slot],
    });
    return [group, { values: view(0), gradients: view(total) }] as const;
  });
  const pieces = [0, total].flatMap((shift) => sizes.map((bytes, i) => ({ offset: offsets[i] + shift, bytes })));
  return { values, gradients, groups: new Map(groupViews), chunk, bytes: 2 * total, pieces };
}

/** The node whose values a node merely hands on: its own, if it computes any. */
export function aliased(node: NetworkNode): NetworkNode {
  if (node.kind === 'stopGradient') return aliased(node.input);
  if (node.kind === 'concat' && node.parts.length === 1) return aliased(node.parts[0]);
  return node;
}

export function fieldView(field: string): View {
  return { address: { kind: 'field', field, offset: 0 }, step: { kind: 'fieldStep', field } };
}

/** The same rows from a later column on. */
export function fromColumn({ address, step }: View, column: number): View {
  return { address: shifted(address, 4 * column), step };
}

/** Bytes of a row. An even number of cache lines would put the rows of a column into few sets of the cache. */
export function stepOf(width: number): number {
  const bytes = 4 * padded(width);
  return bytes % 128 === 0 ? bytes + 64 : bytes;
}

/** As many rows as keep a chunk's values and gradients within the second-level cache. */
function chunkRows(bytesPerRow: number): number {
  const rows = Math.floor((384 * 1024) / (2 * bytesPerRow));
  return Math.max(16, Math.min(mostChunkRows, rows & ~7));
}

/** A multiple of 8. */
export const mostChunkRows = 96;

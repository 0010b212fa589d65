import type { Network, NetworkNode } from '../../../network/index.ts';
import { slotNames } from '../../common/index.ts';
import type { Optimizer } from '../../trainer.ts';
import { type DenseGroup, padded } from '../compile/dense-groups.ts';
import { blockRows, type DistinctLayer } from '../compile/distinct-layers.ts';
import type { ParameterLayout } from './parameter-layout.ts';
import { mostChunkRows } from './value-layout.ts';

/**
 * One shared memory: zeros, parameters and optimizer slots, embedding tables, then each thread's own memory, and behind them, grown as needed, what depends on the batch. All in bytes.
 */
export type MemoryMap = {
  readonly zeros: number;
  readonly parameters: number;
  /** Of each optimizer slot, in the order of `slotNames`. */
  readonly slots: readonly number[];
  readonly tables: readonly number[];
  /** Where the first thread's own memory starts. */
  readonly own: number;
};

/** Offsets within a thread's own memory. */
export type OwnMap = {
  /** Gradients of the parameters, laid out like them. */
  readonly gradients: number;
  /** Matrices with their sides exchanged: a copy that others wrote would come from their caches, line by line. */
  readonly transposed: number;
  /** Takes the gradients of codes that no row has. */
  readonly waste: number;
  /** Sum of the losses of each output, f64, and where they are taken alone, once more before and behind the step. */
  readonly sums: number;
  /** What a product prepares of its left side, for the rows of a chunk; what attention prepares for a row. */
  readonly scratch: number;
  /** What is added up over a batch, see `BatchSums`. */
  readonly batch: number;
  /** Of layers by distinct codes: the lists of all, and room for a block of codes of one. */
  readonly lists: number;
  readonly room: number;
  readonly values: number;
};

export function mapMemory(
  network: Network,
  groups: readonly DenseGroup[],
  parameters: ParameterLayout,
  optimizer: Optimizer,
  bytes: { readonly batch: number; readonly lists: number; readonly layers: readonly DistinctLayer[] },
): { readonly memory: MemoryMap; readonly own: OwnMap } {
  const widest = Math.max(64, ...groups.map((group) => group.width));
  const deepest = Math.max(...groups.map((group) => Math.max(group.width, padded(group.input.width))), 8);
  const shared = stack(1024);
  const zeros = shared.take(4 * widest + 64);
  const region = 4 * parameters.length;
  const memory = {
    zeros,
    parameters: shared.take(region + 4 * parameters.statisticsLength),
    slots: slotNames(optimizer).map(() => shared.take(region)),
    tables: parameters.tables.map(({ rows, recordStep }) => shared.take(rows * recordStep)),
    own: shared.take(0),
  };
  const mine = stack(0);
  return {
    memory,
    own: {
      gradients: mine.take(region),
      transposed: mine.take(4 * parameters.transposedLength),
      waste: mine.take(4 * widest + 64),
      sums: mine.take(3 * 8 * network.outputs.length),
      scratch: mine.take(4 * Math.max(mostChunkRows * deepest, ...network.nodes.map(attentionRoom))),
      batch: mine.take(bytes.batch),
      lists: mine.take(bytes.lists),
      room: mine.take(Math.max(0, ...bytes.layers.map(blockBytes))),
      values: mine.take(0),
    },
  };
}

/** Floats that attention needs of scratch: a matrix for a query, its gradient, and two rows. */
function attentionRoom(node: NetworkNode): number {
  return node.kind === 'attend' ? 2 * (node.units + 1) * padded(node.fromQuery.width) : 0;
}

/** An embedding, its gradient with up to 4 columns before it, a row of the product, and the address of a record; all of a block. */
function blockBytes({ group, columns }: DistinctLayer): number {
  const units = Math.max(...columns.map(({ node }) => node.units));
  return 4 * (blockRows + 4) * (2 * units + 4 + group.width + 1);
}

/** Takes pieces one after the other, each at the start of a cache line. */
function stack(start: number): { take(bytes: number): number } {
  let top = start;
  return {
    take(bytes) {
      const at = Math.ceil(top / 256) * 256;
      top = at + bytes;
      return at;
    },
  };
}

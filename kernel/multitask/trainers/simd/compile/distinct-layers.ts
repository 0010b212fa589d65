import { type EmbedNode, inputsOf, type Network, type NetworkNode } from '../../../network/index.ts';
import { embeddedColumns } from '../../common/index.ts';
import { aliased } from '../memory/value-layout.ts';
import { type DenseGroup, padded } from './dense-groups.ts';

/**
 * A product over embeddings that nothing else reads. What it makes of a column depends on the column's code alone, so a batch can work
 * it out once for each of its distinct codes, see `assembly/distinct-codes.ts`; which columns do so is chosen for each batch.
 */
export type DistinctLayer = {
  readonly group: DenseGroup;
  readonly columns: readonly DistinctColumn[];
  /** Where its lists are among those of all layers, in bytes: of runs, of the columns that are added, and of those to embed. */
  readonly lists: { readonly runs: number; readonly added: number; readonly embedded: number };
};

/** A categorical column, embedded. */
export type DistinctColumn = {
  readonly node: EmbedNode;
  /** Which column of the embedding it is. */
  readonly index: number;
  /** The first of its columns among those of the layer's input, a multiple of 4. */
  readonly from: number;
  /** How many codes it has. */
  readonly codes: number;
};

/** Distinct codes that threads share at a time, `block` of `assembly/distinct-codes.ts`. */
export const blockRows = 48;

/** The field with the slots of each row's codes. */
export function slotsField({ group }: DistinctLayer): string {
  return `slots of ${group.members[0].name}`;
}

/** The field with a layer's gradients of a whole batch. */
export function layerField({ group }: DistinctLayer): string {
  return `gradient of ${group.members[0].name}`;
}

/** Compiler pass: the layers that may be computed by distinct codes, and the bytes of all their lists. */
export function distinctLayers(
  network: Network,
  groups: readonly DenseGroup[],
): { readonly layers: readonly DistinctLayer[]; readonly bytes: number } {
  let bytes = 0;
  const take = (words: number) => {
    const at = bytes;
    bytes += 4 * words;
    return at;
  };
  const layers = groups.flatMap((group): DistinctLayer[] => {
    const columns = group.kind === 'product' ? columnsOf(network, group) : [];
    if (columns.length === 0) return [];
    const lists = {
      runs: take(1 + 2 * (columns.length + 1)),
      added: take(1 + 2 * columns.length),
      embedded: take(2 * columns.length),
    };
    return [{ group, columns, lists }];
  });
  return { layers, bytes };
}

function columnsOf(network: Network, { input, members }: DenseGroup): DistinctColumn[] {
  const readersOf = (node: NetworkNode) => network.nodes.filter((each) => inputsOf(each).includes(node));
  const isOnlyRead = (node: NetworkNode, by: readonly NetworkNode[]) =>
    readersOf(node).every((each) => by.includes(each));
  if (aliased(input) !== input) return [];
  if (input.kind === 'embed') return isOnlyRead(input, members) ? embedded(network, input, 0) : [];
  if (input.kind !== 'concat' || !isOnlyRead(input, members)) return [];
  let from = 0;
  return input.parts.flatMap((part) => {
    const first = from;
    from += part.width;
    const isAlone = input.parts.filter((each) => each === part).length === 1 && isOnlyRead(part, [input]);
    return part.kind === 'embed' && isAlone ? embedded(network, part, first) : [];
  });
}

function embedded(network: Network, node: EmbedNode, first: number): DistinctColumn[] {
  // Vectors of 4: a column must begin and end with one.
  if (padded(node.units) !== node.units || padded(first) !== first) return [];
  return embeddedColumns(network, node).flatMap(({ column }, index): DistinctColumn[] => {
    if (column.kind !== 'categorical') return [];
    return [{ node, index, from: first + index * node.units, codes: column.values.length }];
  });
}

import { type Network, readsTables, type TableNode } from '../../../network/index.ts';
import {
  type EmbeddedColumn,
  embeddedColumns,
  type NumericScale,
  numericScales,
  trainedOutputs,
} from '../../common/index.ts';
import { padded } from './dense-groups.ts';

/** Which columns of the rows a network reads, and where a batch has them. */
export type InputColumns = {
  readonly numeric: readonly NumericScale[];
  /** Number of codes of each categorical column. */
  readonly categorical: readonly number[];
  /** Outputs with a loss. */
  readonly targets: number;
  /** Of each code. */
  readonly codeBytes: 2 | 4;
  /** List columns that an embedding, or attention, reads. */
  readonly lists: readonly ListInput[];
};

/**
 * A row's record: its numeric columns, up to a multiple of 4; a label for each trained output, then a weight for each; then
 * its codes. Offsets of both, and bytes of all: whole cache lines, where that does not waste much.
 */
export function recordSizes(columns: InputColumns): { targets: number; codes: number; bytes: number } {
  const targets = 4 * padded(columns.numeric.length);
  const codes = targets + 8 * columns.targets;
  const bytes = (codes + columns.codeBytes * columns.categorical.length + 3) & ~3;
  const lines = Math.ceil(bytes / 64) * 64;
  return { targets, codes, bytes: lines <= 1.25 * bytes ? lines : bytes };
}

export type ListInput = {
  readonly field: string;
  /** Its place among the list columns of the rows. */
  readonly place: number;
  readonly maxLength: number;
};

/** Where a batch has the codes of an embedded column: its place among the categorical columns, or a list's field. */
export type CodeSource =
  | { readonly kind: 'codes'; readonly place: number }
  | { readonly kind: 'list'; readonly field: string };

export function inputColumns(network: Network): InputColumns {
  const { columns } = network.features;
  const lists = new Map<string, ListInput>();
  for (const node of network.nodes) {
    if (!readsTables(node)) continue;
    for (const { column, place } of embeddedColumns(network, node)) {
      if (column.kind !== 'list') continue;
      const field = listField(column.name, node.maxLength);
      lists.set(field, { field, place, maxLength: node.maxLength });
    }
  }
  const categorical = columns.filter((column) => column.kind === 'categorical').map(({ values }) => values.length);
  return {
    numeric: numericScales(network),
    categorical,
    targets: trainedOutputs(network.outputs).length,
    codeBytes: categorical.every((codes) => codes < 32768) ? 2 : 4,
    lists: [...lists.values()],
  };
}

export function codeSource(node: TableNode, { column, place }: EmbeddedColumn): CodeSource {
  return column.kind === 'list'
    ? { kind: 'list', field: listField(column.name, node.maxLength) }
    : { kind: 'codes', place };
}

export function listField(name: string, maxLength: number): string {
  return `first ${maxLength} of ${name}`;
}

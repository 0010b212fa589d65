import type { EmbedNode, Network } from '../../../network/index.ts';
import { padded } from './dense-groups.ts';

/** Which columns of the rows a network reads, and where a batch has them. */
export type InputColumns = {
  /** Shift and scale of each numeric column: (value − shift) ÷ scale. */
  readonly numeric: readonly { readonly mean: number; readonly shift: number; readonly scale: number }[];
  /** Number of codes of each categorical column. */
  readonly categorical: readonly number[];
  /** Outputs with a loss. */
  readonly targets: number;
  /** Of each code. */
  readonly codeBytes: 2 | 4;
  /** List columns that an embedding reads. */
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

/** One column of an embedding: where its codes are, and which rows of which table they name. */
export type EmbeddedColumn = {
  /** Place among the categorical columns, or a list's field. */
  readonly source:
    | { readonly kind: 'codes'; readonly place: number }
    | { readonly kind: 'list'; readonly field: string };
  readonly table: EmbedNode['tables'][number];
  /** The table's row for code 0. */
  readonly firstRow: number;
};

export function inputColumns(network: Network): InputColumns {
  const { columns } = network.features;
  const isRaw = network.inputs === 'raw';
  const lists = new Map<string, ListInput>();
  for (const node of network.nodes) {
    if (node.kind !== 'embed') continue;
    for (const name of node.columns) {
      const column = columns.find((each) => each.name === name);
      if (column?.kind !== 'list') continue;
      const field = listField(name, node.maxLength);
      const place = placeOf(network, name);
      lists.set(field, { field, place, maxLength: node.maxLength });
    }
  }
  const categorical = columns.filter((column) => column.kind === 'categorical').map(({ values }) => values.length);
  return {
    numeric: columns
      .filter((column) => column.kind === 'numeric')
      .map(({ mean, sd }) => ({ mean, shift: isRaw ? 0 : mean, scale: isRaw ? 1 : sd })),
    categorical,
    targets: network.outputs.filter(({ task }) => task !== undefined).length,
    codeBytes: categorical.every((codes) => codes < 32768) ? 2 : 4,
    lists: [...lists.values()],
  };
}

export function embeddedColumns(network: Network, node: EmbedNode): readonly EmbeddedColumn[] {
  return node.columns.map((name, i) => {
    const isList = network.features.columns.find((each) => each.name === name)?.kind === 'list';
    return {
      source: isList
        ? { kind: 'list', field: listField(name, node.maxLength) }
        : { kind: 'codes', place: placeOf(network, name) },
      table: node.table === 'shared' ? node.tables[0] : node.tables[i],
      firstRow: node.offsets[i],
    };
  });
}

/** The place of a column among those of its kind, as `Rows` has them. */
function placeOf({ features }: Network, name: string): number {
  const kind = features.columns.find((column) => column.name === name)?.kind;
  return features.columns.filter((column) => column.kind === kind).findIndex((column) => column.name === name);
}

function listField(name: string, maxLength: number): string {
  return `first ${maxLength} of ${name}`;
}

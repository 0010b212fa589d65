import type { EmbedNode, Network } from '../../network.ts';

/** Which columns of the rows a network reads, and where a batch has them. */
export type InputColumns = {
  /** Shift and scale of each numeric column: (value − shift) ÷ scale. */
  readonly numeric: readonly { readonly mean: number; readonly shift: number; readonly scale: number }[];
  /** Number of codes of each categorical column. */
  readonly categorical: readonly number[];
  /** List columns that an embedding reads. */
  readonly lists: readonly ListInput[];
};

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
  return {
    numeric: columns
      .filter((column) => column.kind === 'numeric')
      .map(({ mean, sd }) => ({ mean, shift: isRaw ? 0 : mean, scale: isRaw ? 1 : sd })),
    categorical: columns.filter((column) => column.kind === 'categorical').map(({ values }) => values.length),
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

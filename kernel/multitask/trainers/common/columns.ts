import type { CategoricalColumn, ListColumn } from '../../data/index.ts';
import type { Network, Parameter, TableNode } from '../../network/index.ts';

/** How a numeric column is read: (value − shift) ÷ scale, and the mean for a value that is NaN. */
export type NumericScale = { readonly mean: number; readonly shift: number; readonly scale: number };

/** In the order of `Rows.numeric`. Raw inputs are neither shifted nor scaled. */
export function numericScales({ features, inputs }: Network): readonly NumericScale[] {
  return features.columns
    .filter((column) => column.kind === 'numeric')
    .map(({ mean, sd }) => (inputs === 'raw' ? { mean, shift: 0, scale: 1 } : { mean, shift: mean, scale: sd }));
}

/** One column of an embedding: where the rows have its codes, and which rows of which table they name. */
export type EmbeddedColumn = {
  readonly column: CategoricalColumn | ListColumn;
  /** Its place among the columns of its kind, as `Rows` has them. */
  readonly place: number;
  readonly table: Parameter;
  /** The table's row for code 0. */
  readonly firstRow: number;
};

export function embeddedColumns({ features }: Network, node: TableNode): readonly EmbeddedColumn[] {
  return node.columns.map((name, i) => {
    const column = features.columns.find((each) => each.name === name);
    if (!column || column.kind === 'numeric') throw new Error(`"${name}" is no column to embed.`);
    const place = features.columns.filter(({ kind }) => kind === column.kind).indexOf(column);
    const table = node.table === 'shared' ? node.tables[0] : node.tables[i];
    return { column, place, table, firstRow: node.offsets[i] };
  });
}

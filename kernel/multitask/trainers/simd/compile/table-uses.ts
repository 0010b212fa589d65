import { type NetworkNode, type Parameter, readsTables } from '../../../network/index.ts';
import { embeddedColumns } from '../../common/index.ts';
import { attendedField, weightsField } from './attention.ts';
import { padded } from './dense-groups.ts';
import { type CodeSource, codeSource, recordSizes } from './input-columns.ts';
import { gradientField, type Layout } from './layout.ts';

/**
 * A column block of a batch: `bytes` for each row, where a list is read a `head` and then `each` for every code of the longest one.
 * What is staged is there for inference too, and twice where the next batch is staged ahead.
 */
export type Field = {
  readonly name: string;
  readonly bytes: number | { readonly list: string; readonly head: number; readonly each: number };
  readonly isStaged: boolean;
};

/** A column whose codes name rows of a table, and where the batch's gradients of its embeddings are. */
export type TableUse = {
  readonly source: CodeSource;
  readonly firstRow: number;
  readonly gradient: string;
  /** Offset of this column within the gradient's row, in bytes. */
  readonly offset: number;
  /** Whether a code of a list gets the list's gradient, its share of that, or one of its own. */
  readonly pool: 'sum' | 'mean' | 'each';
};

/** The column blocks that a network reads or leaves. */
export function fieldsOf(layout: Layout, isWritten: (node: NetworkNode) => boolean): Field[] {
  const { columns, network } = layout;
  return [
    { name: 'record', bytes: recordSizes(columns).bytes, isStaged: true },
    ...columns.lists.map(({ field }): Field => {
      return { name: field, bytes: { list: field, head: 4, each: 4 }, isStaged: true };
    }),
    ...network.nodes.filter(readsTables).flatMap((node): Field[] => {
      const bytes = 4 * padded(node.width);
      const gradient = { name: gradientField(node), bytes, isStaged: false };
      if (node.kind === 'embed') return isWritten(node) ? [gradient] : [];
      const list = attendedField(node);
      const weights = { name: weightsField(node), bytes: { list, head: 0, each: 4 }, isStaged: true };
      return isWritten(node) ? [weights, { ...gradient, bytes: { list, head: 0, each: bytes } }] : [weights];
    }),
  ];
}

/** The columns through which gradients reach a table. */
export function usesOf(layout: Layout, table: Parameter, isWritten: (node: NetworkNode) => boolean): TableUse[] {
  return layout.network.nodes.flatMap((node) =>
    readsTables(node) && isWritten(node)
      ? embeddedColumns(layout.network, node).flatMap((column, i): TableUse[] => {
          if (column.table !== table) return [];
          const offset = 4 * i * node.units;
          const source = codeSource(node, column);
          return [
            {
              source,
              firstRow: column.firstRow,
              gradient: gradientField(node),
              offset,
              pool: node.kind === 'attend' ? 'each' : node.pool,
            },
          ];
        })
      : [],
  );
}

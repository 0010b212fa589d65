import { type Parameter, readsTables } from '../../../network/index.ts';
import { embeddedColumns } from '../../common/index.ts';
import { attendedField, weightsField } from './attention.ts';
import type { Gradients } from './backward.ts';
import { padded } from './dense-groups.ts';
import { type CodeSource, codeSource, recordSizes } from './input-columns.ts';
import type { Layout } from './layout.ts';

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

/** The column blocks that a network reads, with those that its forward pass leaves for the way back. */
export function stagedFields({ columns, network }: Layout): Field[] {
  return [
    { name: 'record', bytes: recordSizes(columns).bytes, isStaged: true },
    ...columns.lists.map(({ field }): Field => {
      return { name: field, bytes: { list: field, head: 4, each: 4 }, isStaged: true };
    }),
    ...network.nodes
      .filter((node) => node.kind === 'attend')
      .map((node): Field => {
        const bytes = { list: attendedField(node), head: 0, each: 4 };
        return { name: weightsField(node), bytes, isStaged: true };
      }),
  ];
}

/** The fields that a backward pass leaves the gradients of embeddings in. */
export function gradientFields({ network }: Layout, { isWritten, field }: Gradients): Field[] {
  return network.nodes.filter(readsTables).flatMap((node): Field[] => {
    if (!isWritten(node)) return [];
    const bytes = 4 * padded(node.width);
    const name = field(node);
    if (node.kind === 'embed') return [{ name, bytes, isStaged: false }];
    return [{ name, bytes: { list: attendedField(node), head: 0, each: bytes }, isStaged: false }];
  });
}

/** The columns through which a backward pass reaches a table. */
export function usesOf({ network }: Layout, table: Parameter, { isWritten, field }: Gradients): TableUse[] {
  return network.nodes.flatMap((node) =>
    readsTables(node) && isWritten(node)
      ? embeddedColumns(network, node).flatMap((column, i): TableUse[] => {
          if (column.table !== table) return [];
          const { firstRow } = column;
          const source = codeSource(node, column);
          const pool = node.kind === 'attend' ? 'each' : node.pool;
          return [{ source, firstRow, gradient: field(node), offset: 4 * i * node.units, pool }];
        })
      : [],
  );
}

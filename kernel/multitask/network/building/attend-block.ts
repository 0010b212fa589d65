import { type Features, type ListColumn, sameValues } from '../../data/index.ts';
import { isObject, readOptions } from '../../options/index.ts';
import { checkValues, checkWidth } from '../block-checks.ts';
import { type BlockNames, nameIn } from '../block-names.ts';
import { attendOptions } from '../block-options.ts';
import type { Blocks } from '../blocks.ts';
import type { AttendNode, DenseNode, EmbedNode, NetworkNode } from '../network.ts';
import { embeddable } from './block-columns.ts';
import { parameter } from './block-parameters.ts';

export function attendBlock(features: Features, names: BlockNames): Pick<Blocks, 'attend'> {
  return {
    attend(list, query, given) {
      const name = names.take('attend', 'attend', nameIn(given));
      const block = `attend "${name}"`;
      const { attention, units, like, maxLength, init } = readOptions(block, attendOptions, given);
      const [column] = embeddable(features, [list], block);
      if (column.kind !== 'list')
        throw new Error(`${block}: column "${list}" is ${column.kind}; attention is over the codes of a list column.`);
      checkValues(query, block, 'its query');
      const shared = like ?? (embedsSameValues(features, query, column) ? query : undefined);
      const table = shared
        ? tableOf(features, shared, column, block)
        : {
            tables: [parameter(`${name}/table`, [column.values.length, query.width], init)] as const,
            offsets: [0] as const,
          };
      const [, width] = table.tables[0].shape;
      checkWidth(query, width, block, 'as the embeddings that it is compared with, its query');
      // Both parts of one layer over [e ⊕ q ⊕ e ⊙ q], Glorot & Bengio 2010, eq. 16.
      const start = { kind: 'uniform', limit: Math.sqrt(6 / (3 * width + units)) } as const;
      const own = `${name} query`;
      const bias = parameter(`${own}/bias`, [units], { kind: 'constant', value: 0 });
      const fromQuery: DenseNode = {
        kind: 'dense',
        name: names.take('dense', 'attend', own),
        width: units,
        input: query,
        activation: 'linear',
        weights: parameter(`${own}/weights`, [width, units], start),
        bias,
      };
      return {
        kind: 'attend',
        name,
        width,
        columns: [list],
        units: width,
        table: 'each',
        maxLength,
        ...table,
        attention,
        query,
        fromQuery,
        weights: parameter(`${name}/weights`, [2 * width, units], start),
        scores: parameter(`${name}/scores`, [units, 1], 'glorot'),
      } satisfies AttendNode;
    },
  };
}

/** Whether a node embeds one column, whose codes stand for the same values. */
function embedsSameValues(features: Features, node: NetworkNode, column: ListColumn): node is EmbedNode {
  return node.kind === 'embed' && node.columns.length === 1 && hasSameValues(features, node.columns[0], column);
}

function hasSameValues({ columns }: Features, name: string, column: ListColumn): boolean {
  return columns.some((each) => each.name === name && sameValues(each, column));
}

/** Where an embedding has the rows of this column's values: those of a column of its own with the same ones. */
function tableOf(
  features: Features,
  like: NetworkNode,
  column: ListColumn,
  block: string,
): Pick<AttendNode, 'tables' | 'offsets'> {
  if (!isObject(like) || like.kind !== 'embed')
    throw new Error(`${block}: "${like.name}" is no embed block, so it has no table to share.`);
  const at = like.columns.findIndex((name) => hasSameValues(features, name, column));
  if (at === -1)
    throw new Error(
      `${block}: no column of embed "${like.name}" (${like.columns.join(', ')}) has the same values as "${column.name}", so ` +
        'their codes mean other things.',
    );
  return { tables: [like.table === 'shared' ? like.tables[0] : like.tables[at]], offsets: [like.offsets[at]] };
}

import { codeLiteral, shellWord } from '../../text/index.ts';
import { type CategoricalColumn, type Features, type ListColumn, sameValues } from '../data/index.ts';
import type { Blocks, EmbedOptions, NetworkNode } from '../network/index.ts';
import { noSuch } from '../options/index.ts';
import type { ModelOptions } from './model-options.ts';

type InputOptions = Pick<ModelOptions, 'embedding' | 'pool' | 'query'>;

/**
 * What the lowest layers of a model read: `x`, one-hot, or with embeddings of `units` every categorical and list column as
 * an embedding, and beside them the numeric columns as they are: [batch, columns × units + numeric columns]. List columns
 * exist as embeddings only: with them `units` is 12 where it is not told.
 *
 * @param owner whose blocks they are, where each task has its own: a part of their names.
 */
export function bottomInput(
  features: Features,
  blocks: Blocks,
  options: InputOptions,
  tables: TableOptions = {},
  owner?: string,
): NetworkNode {
  const named = (name: string) => (owner === undefined ? name : `${owner} ${name}`);
  const kinds = new Set(features.columns.map((column) => column.kind));
  const isOneHot = !kinds.has('list') && (options.embedding === undefined || !kinds.has('categorical'));
  checkPool(features, options);
  if (isOneHot) return blocks.x;
  const embeddings = embedColumns(features, blocks, options.embedding ?? 12, options, named('embedding'), tables);
  return kinds.has('numeric') ? blocks.concat([embeddings, blocks.numeric], { name: named('input') }) : embeddings;
}

type TableOptions = Pick<EmbedOptions, 'table' | 'maxLength' | 'init'>;

/**
 * Every categorical and list column as an embedding of `units`, side by side: [batch, columns × units]. With `pool: 'attention'`
 * a list is attended by the categorical column with the same values, whose table it shares (DIN, Zhou et al., KDD 2018), and the
 * other lists are summed.
 */
export function embedColumns(
  features: Features,
  blocks: Blocks,
  units: number,
  { pool = 'sum', query }: Omit<InputOptions, 'embedding'>,
  name: string,
  tables: TableOptions = {},
): NetworkNode {
  checkPool(features, { pool, query });
  if (pool !== 'attention') return blocks.embed('all', units, { ...tables, pool, name });
  const { maxLength, init } = tables;
  const attended = attendedLists(features, query);
  const queries = [...new Set(attended.map(({ by }) => by))];
  const apart = new Set<string>([...queries, ...attended.map(({ list }) => list)]);
  const rest = features.columns.filter((column) => column.kind !== 'numeric' && !apart.has(column.name));
  const embedded = new Map(queries.map((by) => [by, blocks.embed([by], units, { init, name: `${name} of ${by}` })]));
  return blocks.concat(
    [
      ...(rest.length > 0
        ? [
            blocks.embed(
              rest.map((column) => column.name),
              units,
              { ...tables, name },
            ),
          ]
        : []),
      ...embedded.values(),
      ...attended.flatMap(({ list, by }) => {
        const item = embedded.get(by);
        return item ? [blocks.attend(list, item, { maxLength, name: `${name} of ${list}` })] : [];
      }),
    ],
    { name },
  );
}

/** @throws when lists cannot be pooled as they are told to be. */
function checkPool(features: Features, { pool, query }: InputOptions): void {
  if (pool === 'attention') attendedLists(features, query);
  else if (query !== undefined)
    throw new Error(
      `query: "${query}" is what lists are attended by, but pool is '${pool ?? 'sum'}'; add pool: 'attention'.`,
    );
}

/** The list columns whose values a categorical column has, each with that column. */
function attendedLists(
  { columns }: Features,
  query: string | undefined,
): { readonly list: string; readonly by: string }[] {
  const lists = columns.filter((column): column is ListColumn => column.kind === 'list');
  if (lists.length === 0)
    throw new Error("pool: 'attention' weights the values of list columns, and there is no list column.");
  const categorical = columns.filter((column): column is CategoricalColumn => column.kind === 'categorical');
  const named = categorical.filter(({ name }) => query === undefined || name === query);
  if (query !== undefined && named.length === 0) {
    const other = columns.find(({ name }) => name === query);
    const names = categorical.map(({ name }) => name);
    if (!other) throw new Error(`query: ${noSuch('categorical column', query, names)}`);
    throw new Error(
      `query: column "${query}" is ${other.kind}; a list is attended by the one value of a categorical column.`,
    );
  }
  const found = lists.map((list) => ({ list: list.name, by: named.filter((column) => sameValues(list, column)) }));
  const unclear = found.find(({ by }) => by.length > 1);
  if (unclear)
    throw new Error(
      `pool: 'attention': ${unclear.by.map(({ name }) => `"${name}"`).join(' and ')} both have the values of "${unclear.list}"; say which it is attended by: query.`,
    );
  const attended = found.flatMap(({ list, by: [column] }) => (column ? [{ list, by: column.name }] : []));
  if (attended.length > 0) return attended;
  const counts = (some: readonly (CategoricalColumn | ListColumn)[]) =>
    some.map(({ name, values }) => `"${name}" has ${values.length}`).join(', ');
  throw new Error(
    `pool: 'attention' needs a list column and a categorical column with the same values in the same order, for their codes to ` +
      `mean the same; of the lists ${counts(lists)}, and ${named.length > 0 ? counts(named) : 'there is no categorical column'}.` +
      remedy(lists, named),
  );
}

/** How to read a table so that the columns with the most values in common have one vocabulary; empty where none have any. */
function remedy(lists: readonly ListColumn[], categorical: readonly CategoricalColumn[]): string {
  const pairs = lists.flatMap((list) => {
    const values = new Set(list.values);
    return categorical.map(({ name, values: own }) => ({
      pair: [name, list.name],
      common: own.filter((value) => value !== '' && values.has(value)).length,
    }));
  });
  const best = pairs.reduce((most, each) => (each.common > most.common ? each : most), { pair: [''], common: 0 });
  if (best.common === 0) return '';
  const names = best.pair.map(codeLiteral);
  return (
    ` ${best.pair.map((name) => `"${name}"`).join(' and ')} have ${best.common} in common: read the table with ` +
    `sharedVocabulary: [[${names.join(', ')}]] (on the command line --shared-vocabulary ${shellWord(best.pair.join('='))}).`
  );
}

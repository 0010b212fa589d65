import type { CategoricalColumn, Features, ListColumn } from '../../data/index.ts';
import { noSuch } from '../../options/index.ts';

/** How many columns `x` has. */
export function inputWidth({ columns }: Features): number {
  return columns.reduce(
    (sum, column) => sum + (column.kind === 'categorical' ? column.values.length : column.kind === 'numeric' ? 1 : 0),
    0,
  );
}

/** The columns that a block looks up by their codes: those named, or all. @throws where one has none. */
export function embeddable(
  features: Features,
  columns: readonly string[] | 'all',
  block: string,
): (CategoricalColumn | ListColumn)[] {
  const wanted =
    columns === 'all'
      ? features.columns.filter((column) => column.kind !== 'numeric').map((column) => column.name)
      : columns;
  if (wanted.length === 0) throw new Error(`${block}: there is no categorical or list column to embed.`);
  return wanted.map((name) => {
    const column = features.columns.find((candidate) => candidate.name === name);
    if (!column)
      throw new Error(
        `${block}: ${noSuch(
          'column',
          name,
          features.columns.map((each) => each.name),
        )}`,
      );
    if (column.kind === 'numeric')
      throw new Error(`${block}: column "${name}" is numeric; only categorical and list columns have embeddings.`);
    return column;
  });
}

import type { ReadWith } from './read-with.ts';

/** The columns a model may look at. Categorical values stay codes from the file to the first layer. */
export type Features = {
  /** In the order in which networks read them. */
  readonly columns: readonly Column[];
  /** How the table that they come from was read; a checkpoint keeps it, and `model.read` reads other files alike. */
  readonly readWith?: ReadWith;
};

/** A column that models look at. */
export type Column = NumericColumn | CategoricalColumn | ListColumn;

/** `mean` and `sd` are those of the train rows (population sd, 1 where a column is constant): what "standardised" uses. */
export type NumericColumn = {
  readonly kind: 'numeric';
  /** Name of the column. */
  readonly name: string;
  /** Mean over the train rows, in the column's units. */
  readonly mean: number;
  /** Population standard deviation over the train rows, in the column's units. */
  readonly sd: number;
};

/** Code `i` stands for `values[i]`. A row with code −1 has a value the train rows never had: all its one-hot columns are 0. */
export type CategoricalColumn = {
  readonly kind: 'categorical';
  /** Name of the column. */
  readonly name: string;
  /** The vocabulary: the value of each code. [code] */
  readonly values: readonly string[];
};

/** Whether the codes of two columns stand for the same values. */
export function sameValues(a: Column, b: Column): boolean {
  if (a.kind === 'numeric' || b.kind === 'numeric') return false;
  return (
    a.values === b.values ||
    (a.values.length === b.values.length && a.values.every((value, i) => value === b.values[i]))
  );
}

/** A column with any number of codes a row, for embeddings only. */
export type ListColumn = {
  readonly kind: 'list';
  /** Name of the column. */
  readonly name: string;
  /** The vocabulary: the value of each code. [code] */
  readonly values: readonly string[];
};

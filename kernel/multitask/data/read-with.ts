/**
 * How a table was read, as plain JSON: what a person told and what was found out, so that the next file is read alike.
 * It travels with the features, hence with every network, model and checkpoint made of them.
 */
export type ReadWith = {
  readonly csv?: CsvOptions;
  /** What separates the values of text in a list column; "|" where a list column is not named. */
  readonly separators?: Readonly<Record<string, string>>;
};

/** What cannot be seen in a text file itself. */
export type CsvOptions = {
  /** Between fields; unless told, whichever of comma, tab, semicolon and bar fits the header best. */
  readonly delimiter?: string;
  /** Names of the columns of a file whose first line is data already. */
  readonly header?: readonly string[];
  /** `utf-8` unless told. */
  readonly encoding?: 'utf-8' | 'latin-1';
  /** Texts that mean "no value", e.g. `['', 'NA', '?']`; only the empty text unless told. */
  readonly missing?: readonly string[];
};

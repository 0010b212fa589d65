/**
 * How a table was read, as plain JSON: what a person told and what was found out, so that the next file is read alike.
 * It travels with the features, hence with every network, model and checkpoint made of them.
 */
export type ReadWith = {
  /** How a text file was split into fields. */
  readonly csv?: CsvOptions;
  /** What separates the values of text in a list column; "|" where a list column is not named. */
  readonly separators?: Readonly<Record<string, string>>;
  /** Texts that mean "no value" in one column only. */
  readonly missing?: Readonly<Record<string, readonly string[]>>;
  /** How numbers are written in columns that write them in another way than `-1.5e3`. */
  readonly numbers?: Readonly<Record<string, NumberFormat>>;
  /** Which texts of a binary label are 1 and 0, where they are neither numbers nor true and false. */
  readonly labels?: Readonly<Record<string, LabelValues>>;
  /** The column that says how much a row counts, where the next file has it too. */
  readonly weight?: string;
};

/** What cannot be seen in a text file itself. Everything is found out unless told. */
export type CsvOptions = {
  /**
   * Between fields: one character, `tab`, or `spaces` for any number of them; what splits the header and the rows alike
   * without this.
   */
  readonly delimiter?: string;
  /**
   * The names of the columns, the line that has them, or `none`: the first line is data, columns are called "column 1"
   * …; the first line that is neither empty nor a comment without this.
   */
  readonly header?: 'none' | number | readonly string[];
  /**
   * A name of the Encoding Standard, e.g. `windows-1252` or `shift_jis`; UTF-8, or UTF-16 where it shows, without this.
   */
  readonly encoding?: string;
  /** Texts that mean "no value" in every column, e.g. `['NA', '?']`, besides the empty text; none without this. */
  readonly missing?: readonly string[];
  /**
   * What stands before the decimals of all numbers: `.`, where commas group digits, or `,`, where points do; what the
   * numbers leave no doubt of without this.
   */
  readonly decimal?: '.' | ',';
  /** Lines that begin with it are no rows; `#` above the header without this. */
  readonly comment?: string;
  /** Lines at the end that are no rows, e.g. totals; none, and a line of totals is an error, without this. */
  readonly footer?: number;
};

/** How the numbers of a column are written. */
export type NumberFormat = {
  /** What stands before the decimals. */
  readonly decimal: '.' | ',';
  /** What stands before or behind numbers, e.g. `%`, `$` or `EUR`; they are read without it. */
  readonly unit?: string;
};

/** The texts of a binary label. */
export type LabelValues = {
  /** The text that is 1. */
  readonly positive: string;
  /** The text that is 0; every other one without this. */
  readonly negative?: string;
};

/** What is told of a column by its name: that may be the name of something that every object has, e.g. `constructor`. */
export function toldOf<Value>(by: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined {
  return by !== undefined && Object.hasOwn(by, name) ? by[name] : undefined;
}

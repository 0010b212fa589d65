import type { CsvOptions, Features, Task } from '../../data/index.ts';
import {
  abortSignal,
  anyText,
  boolean,
  count,
  either,
  instance,
  list,
  noSuch,
  number,
  type OptionTable,
  object,
  oneOf,
  record,
  seed,
  share,
  text,
} from '../../options/index.ts';

/** Which columns are labels and which are features. */
export type ColumnOptions = {
  /** Columns that are labels, e.g. `{ click: 'binary', price: 'numeric' }`. */
  readonly tasks: Readonly<Record<string, Task['kind'] | Omit<Task, 'name'>>>;
  /**
   * Columns of numbers; when no feature is named at all, every column that is no label and not ignored is one; none
   * without this.
   */
  readonly numeric?: readonly string[];
  /** Columns of which each value is a category of its own, also when it looks like a number; none without this. */
  readonly categorical?: readonly string[];
  /**
   * Columns with any number of values a row, for embeddings: lists of Parquet or JSON, or text cut at `separator`, "|";
   * none without this.
   */
  readonly lists?:
    | readonly string[]
    | Readonly<
        Record<
          string,
          | 'embed'
          | {
              /** What stands between the values of a text. */
              readonly separator: string;
            }
        >
      >;
  /**
   * Groups of categorical and list columns whose values are found as one, so that their codes mean the same, e.g.
   * `[['item', 'history']]`: what `pool: 'attention'` needs; none without this.
   */
  readonly sharedVocabulary?: readonly (readonly string[])[];
  /** Columns to leave out when no feature is named; none without this. */
  readonly ignore?: readonly string[];
  /**
   * Which values of binary labels are 1, e.g. `{ click: { positive: 'yes' } }`; 0 and 1, true and false need nothing;
   * none without this.
   */
  readonly labels?: Readonly<Record<string, LabelOptions>>;
  /**
   * Values that mean "no value" in one column, e.g. `{ click: '-1', age: ['-1', '999'] }`; in all columns of a text
   * file: `csv.missing`; none without this.
   */
  readonly missing?: Readonly<Record<string, Scalar | readonly Scalar[]>>;
  /**
   * A column of numbers from 0 on that says how much each row counts, in training and in metrics; all rows count alike
   * without this.
   */
  readonly weight?: string;
};

/** A value as a table has it. */
export type Scalar = string | number | boolean;

/** `negative` may be left out where there is only one other value. */
export type LabelOptions = {
  /** The value that is 1. */
  readonly positive: Scalar;
  /** The value that is 0; the only other one without this. */
  readonly negative?: Scalar;
};

/** How a table is read. */
export type TableOptions = ColumnOptions & {
  /**
   * Reads the rows in the codes of these columns, e.g. `model.network.features`, instead of finding vocabularies and
   * means of its own: what a model that goes on with another table needs. Read as their table was, but for what is told
   * here; those that the train rows have without this.
   */
  readonly features?: Features;
  /** Share of the rows, drawn at random, to validate on; 0 without this. */
  readonly validation?: number;
  /** Share of the rows, drawn at random, to test on; 0 without this. */
  readonly test?: number;
  /** Seed of the draw; 1 without this. */
  readonly seed?: number;
  /**
   * What cannot be seen in a text file itself: delimiter, encoding, names, texts that mean "no value"; none without
   * this.
   */
  readonly csv?: CsvOptions;
  /**
   * Keeps the train rows in a temporary file, to be read in each epoch: for tables larger than memory; they are read
   * into memory without this.
   */
  readonly stream?: true;
  /** Rows in memory at a time while reading, and in each chunk of a stream; 65,536 without this. */
  readonly chunkRows?: number;
  /** A signal that ends the reading when it is aborted; none without this. */
  readonly signal?: AbortSignal;
};

/** What may be said of another source with the same columns. */
export type ReadOptions = {
  /**
   * What cannot be seen in a text file itself: delimiter, encoding, names, texts that mean "no value"; none without
   * this.
   */
  readonly csv?: CsvOptions;
  /** A signal that ends the reading when it is aborted; none without this. */
  readonly signal?: AbortSignal;
};

/** What may be said anew of a file that is read as another was. */
export type ReadTableOptions = ReadOptions &
  Pick<ColumnOptions, 'labels' | 'missing'> & {
    /** Between the values of text in list columns; as the table of the model was read without this. */
    readonly separator?: string;
  };

const signal = { type: abortSignal, about: 'A signal that ends the reading when it is aborted' } as const;
const scalar = either(anyText, number(), boolean);
const names = list(anyText);

export const csvOptions = {
  delimiter: {
    type: text,
    without: 'what splits the header and the rows alike',
    about: 'Between fields: one character, `tab`, or `spaces` for any number of them',
    also: ['sep', 'separator', 'delim', 'fieldDelimiter'],
  },
  header: {
    type: either(oneOf('none'), count, list(anyText, 1)),
    without: 'the first line that is neither empty nor a comment',
    about:
      'The names of the columns, the line that has them, or `none`: the first line is data, columns are called "column 1" …',
    also: ['names', 'columns', 'skip', 'skiprows', 'headerRow'],
  },
  encoding: {
    type: text,
    without: 'UTF-8, or UTF-16 where it shows,',
    about: 'A name of the Encoding Standard, e.g. `windows-1252` or `shift_jis`',
    also: ['charset'],
  },
  missing: {
    type: names,
    about: "Texts that mean \"no value\" in every column, e.g. `['NA', '?']`, besides the empty text",
    also: ['naValues', 'nullValues', 'null', 'nullstr', 'na'],
  },
  decimal: {
    type: oneOf('.', ','),
    without: 'what the numbers leave no doubt of',
    about: 'What stands before the decimals of all numbers: `.`, where commas group digits, or `,`, where points do',
    also: ['decimalSeparator', 'thousands'],
  },
  comment: { type: text, without: '`#` above the header', about: 'Lines that begin with it are no rows' },
  footer: {
    type: seed,
    without: 'none, and a line of totals is an error,',
    about: 'Lines at the end that are no rows, e.g. totals',
    also: ['skipfooter', 'skipLast'],
  },
} as const satisfies OptionTable<CsvOptions>;

const csv = {
  type: object(csvOptions),
  about: 'What cannot be seen in a text file itself: delimiter, encoding, names, texts that mean "no value"',
} as const;
const missing = {
  type: record('column', either(scalar, list(scalar))),
  about:
    "Values that mean \"no value\" in one column, e.g. `{ click: '-1', age: ['-1', '999'] }`; in all columns of a text file: `csv.missing`",
} as const;
const labels = {
  type: record(
    'column',
    object({
      positive: { type: scalar, needed: true, about: 'The value that is 1' },
      negative: { type: scalar, without: 'the only other value', about: 'The value that is 0' },
    }),
  ),
  about:
    "Which values of binary labels are 1, e.g. `{ click: { positive: 'yes' } }`; 0 and 1, true and false need nothing",
} as const;

/** What may be said anew of a file that is read as another was. */
export const readTableOptions = {
  csv,
  labels,
  missing,
  separator: {
    type: text,
    without: 'as the table of the model was read',
    about: 'Between the values of text in list columns',
  },
  signal,
} as const satisfies OptionTable<ReadTableOptions>;

const isObject = (value: unknown) => Object.prototype.toString.call(value) === '[object Object]';

const taskFields = ['kind', 'description', 'mean', 'sd', 'name'];

function isTask(value: unknown): value is object {
  return isObject(value) && 'kind' in (value as object);
}

/** What an object for a task has that no task has, in words. */
function strangeIn(task: object): string | undefined {
  const other = Object.keys(task).find((field) => !taskFields.includes(field));
  if (other === 'positive' || other === 'negative')
    return `"${other}" belongs into the option labels, e.g. { click: { positive: 'yes' } }`;
  return other === undefined ? undefined : noSuch('field', other, taskFields).replace(/\.$/, '');
}

export const tableOptions = {
  tasks: {
    type: record(
      'column',
      instance<TableOptions['tasks'][string]>(
        "'binary', 'numeric', or an object such as { kind: 'numeric', description: 'euros' }",
        (value) => value === 'binary' || value === 'numeric' || (isTask(value) && strangeIn(value) === undefined),
        (value) => (isTask(value) ? strangeIn(value) : undefined),
      ),
    ),
    needed: true,
    about: "Columns that are labels, e.g. `{ click: 'binary', price: 'numeric' }`",
    also: ['targets', 'target', 'y'],
  },
  features: {
    type: instance<Features>(
      'the features of a model or of a dataset',
      (value) => isObject(value) && Array.isArray((value as { columns?: unknown }).columns),
    ),
    without: 'those that the train rows have',
    about:
      'Reads the rows in the codes of these columns, e.g. `model.network.features`, instead of finding vocabularies and means of its own: what a model that goes on with another table needs. Read as their table was, but for what is told here',
  },
  numeric: {
    type: names,
    about: 'Columns of numbers; when no feature is named at all, every column that is no label and not ignored is one',
  },
  categorical: {
    type: names,
    about: 'Columns of which each value is a category of its own, also when it looks like a number',
    also: ['categories'],
  },
  lists: {
    type: either(
      names,
      record(
        'column',
        either(oneOf('embed'), object({ separator: { type: text, needed: true, about: 'Between values' } })),
      ),
    ),
    about: 'Columns with any number of values a row, for embeddings',
    inCode: ': lists of Parquet or JSON, or text cut at `separator`, "|"',
  },
  sharedVocabulary: {
    type: list(names, 1),
    about:
      "Groups of categorical and list columns whose values are found as one, so that their codes mean the same, e.g. `[['item', 'history']]`: what `pool: 'attention'` needs",
    also: ['sharedVocabularies', 'shareEmbedding', 'sharedEmbeddings', 'embeddingName', 'sharedWith', 'sameValues'],
  },
  ignore: { type: names, about: 'Columns to leave out when no feature is named', also: ['drop', 'exclude'] },
  labels,
  missing,
  weight: {
    type: text,
    without: 'all rows count alike',
    about: 'A column of numbers from 0 on that says how much each row counts, in training and in metrics',
    also: ['weights', 'sampleWeight', 'rowWeights'],
  },
  validation: { type: share, default: 0, about: 'Share of the rows, drawn at random, to validate on', also: ['val'] },
  test: { type: share, default: 0, about: 'Share of the rows, drawn at random, to test on', also: ['testSize'] },
  seed: { type: seed, default: 1, about: 'Seed of the draw', also: ['randomState'] },
  csv,
  stream: {
    type: instance<true>('true', (value) => value === true),
    without: 'they are read into memory',
    about: 'Keeps the train rows in a temporary file, to be read in each epoch: for tables larger than memory',
  },
  chunkRows: {
    type: count,
    default: 65_536,
    about: 'Rows in memory at a time while reading, and in each chunk of a stream',
  },
  signal,
} as const satisfies OptionTable<TableOptions>;

import type { Column, Features } from './features.ts';
import type { Task } from './tasks.ts';

/** Rows in memory, by column, and what encoded them. */
export type Rows = EncodedColumns & {
  /**
   * The columns that encoded these rows, e.g. `data.features.columns`: only with their vocabularies and means do the codes
   * and numbers say anything. A model takes rows of its own columns and refuses others.
   */
  readonly columns: readonly Column[];
  /** What a person calls these rows, e.g. "census-income test". */
  readonly name?: string;
};

/** The arrays of rows. Row `i` is entry `i` of every array. */
export type EncodedColumns = {
  /** How many rows. */
  readonly length: number;
  /**
   * One array per numeric column, in the order of `features.columns`; raw values, not standardised. In 64 bits where 32
   * would round away what the rows differ by (timestamps). [column][row]
   */
  readonly numeric: readonly Numbers[];
  /** One array of codes per categorical column, in the order of `features.columns`; −1 is unseen. [column][row] */
  readonly categorical: readonly (Int8Array | Int16Array | Int32Array)[];
  /** One ragged array per list column: the codes of row i are `codes[offsets[i] … offsets[i + 1])`. */
  readonly lists: readonly {
    /** Where each row's codes begin, and the end of the last: [rows + 1]. */
    readonly offsets: Uint32Array;
    /** The codes of all rows, one row after the other. */
    readonly codes: Int32Array;
  }[];
  /** Labels by task name; NaN where a task's label was not observed. [row] */
  readonly labels: Readonly<Record<string, Numbers>>;
  /**
   * How much each row counts, in training and in every metric, from 0 on; all alike without this. [row] Only their ratios
   * matter: equal weights change nothing, and a row of weight 0 is as good as absent.
   */
  readonly weights?: Numbers;
};

/** Numbers of a column, in 32 bits or, where those would round away what they differ by, in 64. [row] */
export type Numbers = Float32Array | Float64Array;

/** Rows to train, validate and test on, in the same columns, and what is to be predicted. */
export type Dataset = {
  /** For people and for plots, e.g. "census-income". */
  readonly name: string;
  /** The columns that models look at. */
  readonly features: Features;
  /** What is predicted; each part has its labels. */
  readonly tasks: readonly Task[];
  /** Rows to train on: vocabularies, means and sds are theirs. */
  readonly train: Rows;
  /** Empty (`length` 0) when there is none. */
  readonly validation: Rows;
  /** Rows that no choice was made with; empty (`length` 0) when there are none. */
  readonly test: Rows;
};

/**
 * Rows that need not fit in memory, e.g. the train rows of `datasets.table(…, { stream: true })`. `chunks` reads them anew
 * each time, in the same order and the same pieces, each a piece of plain rows. To train an epoch is to train on each
 * chunk in turn, its rows shuffled: that is all the shuffling there is, so a file sorted by label should be shuffled once.
 */
export type RowStream = {
  /** Rows of all chunks together. */
  readonly length: number;
  /** What a person calls these rows, e.g. "clicks.parquet"; without this "rows". */
  readonly name?: string;
  /** Where the chunks have weights: their mean over all rows whose weight is not 0. Chunks hold no others. */
  readonly meanWeight?: number;
  /** Leaving the loop early, or aborting `signal`, ends the reading. */
  readonly chunks: (signal?: AbortSignal) => AsyncIterable<Rows>;
  /**
   * The same chunks, for a reader that is done with each when it asks for the next: their arrays are written over then, and
   * no memory has to be found for them; `chunks` without this.
   */
  readonly passing?: RowStream['chunks'];
};

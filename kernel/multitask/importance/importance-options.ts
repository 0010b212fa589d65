import { abortSignal, either, list, number, type OptionTable, seed, text } from '../options/index.ts';

/** How `importance` looks. */
export type ImportanceOptions = {
  /**
   * Columns to look at; several in a list of their own are permuted together, e.g. `[["city", "country"], "age"]`:
   * columns that say the same hide one another; each column of the model alone without this.
   */
  readonly columns?: readonly (string | readonly string[])[];
  /** How often each is permuted; 5 without this. */
  readonly repeats?: number;
  /** Seed of the permutations; 1 without this. */
  readonly seed?: number;
  /** How many rows are looked at, at most; 20,000 without this. */
  readonly rows?: number;
  /** What the rows are, for the title of the picture, e.g. "census-income test"; their own name without this. */
  readonly data?: string;
  /** A signal that ends the work when it is aborted; none without this. */
  readonly signal?: AbortSignal;
};

export const importanceOptions = {
  columns: {
    type: list(either(text, list(text, 1)), 1),
    without: 'each column of the model alone',
    about:
      'Columns to look at; several in a list of their own are permuted together, e.g. `[["city", "country"], "age"]`: columns that say the same hide one another',
    also: ['features', 'groups'],
  },
  repeats: {
    type: number({ whole: true, from: 2, to: 1000 }),
    default: 5,
    about: 'How often each is permuted',
    also: ['permutations', 'nRepeats', 'samples'],
  },
  seed: { type: seed, default: 1, about: 'Seed of the permutations', also: ['randomState'] },
  rows: {
    type: number({ whole: true, from: 2 }),
    default: 20_000,
    about: 'How many rows are looked at, at most',
    also: ['maxRows', 'limit'],
  },
  data: {
    type: text,
    without: 'their own name',
    about: 'What the rows are, for the title of the picture, e.g. "census-income test"',
    also: ['name', 'title'],
  },
  signal: { type: abortSignal, about: 'A signal that ends the work when it is aborted' },
} as const satisfies OptionTable<ImportanceOptions>;

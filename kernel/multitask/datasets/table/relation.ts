import type { Format } from './source.ts';

/** Where rows come from: files, or a query. */
export type Relation = {
  /** What to SELECT from; its columns are called by their ids. */
  readonly sql: string;
  readonly format: Format | 'query';
  /** For people: the file's name, or "the query". */
  readonly name: string;
  readonly files: readonly string[];
  /** In file order, with DuckDB's types; CSV columns are all text (VARCHAR) until they are asked for as numbers. */
  readonly columns: readonly RelationColumn[];
  /** Columns that have no name in the file. */
  readonly unnamed: readonly string[];
  /** What a person should know of how it was taken. */
  readonly notes: readonly string[];
  /** "line 7" of a text file, or "row 6". @param row from 1. */
  readonly lineOf: (row: number) => Promise<string>;
  /** The same rows, split by ourselves: for files that DuckDB finds fault with. */
  readonly rewritten?: () => Promise<Relation>;
};

/** `id` is the name within SQL, where names that differ only in case are one. */
export type RelationColumn = { readonly name: string; readonly type: string; readonly id: string };

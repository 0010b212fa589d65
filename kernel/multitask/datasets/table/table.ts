import { basename } from 'node:path';
import {
  type Column,
  type Dataset,
  type EncodedColumns,
  type Features,
  joinRows,
  type ReadWith,
  type RowMemory,
  type RowStream,
  type Rows,
  reusedMemory,
  type Task,
} from '../../data/index.ts';
import { readOptions, readValue, text } from '../../options/index.ts';
import { translation } from '../code-array.ts';
import { KeptRows } from '../files/kept-rows.ts';
import { checkValues } from './check-values.ts';
import { columnUses, type LeftOut, type Uses } from './column-uses.ts';
import {
  checkColumns,
  checkMentioned,
  columnSql,
  mentioned,
  named,
  type TableColumns,
  tasksOf,
  typeOf,
} from './columns.ts';
import type { ColumnUse } from './decide-column.ts';
import { type DuckDb, isDuckDbError, withDuckDb } from './duckdb.ts';
import { explained } from './explained.ts';
import { described, knownFeatures, plannedAs, readingOf, said } from './known-features.ts';
import { findLabelValues } from './label-values.ts';
import { meanWeight } from './mean-weight.ts';
import { openRelation } from './open-relation.ts';
import { readPieces } from './read-pieces.ts';
import type { Relation } from './relation.ts';
import { type Part, partsOf, randomSplit } from './split.ts';
import { finishedRows, trainSummary } from './summary.ts';
import {
  type ReadOptions,
  type ReadTableOptions,
  readTableOptions,
  type TableOptions,
  tableOptions,
} from './table-options.ts';
import { findVocabularies, useVocabularies } from './vocabulary/vocabularies.ts';

/**
 * A table of your own: CSV, Parquet or JSON, or the answer to a SQL query, read by DuckDB.
 *
 *     const clicks = await datasets.table('clicks.parquet', { tasks: { click: 'binary' }, validation: 0.2 });
 *
 * - Name the features (`numeric`, `categorical`, `lists`), or none: then every other column is one, numbers numeric and
 *   text categorical, but for those in `ignore`. What was left out, and why, is in `leftOut`.
 * - Vocabularies, means and sds are those of the train rows. A category they never have is code −1: all its one-hot
 *   columns are 0. A list loses such values.
 * - No value in a numeric column (also NaN) counts as the column's mean; in a categorical column it is a category of its
 *   own, ''; as a label it is unknown, and the row does not count for that task.
 * - Binary labels are 0 and 1, or true and false.
 *
 * What does not fit is an error that names file, line (in CSV) or row, column and value. Files are read strictly: a line
 * with too few or too many fields is an error, not a guess.
 *
 * @param source a path, `s3://…` (fetched with the AWS client, which is yours to install), or a query, e.g. `SELECT * FROM 'clicks.parquet'`.
 * @returns rows by part, each column an array, [row], and what each column became.
 * @throws when the source cannot be read, or a column or a value does not fit.
 */
export async function table(source: string, options: TableOptions & { readonly stream: true }): Promise<StreamedTable>;
export async function table(source: string, options: TableOptions): Promise<Table>;
export async function table(source: string, given: TableOptions, ...more: unknown[]): Promise<Table | StreamedTable> {
  readValue('datasets.table', 'its source', text, source);
  const options = readOptions('datasets.table', tableOptions, given, more);
  const { signal, seed, stream, chunkRows } = options;
  return withDuckDb(async (database) => {
    const encoding = options.features;
    const csv = { ...encoding?.readWith?.csv, ...said(options.csv) };
    const planned = encoding ? knownFeatures(encoding, options) : named(options);
    const remembered = encoding?.readWith?.weight ?? [];
    const asked = [...mentioned(options), ...planned.map(({ name }) => name), ...[remembered].flat()];
    const opened = await openRelation(database, source, asked, csv);
    const tasks = tasksOf(options, opened);
    const reading = readingOf(options, encoding);
    checkColumns({ tasks, features: planned, how: reading }, opened);
    checkMentioned(options, opened);
    const weighed = reading.weight === undefined ? [] : [reading.weight];
    const wanted = planned.length > 0 ? [...[...tasks, ...planned].map(({ name }) => name), ...weighed] : undefined;
    const { relation, rowsSql, uses, labels } = await firstPass(opened, async (relation) => {
      const rowsSql = stream ? relation.sql : await loaded(database, relation, wanted);
      const labels = await findLabelValues(database, relation, rowsSql, reading);
      const how = { ...reading, labels };
      const uses = await columnUses(database, relation, rowsSql, { ...options, tasks, given: planned, how });
      return { relation, rowsSql, uses, labels };
    });
    const { features, leftOut } = uses;
    const how: ReadWith = { ...reading, labels, numbers: { ...uses.numbers, ...encoding?.readWith?.numbers } };
    const numbers = encoding?.columns.filter((column) => column.kind === 'numeric');
    const { rows: length, wide } = await checkValues(database, relation, rowsSql, { tasks, features, how }, numbers);
    const plan: TableColumns = { tasks, features, how, wide };
    if (length === 0) throw new Error(`${relation.name} has columns but no rows.`);
    checkFeatures(uses, relation);
    const known = encoding?.columns.map(valuesOf);
    if (known) await useVocabularies(database, known);
    const found =
      known ?? (await findVocabularies(database, relation, rowsSql, features, how, options.sharedVocabulary));

    const split = randomSplit(length, options, seed);
    const summary = trainSummary(plan, found);
    const piles: Record<Part, EncodedColumns[]> = { train: [], validation: [], test: [] };
    let trainRows = 0;
    const weights = meanWeight();
    const { validation = 0, test = 0 } = options;
    const kept = new KeptRows(relation.name, length * (1 - validation - test));
    let first = 0;
    try {
      for await (const piece of readPieces(database, relation, rowsSql, plan, found, chunkRows)) {
        const parts = partsOf(piece, first, split);
        first += piece.length;
        summary.add(parts.train);
        trainRows += parts.train.length;
        weights.add(parts.train);
        if (stream) await kept.add(parts.train);
        else piles.train.push(parts.train);
        piles.validation.push(parts.validation);
        piles.test.push(parts.test);
      }
      if (trainRows === 0) {
        const why = reading.weight === undefined ? '' : ` "${reading.weight}" may be 0 in all of them.`;
        throw new Error(`${relation.name} has ${length} rows, and none of them is left to train on.${why}`);
      }
      const [unlabelled] = summary.unlabelled();
      if (unlabelled !== undefined) {
        throw new Error(
          `${relation.name}, column "${unlabelled}" has no value in any train row: there is nothing to learn.`,
        );
      }
    } catch (error) {
      await kept.close();
      throw error;
    }
    const columns = encoding?.columns ?? summary.columns();
    const translations = columns.map((column, i) => {
      const values = found[i] ?? [];
      // What the train rows lack was left out of the others.
      const isSame = encoding || column.kind === 'numeric' || column.values.length === values.length;
      return isSame ? undefined : translation(values, column.values);
    });
    // Given the pieces: what a function of this scope names lives as long as "read" does.
    const joined = (pieces: readonly EncodedColumns[]) => finishedRows(joinRows(pieces), columns, translations);
    const dataset = {
      name:
        relation.format === 'query' && relation.name === 'the query'
          ? 'query'
          : basename(source).replace(/\.\w+(\.gz)?$/, ''),
      features: encoding ?? { columns, ...described(options.csv, features, how) },
      tasks: summary.tasks(),
      validation: joined(piles.validation),
      test: joined(piles.test),
      leftOut,
      columns: uses.uses,
      notes: relation.notes,
      read: (other: string, { csv: otherCsv, signal }: ReadOptions = {}) =>
        readRows(other, { ...plan, tasks: summary.tasks() }, columns, { csv: { ...csv, ...said(otherCsv) }, signal }),
    };
    if (!stream) return { ...dataset, train: joined(piles.train) };
    async function* read(signal?: AbortSignal, memory?: RowMemory) {
      for await (const piece of kept.pieces(signal, memory)) yield finishedRows(piece, columns, translations);
    }
    const chunks = (signal?: AbortSignal) => read(signal);
    const passing = (signal?: AbortSignal) => read(signal, reusedMemory());
    return { ...dataset, train: { length: trainRows, ...weights.mean(), chunks, passing } };
  }, signal);
}

/** A table, encoded, and how it was read. */
export type Table = Dataset & {
  /** What each column became, and why, in the order of the file. */
  readonly columns: readonly ColumnUse[];
  /** What a person should know of how the file was read. */
  readonly notes: readonly string[];
  /** Columns that were not taken for features, and why. */
  readonly leftOut: readonly LeftOut[];
  /** Rows of another source with the same columns, in the same codes. Its labels may be missing: they are unknown then. */
  readonly read: (source: string, options?: ReadOptions) => Promise<Rows>;
};

/** A table whose train rows are not in memory. */
export type StreamedTable = Omit<Table, 'train'> & {
  /** As they were when the table was opened: an encoded copy in the system's temporary folder, read anew in each epoch. */
  readonly train: RowStream;
};

function checkFeatures({ features, leftOut }: Uses, relation: Relation): void {
  if (features.length > 0) return;
  if (leftOut.length === 0)
    throw new Error(`${relation.name} has no columns but labels: there is nothing to learn from.`);
  const reasons = leftOut.map(({ column, reason }) => `${column}: ${reason}`).join('; ');
  throw new Error(`${relation.name} has no column that can be a feature (${reasons}).`);
}

/** The first look at all rows: where DuckDB finds fault with a text file, it is split by ourselves, or refused in our words. */
async function firstPass<Result>(relation: Relation, pass: (relation: Relation) => Promise<Result>): Promise<Result> {
  try {
    return await pass(relation);
  } catch (error) {
    if (!relation.rewritten || !isDuckDbError(error)) throw explained(error, relation);
    const again = await relation.rewritten();
    return await pass(again).catch((failure: unknown) => {
      throw explained(failure, again);
    });
  }
}

/** Brings the columns into DuckDB's own storage, in file order, so that the source is read once. */
async function loaded(database: DuckDb, relation: Relation, names: readonly string[] | undefined): Promise<string> {
  const columns = names ? [...new Set(names)].map((name) => columnSql(relation, name)).join(', ') : '*';
  await database.run(`CREATE OR REPLACE TEMP TABLE loaded AS SELECT ${columns} FROM ${relation.sql}`);
  return 'loaded';
}

/**
 * Rows of a source in the codes of columns that are already known, e.g. those of a trained model. Labels may be missing:
 * they are unknown then. The file is read as the table of these features was, but for what is told.
 */
export function readTable(
  source: string,
  { columns, readWith = {} }: Features,
  tasks: readonly Task[],
  options: ReadTableOptions = {},
): Promise<Rows> {
  const { separator, csv, signal, ...rest } = readOptions('read', readTableOptions, options);
  const features = plannedAs({ columns, readWith }, separator);
  const numeric = [...tasks, ...columns].filter(({ kind }) => kind === 'numeric').map(({ name }) => name);
  const decimal = csv?.decimal;
  const numbers =
    decimal === undefined ? readWith.numbers : Object.fromEntries(numeric.map((name) => [name, { decimal }]));
  const how = { ...readWith, ...readingOf({ tasks: {}, ...rest }, { columns, readWith }), numbers };
  return readRows(source, { tasks, features, how }, columns, { csv: { ...readWith.csv, ...said(csv) }, signal });
}

async function readRows(
  source: string,
  given: Omit<TableColumns, 'wide'>,
  columns: readonly Column[],
  { csv, signal }: ReadOptions,
): Promise<Rows> {
  return withDuckDb(async (database) => {
    const { weight } = given.how;
    const weights = weight === undefined ? [] : [weight];
    const names = [...[...given.tasks, ...given.features].map(({ name }) => name), ...weights];
    const opened = await openRelation(database, source, names, csv);
    // Rows to predict need no weights, as they need no labels.
    const isWeighed = weight !== undefined && typeOf(opened, weight) !== undefined;
    const asked = isWeighed ? given : { ...given, how: { ...given.how, weight: undefined } };
    checkColumns(asked, opened, 'optional');
    const there = names.filter((name) => typeOf(opened, name) !== undefined);
    const { relation, rowsSql } = await firstPass(opened, async (relation) => ({
      relation,
      rowsSql: await loaded(database, relation, there),
    }));
    const known = [...given.tasks, ...columns].filter((each) => each.kind === 'numeric');
    const { rows, wide } = await checkValues(database, relation, rowsSql, asked, known);
    const plan = { ...asked, wide };
    if (rows === 0) throw new Error(`${relation.name} has columns but no rows.`);
    const vocabularies = columns.map(valuesOf);
    await useVocabularies(database, vocabularies);
    const pieces: EncodedColumns[] = [];
    for await (const piece of readPieces(database, relation, rowsSql, plan, vocabularies, 65_536)) pieces.push(piece);
    return { ...finishedRows(joinRows(pieces), columns, []), name: relation.name };
  }, signal);
}

function valuesOf(column: Column): readonly string[] | undefined {
  return column.kind === 'numeric' ? undefined : column.values;
}

import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { CsvOptions } from '../../data/index.ts';
import { decompressed } from '../scan/decompressed.ts';
import { csvHeader } from './csv-header.ts';
import { type DuckDb, identifier, literal } from './duckdb.ts';
import { explained } from './explained.ts';

/** Where rows come from: a file, several files of a pattern, or a query. */
export type Relation = {
  /** What to SELECT from. */
  readonly sql: string;
  readonly format: 'csv' | 'parquet' | 'json' | 'query';
  /** For people: the file's name, or "the query". */
  readonly name: string;
  readonly files: readonly string[];
  /** In file order, with DuckDB's types; CSV columns are all text (VARCHAR) until they are asked for as numbers. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Lines before the first row of a text file. */
  readonly headerLines: 0 | 1;
};

/**
 * Opens a source without reading its rows: finds its columns, and makes sure that it is there and whole.
 *
 * @param source a path (.csv, .tsv, .txt, .parquet, .json, .jsonl, .ndjson; text also .gz), a pattern like
 *   `logs/*.parquet`, or a query that starts with SELECT, WITH or FROM.
 * @param wanted names of columns that are asked for.
 */
export async function openRelation(
  database: DuckDb,
  source: string,
  wanted: readonly string[],
  options: CsvOptions = {},
): Promise<Relation> {
  if (/^\s*(select|with|from)\s/i.test(source) && !existsSync(source)) {
    const query = source.trim().replace(/;\s*$/, '');
    return described(database, { sql: `(${query})`, format: 'query', name: 'the query', files: [], headerLines: 0 });
  }
  if (/^[a-z][a-z0-9+]+:\/\//i.test(source)) {
    throw new Error(`${source} is an address: nothing is fetched from the network. Download the file first.`);
  }
  const files = await filesOf(database, source);
  const name = files.length === 1 ? basename(files[0]) : basename(source);
  const list = `[${files.map(literal).join(', ')}]`;
  const format = formatOf(source);
  if (format === 'csv') return csvRelation(files, name, list, wanted, options);
  for (const file of files) if (statSync(file).size === 0) throw new Error(`${basename(file)} is empty.`);
  if (format === 'json') {
    for (const file of files) await checkWhole(file);
    // Looking at all rows, not the first 20,480, is what keeps a late row from changing a column's type.
    const sql = `read_json(${list}, sample_size = -1)`;
    return described(database, { sql, format, name, files, headerLines: 0 });
  }
  return described(database, { sql: `read_parquet(${list})`, format, name, files, headerLines: 0 });
}

async function csvRelation(
  files: readonly string[],
  name: string,
  list: string,
  wanted: readonly string[],
  options: CsvOptions,
): Promise<Relation> {
  const header = await csvHeader(files[0], wanted, options);
  for (const file of files) {
    await checkWhole(file);
    const other = await csvHeader(file, wanted, options);
    if (other.delimiter !== header.delimiter || other.names.join('\n') !== header.names.join('\n')) {
      const lines = `${basename(files[0])}: ${header.names.join(', ')}\n${basename(file)}: ${other.names.join(', ')}`;
      throw new Error(`The files of ${name} have different columns.\n${lines}`);
    }
  }
  const columns = header.names.map((column) => ({ name: column, type: 'VARCHAR' }));
  const settings = [
    'auto_detect = false',
    'strict_mode = true',
    `delim = ${literal(header.delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    `header = ${options.header === undefined}`,
    `encoding = ${literal(options.encoding ?? 'utf-8')}`,
    `nullstr = [${(options.missing ?? ['']).map(literal).join(', ')}]`,
    `columns = {${columns.map((column) => `${literal(column.name)}: 'VARCHAR'`).join(', ')}}`,
  ];
  return {
    sql: `read_csv(${list}, ${settings.join(', ')})`,
    format: 'csv',
    name,
    files,
    columns,
    headerLines: options.header ? 0 : 1,
  };
}

async function described(database: DuckDb, relation: Omit<Relation, 'columns'>): Promise<Relation> {
  const rows = await database.rows(`DESCRIBE SELECT * FROM ${relation.sql}`).catch((error: unknown) => {
    throw explained(error, relation);
  });
  const columns = rows.map((row) => ({ name: String(row.column_name), type: String(row.column_type) }));
  const twice = columns.find(({ name }, i) => columns.findIndex((other) => other.name === name) !== i);
  if (twice) throw new Error(`${relation.name} has two columns called ${identifier(twice.name)}.`);
  return { ...relation, columns };
}

async function filesOf(database: DuckDb, source: string): Promise<readonly string[]> {
  const status = statSync(source, { throwIfNoEntry: false });
  if (status?.isDirectory()) throw new Error(`${source} is a folder: name its files, e.g. "${source}/*.parquet".`);
  if (status) return [source];
  const found = /[*?[]/.test(source)
    ? await database.rows(`SELECT file FROM glob(${literal(source)}) ORDER BY file`)
    : [];
  if (found.length === 0) throw new Error(`There is no file ${source} (looked in ${process.cwd()}).`);
  return found.map((row) => String(row.file));
}

function formatOf(source: string): 'csv' | 'parquet' | 'json' {
  const [, ending] = /\.([a-z]+)(?:\.gz)?$/i.exec(source) ?? [];
  switch (ending?.toLowerCase()) {
    case 'csv':
    case 'tsv':
    case 'txt':
      return 'csv';
    case 'parquet':
    case 'pq':
      return 'parquet';
    case 'json':
    case 'jsonl':
    case 'ndjson':
      return 'json';
    default:
      throw new Error(
        `${source}: the ending does not say what it is. Tables are .csv, .tsv, .txt, .parquet, .json, .jsonl or .ndjson, ` +
          'or a query, e.g. "SELECT * FROM read_csv(\'…\')".',
      );
  }
}

/** DuckDB takes the end of a torn .gz for the end of its rows: unpack it once to be sure that it is whole. */
async function checkWhole(file: string): Promise<void> {
  if (!file.endsWith('.gz')) return;
  let length = 0;
  for await (const chunk of decompressed(file)) length += chunk.length;
  if (length === 0) throw new Error(`${basename(file)} is empty.`);
}

import { statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { CsvOptions } from '../../data/index.ts';
import { addressOf, fetchTables } from '../../object-store/index.ts';
import { decompressed } from '../scan/decompressed.ts';
import { csvRelation } from './csv/csv-relation.ts';
import { encodingOf } from './csv/decoded-text.ts';
import { type DuckDb, identifier, literal } from './duckdb.ts';
import { explained } from './explained.ts';
import type { Relation } from './relation.ts';
import { findSource, isQuery } from './source.ts';

/**
 * Opens a source without reading its rows: finds its columns, and makes sure that it is there and whole.
 *
 * @param source see findSource. @param wanted names of columns that are asked for.
 */
export async function openRelation(
  database: DuckDb,
  source: string,
  wanted: readonly string[],
  options: CsvOptions = {},
): Promise<Relation> {
  const { scheme } = addressOf(source) ?? {};
  if (scheme !== undefined && !/^https?$/.test(scheme) && !isQuery(source)) {
    const here = await fetchTables(source, database.scratch(), database.signal);
    return openRelation(database, here, wanted, options);
  }
  const found = await findSource(database, source);
  if (found.kind === 'query') {
    return described(database, { sql: `(${found.sql})`, format: 'query', name: found.name, files: [] });
  }
  const { files, format, name } = found;
  if (format === 'csv') return csvRelation(database, files, name, wanted, options);
  for (const file of files) if (statSync(file).size === 0) throw new Error(`${basename(file)} is empty.`);
  if (format === 'parquet') {
    return described(database, { sql: `read_parquet(${listOf(files)})`, format, name, files });
  }
  for (const file of files) await checkWhole(file);
  return jsonRelation(database, files, name);
}

type Undescribed = Pick<Relation, 'sql' | 'format' | 'name' | 'files'>;

async function described(database: DuckDb, relation: Undescribed): Promise<Relation> {
  const rows = await database.rows(`DESCRIBE SELECT * FROM ${relation.sql}`).catch((error: unknown) => {
    throw explained(error, relation);
  });
  const found = rows.map((row) => ({ name: String(row.column_name), type: String(row.column_type) }));
  const names = await trueNames(
    database,
    relation,
    found.map(({ name }) => name),
  );
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`${relation.name} has two columns called ${identifier(twice)}.`);
  const columns = found.map(({ type }, i) => ({ name: names[i], type, id: `c${i}` }));
  return {
    ...relation,
    sql: `(SELECT * FROM ${relation.sql} AS source(${columns.map(({ id }) => id).join(', ')}))`,
    columns,
    unnamed: [],
    notes: [],
    lineOf: async (row) => `row ${row}`,
  };
}

/** DuckDB calls "A" beside "a" "A_1"; a person asks for what the file has. */
async function trueNames(
  database: DuckDb,
  { sql, format, files, name }: Undescribed,
  names: readonly string[],
): Promise<readonly string[]> {
  const renamed = names.find((each) => {
    const base = /^(.*)_\d+$/.exec(each)?.[1]?.toLowerCase();
    return base !== undefined && names.some((other) => other !== each && other.toLowerCase() === base);
  });
  if (renamed === undefined || format === 'query') return names;
  if (format === 'parquet') {
    const rows = await database.rows(
      `SELECT name FROM parquet_schema(${literal(files[0])}) WHERE num_children IS NULL OR num_children = 0`,
    );
    const schema = rows.map((row) => String(row.name));
    return schema.length === names.length ? schema : names;
  }
  const keys = await database.rows(
    `SELECT DISTINCT unnest(json_keys(json)) AS key FROM ${sql.replace(/^read_json\((\[.*?\]),.*$/s, 'read_json_objects($1)')}`,
  );
  if (keys.some(({ key }) => key === renamed)) return names;
  const base = renamed.replace(/_\d+$/, '');
  throw new Error(
    `${name} has two names that differ only in the case of their letters, "${base}" and another: rename one.`,
  );
}

async function jsonRelation(database: DuckDb, files: readonly string[], name: string): Promise<Relation> {
  const readable: string[] = [];
  for (const [i, file] of files.entries()) readable.push(await plainJson(database, file, i));
  // Looking at all rows, not the first 20,480, is what keeps a late row from changing a column's type.
  const sql = `read_json(${listOf(readable)}, sample_size = -1)`;
  return described(database, { sql, format: 'json', name, files });
}

/** DuckDB stumbles over byte-order marks and UTF-16: such a file is written anew. */
async function plainJson(database: DuckDb, file: string, index: number): Promise<string> {
  let first = new Uint8Array(0);
  for await (const chunk of decompressed(file)) {
    first = chunk.slice(0, 4000);
    break;
  }
  const encoding = encodingOf(first);
  if (encoding === 'utf-8' && first[0] !== 0xef) return file;
  const bytes = await readFile(file);
  const text = new TextDecoder(encoding).decode(file.endsWith('.gz') ? gunzipSync(bytes) : bytes);
  const path = join(database.scratch(), `${index}-${basename(file).replace(/\.gz$/, '')}`);
  await writeFile(path, text);
  return path;
}

function listOf(files: readonly string[]): string {
  return `[${files.map(literal).join(', ')}]`;
}

/** DuckDB takes the end of a torn .gz for the end of its rows: unpack it once to be sure that it is whole. */
async function checkWhole(file: string): Promise<void> {
  if (!file.endsWith('.gz')) return;
  let length = 0;
  for await (const chunk of decompressed(file)) length += chunk.length;
  if (length === 0) throw new Error(`${basename(file)} is empty.`);
}

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type DuckDb, literal } from './duckdb.ts';

/** What a person named: files of one format, or a query. */
export type Source =
  | { readonly kind: 'query'; readonly sql: string; readonly name: string }
  | { readonly kind: 'files'; readonly format: Format; readonly files: readonly string[]; readonly name: string };

export type Format = 'csv' | 'parquet' | 'json';

/**
 * What `source` means: a path (.csv, .tsv, .txt, .parquet, .json, .jsonl, .ndjson; text also .gz), a pattern like
 * `logs/*.parquet`, a folder, a query, also one that begins with a comment or a bracket, or a .sql file that holds one.
 */
export async function findSource(database: DuckDb, source: string): Promise<Source> {
  const status = statSync(source, { throwIfNoEntry: false });
  if (!status && isQuery(source)) return { kind: 'query', sql: bareQuery(source), name: 'the query' };
  if (/^[a-z][a-z0-9+]+:\/\//i.test(source)) {
    throw new Error(`${source} is an address: nothing is fetched from the network. Download the file first.`);
  }
  if (status?.isFile() && /\.sql$/i.test(source)) {
    const text = new TextDecoder().decode(readFileSync(source));
    if (!isQuery(text)) throw new Error(`${source} holds no query: one begins with SELECT, WITH or FROM.`);
    return { kind: 'query', sql: bareQuery(text), name: basename(source) };
  }
  if (status?.isDirectory()) return filesOfFolder(source);
  const found = status ? [source] : await filesOfPattern(database, source);
  if (found.length === 0) throw new Error(`There is no file ${source} (looked in ${process.cwd()}).`);
  const name = basename(found.length === 1 ? found[0] : source);
  return { kind: 'files', files: found, format: oneFormat(found, source), name };
}

/** Whether a text is a query; its first word says so. */
export function isQuery(text: string): boolean {
  const start = bareQuery(text).replace(/^[\s(]+/, '');
  return /^(select|with|from|values|pivot|unpivot|table|summarize|describe)(?=[\s('"*$[]|$)/i.test(start);
}

/** The query without comments, byte-order mark and closing semicolon, so that it can stand within brackets. */
export function bareQuery(text: string): string {
  const parts =
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$\w*\$)[\s\S]*?\1|(--[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$))|[^'"$/-]+|[\s\S]/g;
  const kept = text
    .replace(/^\ufeff/, '')
    .replace(parts, (part, _dollar, comment) => (comment === undefined ? part : ' '));
  return kept
    .trim()
    .replace(/(;\s*)+$/, '')
    .trim();
}

function filesOfFolder(folder: string): Source {
  const inside = readdirSync(folder, { withFileTypes: true, recursive: true });
  const files = inside
    .filter((entry) => entry.isFile() && !/^[._]/.test(entry.name) && endingOf(entry.name) !== undefined)
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (files.length === 0) throw new Error(`${folder} is a folder, and no tables are in it. ${knownEndings}`);
  return { kind: 'files', files, format: oneFormat(files, folder), name: basename(folder) };
}

async function filesOfPattern(database: DuckDb, pattern: string): Promise<readonly string[]> {
  if (!/[*?[]/.test(pattern)) return [];
  const found = await database.rows(`SELECT file FROM glob(${literal(pattern)}) ORDER BY file`);
  return found.map((row) => String(row.file));
}

function oneFormat(files: readonly string[], source: string): Format {
  const formats = files.map((file) => {
    const format = endingOf(file);
    if (format !== undefined) return format;
    throw new Error(
      `${file}: the ending does not say what it is. ${knownEndings}, or a query, e.g. "SELECT * FROM read_csv('…')".`,
    );
  });
  const other = formats.findIndex((format) => format !== formats[0]);
  if (other < 0) return formats[0];
  throw new Error(
    `${source} has files of two kinds, ${basename(files[0])} and ${basename(files[other])}: name those of one, e.g. "${source}/*.${formats[0]}".`,
  );
}

const knownEndings = 'Tables are .csv, .tsv, .txt, .parquet, .json, .jsonl or .ndjson';

function endingOf(file: string): Format | undefined {
  const [, ending] = /\.([a-z]+)(?:\.gz)?$/i.exec(file) ?? [];
  switch (ending?.toLowerCase()) {
    case 'csv':
    case 'tsv':
    case 'tab':
    case 'psv':
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
      return undefined;
  }
}

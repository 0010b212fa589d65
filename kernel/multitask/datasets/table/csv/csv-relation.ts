import { createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CsvOptions } from '../../../data/index.ts';
import { decompressed } from '../../scan/decompressed.ts';
import { type DuckDb, literal } from '../duckdb.ts';
import type { Relation } from '../relation.ts';
import { say } from './advice.ts';
import { decodedText, encodingOf, knownEncoding } from './decoded-text.ts';
import { findDialect } from './dialect.ts';
import type { Dialect } from './header.ts';
import { textRows } from './text-rows.ts';
import { lastFields, lastFieldsOf, looksLikeTotals, totalsError } from './totals.ts';

/**
 * Text files as a relation. DuckDB reads what is written as the standard says (RFC 4180, UTF-8); everything else we split
 * ourselves and write anew into the database's scratch folder, which DuckDB then reads.
 */
export async function csvRelation(
  database: DuckDb,
  files: readonly string[],
  name: string,
  wanted: readonly string[],
  given: CsvOptions,
): Promise<Relation> {
  const options = given.encoding === undefined ? given : { ...given, encoding: knownEncoding(given.encoding) };
  const opened: Opened[] = [];
  for (const file of files) opened.push(await openFile(file, wanted, options));
  const [{ dialect }] = opened;
  for (const [i, other] of opened.entries()) {
    if (other.dialect.names.join('\n') === dialect.names.join('\n')) continue;
    const lines = `${basename(files[0])}: ${dialect.names.join(', ')}\n${basename(files[i])}: ${other.dialect.names.join(', ')}`;
    throw new Error(`The files of ${name} have different columns.\n${lines}`);
  }
  const columns = dialect.names.map((column, i) => ({ name: column, type: 'VARCHAR', id: `c${i}` }));
  const about = { format: 'csv', name, files, columns, unnamed: dialect.unnamed, notes: dialect.notes } as const;
  const lineOf = (row: number) => lineOfRow(files, opened, options, row);
  const rewritten = async (): Promise<Relation> => ({
    ...about,
    sql: readSql(await rewrite(database, files, opened, options), clean, columns, options),
    lineOf,
  });
  if (!opened.every((file) => file.isStandard && sameSplitting(file.dialect, dialect))) return rewritten();
  return {
    ...about,
    sql: readSql(files, dialect, columns, options),
    lineOf,
    rewritten,
  };
}

type Opened = { readonly dialect: Dialect; readonly isStandard: boolean };

const sample = 1 << 18;

async function openFile(file: string, wanted: readonly string[], options: CsvOptions): Promise<Opened> {
  let text = '';
  let whole: 'whole' | 'beginning' = 'whole';
  for await (const piece of decodedText(file, options.encoding)) {
    text += piece;
    if (text.length < sample) continue;
    whole = 'beginning';
    break;
  }
  const name = basename(file);
  if (text.trim() === '') throw new Error(`${name} holds nothing but empty lines.`);
  const zero = text.indexOf('\0');
  if (zero >= 0) {
    const line = text.slice(0, zero).split('\n').length;
    throw new Error(
      `${name}, line ${line} has a zero byte: this is no text, or text whose encoding has to be told. ${encodingAdvice}`,
    );
  }
  const dialect = findDialect(text, whole, name, wanted, options);
  const packed = file.endsWith('.gz') ? await packedEnd(file) : undefined;
  const isStandard =
    dialect.delimiter.length === 1 &&
    dialect.delimiter.charCodeAt(0) < 128 &&
    dialect.escapedBy === '"' &&
    dialect.spaces === 'kept' &&
    dialect.comment === undefined &&
    dialect.footer === 0 &&
    dialect.lineEnds === 'alike' &&
    dialect.headerLines <= 1 &&
    /^utf-?8$/i.test(options.encoding ?? (await firstEncoding(file)));
  if (isStandard && options.footer === undefined) {
    const last = packed === undefined ? await lastFields(file, dialect) : lastFieldsOf(packed, dialect);
    if (last && last.length >= dialect.names.length && looksLikeTotals(last))
      throw totalsError(name, 'its last line', last);
  }
  return { dialect, isStandard };
}

const encodingAdvice = `For UTF-16 ${say("encoding: 'utf-16le'", '--encoding utf-16le')}.`;

async function firstEncoding(file: string): Promise<string> {
  for await (const chunk of decompressed(file)) return encodingOf(chunk);
  return 'utf-8';
}

/** DuckDB takes the end of a torn .gz for the end of its rows: unpack it once to be sure that it is whole. */
async function packedEnd(file: string): Promise<string> {
  let end = Buffer.alloc(0);
  for await (const chunk of decompressed(file)) {
    end = Buffer.concat([end, chunk]).subarray(-(1 << 16));
  }
  return end.toString();
}

function sameSplitting(a: Dialect, b: Dialect): boolean {
  return a.delimiter === b.delimiter && a.linesAbove === b.linesAbove;
}

const clean = { delimiter: ',', linesAbove: 0 };

function readSql(
  files: readonly string[],
  { delimiter, linesAbove }: { readonly delimiter: string; readonly linesAbove: number },
  columns: readonly { readonly id: string }[],
  options: CsvOptions,
): string {
  const settings = [
    'auto_detect = false',
    'strict_mode = true',
    `delim = ${literal(delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    'header = false',
    `skip = ${linesAbove}`,
    `nullstr = [${[...new Set(['', ...(options.missing ?? [])])].map(literal).join(', ')}]`,
    `columns = {${columns.map(({ id }) => `${literal(id)}: 'VARCHAR'`).join(', ')}}`,
  ];
  return `read_csv([${files.map(literal).join(', ')}], ${settings.join(', ')})`;
}

/** Writes the rows anew, as the standard says. */
async function rewrite(
  database: DuckDb,
  files: readonly string[],
  opened: readonly Opened[],
  options: CsvOptions,
): Promise<string[]> {
  const folder = database.scratch();
  const written: string[] = [];
  for (const [i, file] of files.entries()) {
    const path = join(folder, `${i}.csv`);
    const rows = rowLines(file, opened[i].dialect, options, database.signal);
    await pipeline(Readable.from(rows), createWriteStream(path));
    written.push(path);
  }
  return written;
}

async function* rowLines(
  file: string,
  dialect: Dialect,
  options: CsvOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  let last: { readonly line: number; readonly fields: readonly string[] } | undefined;
  for await (const rows of textRows(file, dialect, options, signal)) {
    let text = '';
    for (const { fields } of rows) text += `${fields.map((field) => quoted(field, fields.length)).join(',')}\n`;
    last = rows.at(-1);
    yield text;
  }
  if (last && options.footer === undefined && looksLikeTotals(last.fields))
    throw totalsError(basename(file), `line ${last.line}`, last.fields);
}

function quoted(field: string, columns: number): string {
  return field === '' && columns > 1 ? '' : `"${field.replaceAll('"', '""')}"`;
}

/** "line 7", where quoted fields may hold line ends and empty lines do not count as rows. @param row from 1. */
async function lineOfRow(
  files: readonly string[],
  opened: readonly Opened[],
  options: CsvOptions,
  row: number,
): Promise<string> {
  let left = row;
  for (const [i, file] of files.entries()) {
    for await (const rows of textRows(file, opened[i].dialect, options)) {
      if (left > rows.length) {
        left -= rows.length;
        continue;
      }
      return `line ${rows[left - 1].line}${files.length > 1 ? ` of ${basename(file)}` : ''}`;
    }
  }
  return `row ${row}`;
}

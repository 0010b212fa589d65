import { basename } from 'node:path';
import type { CsvOptions } from '../../data/index.ts';
import { decompressed } from '../scan/decompressed.ts';

/**
 * The delimiter and the column names of a CSV file, from its first line.
 *
 * They are read here, not guessed by DuckDB: its sniffer looks for whatever makes the rows alike, so that one ragged row
 * turns a file into a single column, without a word.
 *
 * @param wanted names that are asked for: the delimiter that yields most of them is taken, then the one with most names.
 * @throws when the file is empty, not text in the encoding told, or names a column twice.
 */
export async function csvHeader(file: string, wanted: readonly string[], options: CsvOptions): Promise<CsvHeader> {
  const line = decode(await firstRecord(file), options.encoding ?? 'utf-8', basename(file));
  const candidates = (options.delimiter === undefined ? DELIMITERS : [options.delimiter]).map((delimiter) => {
    const names = fields(line, delimiter);
    return { delimiter, names, found: names.filter((name) => wanted.includes(name)).length };
  });
  const best = candidates.toSorted((a, b) => b.found - a.found || b.names.length - a.names.length)[0];
  if (options.header) {
    if (options.header.length !== best.names.length) {
      const counts = `${options.header.length} names are given, and its first line has ${best.names.length} fields`;
      throw new Error(`${basename(file)}: ${counts}: ${best.names.join(', ')}.`);
    }
    return { delimiter: best.delimiter, names: options.header };
  }
  const twice = best.names.find((name, i) => best.names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`${basename(file)}, line 1: two columns are called "${twice}".`);
  const empty = best.names.indexOf('');
  if (empty >= 0) throw new Error(`${basename(file)}, line 1: column ${empty + 1} has no name.`);
  return { delimiter: best.delimiter, names: best.names };
}

export type CsvHeader = { readonly delimiter: string; readonly names: readonly string[] };

const DELIMITERS = [',', '\t', ';', '|'];
const [QUOTE, NEWLINE] = [34, 10];
const LONGEST = 1 << 24;

async function firstRecord(file: string): Promise<Buffer> {
  const read: Uint8Array[] = [];
  let quoted = false;
  let length = 0;
  for await (const chunk of decompressed(file)) {
    for (let i = 0; i < chunk.length; i++) {
      if (chunk[i] === QUOTE) quoted = !quoted;
      else if (chunk[i] === NEWLINE && !quoted) return Buffer.concat([...read, chunk.subarray(0, i)]);
    }
    read.push(chunk);
    length += chunk.length;
    if (length > LONGEST) break;
  }
  if (length === 0) throw new Error(`${basename(file)} is empty.`);
  if (quoted || length > LONGEST) throw new Error(`${basename(file)}, line 1: a quote is opened and never closed.`);
  return Buffer.concat(read);
}

function decode(bytes: Buffer, encoding: 'utf-8' | 'latin-1', file: string): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new Error(`${file} is UTF-16 text: save it as UTF-8.`);
  }
  if (encoding === 'latin-1') return bytes.toString('latin1').replace(/\r$/, '');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r$/, ''); // drops a byte order mark
  } catch {
    throw new Error(`${file}, line 1: this is not UTF-8 text. Save it as UTF-8, or say csv: { encoding: 'latin-1' }.`);
  }
}

/** The fields of one record, quotes resolved. */
function fields(record: string, delimiter: string): string[] {
  const result: string[] = [];
  let at = 0;
  for (;;) {
    let field = '';
    if (record[at] === '"') {
      for (at++; at < record.length; at++) {
        if (record[at] !== '"') field += record[at];
        else if (record[at + 1] === '"') field += record[at++];
        else break;
      }
      at++;
    } else {
      const end = record.indexOf(delimiter, at);
      field = record.slice(at, end < 0 ? record.length : end);
      at += field.length;
    }
    result.push(field);
    if (!record.startsWith(delimiter, at)) return result;
    at += delimiter.length;
  }
}

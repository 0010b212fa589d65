import { isDuckDbError } from './duckdb.ts';

/**
 * DuckDB's error in the words of someone whose file it is: which file, which line, what was found, what to do. Other
 * errors, as of an abort, stay what they are.
 */
export function explained(
  error: unknown,
  { name, format }: { readonly name: string; readonly format: string },
): unknown {
  if (!isDuckDbError(error)) return error;
  const { message } = error;
  const [, address] = /File (\S+) requires the extension httpfs/.exec(message) ?? [];
  if (address !== undefined)
    return new Error(
      `The query reads ${address}, for which DuckDB needs its extension httpfs, and nothing is installed unasked. Name the files themselves, which are fetched first: datasets.table('${address}', …).`,
      { cause: error },
    );
  if (format === 'query') return new Error(`The query fails. ${message}`, { cause: error });
  const [, line] = /CSV Error on Line: (\d+)/.exec(message) ?? [];
  const where = line ? `${name}, line ${line}` : name;
  const [, expected, found] = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message) ?? [];
  if (expected)
    return new Error(`${where}: there are ${found} fields, and the header has ${expected}.`, { cause: error });
  if (message.includes('unterminated quote')) {
    return new Error(`${where}: a quote is opened and not closed at the end of its field.`, { cause: error });
  }
  if (/not utf-8|Invalid unicode/i.test(message)) {
    return new Error(`${where}: this is not UTF-8 text. Save it as UTF-8.`, { cause: error });
  }
  if (message.includes('reached an invalid state')) {
    return new Error(`${where}: the lines do not all end alike (\\n or \\r\\n), or quotes are used in an odd way.`, {
      cause: error,
    });
  }
  return new Error(`${where} cannot be read: ${message.split('\n')[0]}`, { cause: error });
}

import type { CsvOptions } from '../../../data/index.ts';
import { type Candidate, type Dialect, headed, type Line, mostFrequent } from './header.ts';
import { nextRecord, type Splitting } from './next-record.ts';
import { isNumberLike } from './number-like.ts';

/**
 * Finds out how a text file is written, from its beginning.
 *
 * DuckDB's own sniffer looks for whatever makes the rows alike, so that one ragged row turns a file into a single column,
 * without a word. Here header and rows are split by one rule, and what is not certain is an error that says what helps.
 *
 * @param text the beginning of the file. @param whole `whole` where that is all of it.
 * @param wanted names that are asked for: how most of them are found is how the file is read.
 */
export function findDialect(
  text: string,
  whole: 'whole' | 'beginning',
  file: string,
  wanted: readonly string[],
  options: CsvOptions,
): Dialect {
  const separator = /^sep=(.)\r?\n/i.exec(text);
  const start = separator?.[0].length ?? 0;
  const candidates = (
    options.delimiter === undefined ? (separator ? [separator[1]] : delimiters) : [delimiterOf(options.delimiter)]
  ).flatMap((delimiter) =>
    (['"', '\\'] as const).map((escapedBy) => {
      const splitting: Splitting = { delimiter, escapedBy, spaces: 'kept' };
      return tried(text, start, whole, splitting, wanted, options);
    }),
  );
  const isGiven = options.delimiter !== undefined || separator !== null;
  const fitting = candidates.filter(({ splitting, isEven }) => isGiven || splitting.delimiter !== 'spaces' || isEven);
  const best = fitting.toSorted(better)[0];
  return headed(best, file, wanted, options, start > 0 ? 1 : 0);
}

const delimiters = [',', '\t', ';', '|', 'spaces'];
const mostRecords = 1000;

function tried(
  text: string,
  start: number,
  whole: 'whole' | 'beginning',
  splitting: Splitting,
  wanted: readonly string[],
  options: CsvOptions,
): Candidate {
  const all: Line[] = [];
  let line = start > 0 ? 2 : 1;
  let ends = '';
  const comment = options.comment ?? '#';
  let comments = 0;
  let isAbove = true;
  for (let at = start; at < text.length && all.length < mostRecords; ) {
    const record = nextRecord(text, at, splitting, whole === 'whole' ? 'ends' : 'goes on');
    if (!record) break;
    const first = text.slice(at, record.end).trimStart();
    const end = text.slice(Math.max(at, record.end - 2), record.end);
    const kind = end.endsWith('\r\n') ? 'w' : end.endsWith('\n') ? 'n' : end.endsWith('\r') ? 'r' : '';
    if (kind !== '' && !ends.includes(kind)) ends += kind;
    const here = { ...record, line };
    line += record.lines;
    at = record.end;
    if (record.isBlank) continue;
    if (options.comment !== undefined && first.startsWith(comment)) continue;
    if (options.comment === undefined && isAbove && first.startsWith('#')) comments++;
    else isAbove = false;
    all.push(here);
  }
  const head = options.comment === undefined ? headerOf(all, comments, wanted) : 0;
  const { header } = options;
  const lines = all.slice(typeof header === 'number' ? 0 : head);
  const top = typeof header === 'number' ? lines.find(({ line: at }) => at === header) : lines[0];
  const rows =
    header === undefined ? lines.slice(1) : lines.filter(({ line: at }) => typeof header !== 'number' || at > header);
  const usual = mostFrequent(rows.length > 0 ? rows : lines);
  const alike = rows.filter(({ fields }) => fields.length === usual).length;
  const names = top?.fields ?? [];
  const share = rows.length === 0 ? 1 : alike / rows.length;
  const given = Array.isArray(header) ? header.length : undefined;
  return {
    splitting,
    lines,
    comments: head,
    mixed: ends.length > 1 || ends.includes('r'),
    usual,
    found:
      given === undefined
        ? names.filter((name) => wanted.includes(name.trim())).length
        : Math.max(0, 2 - Math.abs(usual - given)),
    problems: lines.some(({ problem }) => problem !== undefined) ? 1 : 0,
    share,
    isEven:
      (share > 0.8 || (alike >= 3 && alike >= rows.length - 1)) &&
      usual > 1 &&
      (names.length === usual || options.header !== undefined) &&
      rows.length > 0,
    headerFits: Math.abs((given ?? names.length) - usual) <= 1 && usual > 1,
  };
}

/** Which of the lines that begin with # above everything else is the header; as many lines are comments before it. */
function headerOf(lines: readonly Line[], comments: number, wanted: readonly string[]): number {
  if (comments === 0) return 0;
  const usual = mostFrequent(lines.slice(comments));
  const last = lines[comments - 1].fields;
  if (lines[comments - 1].fields.some((name) => wanted.includes(name))) return comments - 1;
  const next = lines[comments];
  // "#id,click" above rows is their header; a sentence above a header is none.
  const isHeader = last.length === usual && usual > 1 && next?.fields.some(isNumberLike) && !last.some(isNumberLike);
  return isHeader ? comments - 1 : comments;
}

function better(a: Candidate, b: Candidate): number {
  return (
    b.found - a.found ||
    a.problems - b.problems ||
    Number(b.headerFits) - Number(a.headerFits) ||
    Number(a.splitting.delimiter === 'spaces') - Number(b.splitting.delimiter === 'spaces') ||
    b.share - a.share ||
    b.usual - a.usual ||
    Number(a.splitting.escapedBy === '\\') - Number(b.splitting.escapedBy === '\\')
  );
}

function delimiterOf(name: string): string {
  const named: Readonly<Record<string, string>> = {
    tab: '\t',
    '\\t': '\t',
    comma: ',',
    semicolon: ';',
    pipe: '|',
    bar: '|',
    space: ' ',
  };
  const delimiter = named[name.toLowerCase()] ?? name;
  if (delimiter === 'spaces' || (delimiter.length === 1 && !/["\r\n]/.test(delimiter))) return delimiter;
  throw new Error(
    `The delimiter is one character, or "tab", "space" or "spaces" (any number of them): got ${JSON.stringify(name)}.`,
  );
}

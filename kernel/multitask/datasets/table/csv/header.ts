import type { CsvOptions } from '../../../data/index.ts';
import { say } from './advice.ts';
import type { Splitting, TextRecord } from './next-record.ts';
import { isNumberLike } from './number-like.ts';

/** Everything that tells rows and columns of a text file apart. */
export type Dialect = Splitting & {
  readonly names: readonly string[];
  /** Columns without a name in the file; they are called by their place. */
  readonly unnamed: readonly string[];
  /** Physical lines above the first row. */
  readonly linesAbove: number;
  /** Lines that begin with it are no rows. */
  readonly comment: string | undefined;
  /** Lines at the end that are no rows. */
  readonly footer: number;
  /** `dropped`: every row ends with one delimiter more than it has columns. */
  readonly lastDelimiter: 'none' | 'dropped';
  /** Whether the header, and all rows of the sample, are such that DuckDB splits them as we do. */
  readonly lineEnds: 'alike' | 'mixed';
  readonly headerLines: number;
  /** What a person should know of how the file was taken. */
  readonly notes: readonly string[];
};

export type Line = TextRecord & { readonly line: number };

/** One way to split the beginning of a file. */
export type Candidate = {
  readonly splitting: Splitting;
  /** Records that are neither empty nor comments above the header. */
  readonly lines: readonly Line[];
  readonly comments: number;
  readonly mixed: boolean;
  /** Fields in most rows. */
  readonly usual: number;
  readonly found: number;
  readonly problems: number;
  readonly share: number;
  /** All but a few, or but one, of one length, more than one, as is the header. */
  readonly isEven: boolean;
  readonly headerFits: boolean;
};

/** The names of the columns, and where the rows begin. @throws where that is not certain. */
export function headed(
  { splitting, lines, comments, mixed, usual }: Candidate,
  file: string,
  wanted: readonly string[],
  options: CsvOptions,
  linesBefore: number,
): Dialect {
  const notes: string[] = [];
  if (comments > 0) notes.push(`${comments === 1 ? 'A line' : `${comments} lines`} above the header: no rows.`);
  const header = headerRecord(lines, file, wanted, options, usual);
  const rows = header ? lines.filter(({ line }) => line > header.line) : lines;
  const spaces = spacedOut(header, rows) ? 'after delimiters' : 'kept';
  const fields = header
    ? header.fields.map((field, i) => (i > 0 && spacedNames(header.fields) ? field.trimStart() : field))
    : [];
  let names: readonly string[] = Array.isArray(options.header)
    ? options.header
    : header
      ? fields
      : Array.from({ length: usual }, () => '');
  const where = header ? `${file}, line ${header.line}` : file;
  const rowFields = rows.length > 0 ? mostFrequent(rows) : names.length;
  let lastDelimiter: Dialect['lastDelimiter'] = 'none';
  if (rowFields === names.length + 1) {
    const full = rows.filter((row) => row.fields.length === rowFields);
    if (full.every((row) => row.fields[rowFields - 1].trim() === '')) lastDelimiter = 'dropped';
    else if (Array.isArray(options.header)) throw wrongCount(file, options.header, rows[0]);
    else {
      const index = `--header index,${names.join(',')}`;
      throw new Error(
        `${where}: the header has ${names.length} names (${listed(names)}), and the rows have ${rowFields} fields ` +
          `(line ${full[0].line}: ${listed(full[0].fields)}). Name all columns, e.g. the first: ` +
          `${say(`header: ['index', ${names.map((name) => `'${name}'`).join(', ')}]`, `${index}`)}, and take the header out.`,
      );
    }
  } else if (rowFields === names.length - 1 && names.at(-1)?.trim() === '') {
    names = names.slice(0, -1);
    notes.push('The header ends with a delimiter, and the rows do not.');
  } else if (Array.isArray(options.header) && rows[0] && rows[0].fields.length !== names.length) {
    throw wrongCount(file, options.header, rows[0]);
  }
  const unnamed: string[] = [];
  const called = names.map((name, i) => {
    if (name.trim() !== '') return name;
    let made = generatedName(i);
    while (names.includes(made)) made = `${made}'`;
    if (header || Array.isArray(options.header)) unnamed.push(made);
    return made;
  });
  const twice = called.findIndex((name, i) => called.indexOf(name) !== i);
  if (twice >= 0) {
    const first = called.indexOf(called[twice]);
    throw new Error(
      `${where}: two columns are called "${called[twice]}", the ${ordinal(first)} and the ${ordinal(twice)}. Rename one in ` +
        `the file, or leave the header out of the file and ${say("header: ['name', …]", '--header name,…')}.`,
    );
  }
  return {
    ...splitting,
    spaces,
    names: called,
    unnamed,
    linesAbove: header ? header.line + header.lines - 1 : (lines[0]?.line ?? 1) - 1,
    comment: options.comment ?? (comments > 0 ? '#' : undefined),
    footer: options.footer ?? 0,
    lastDelimiter,
    lineEnds: mixed ? 'mixed' : 'alike',
    headerLines: (header?.lines ?? 0) + linesBefore,
    notes,
  };
}

/** The record that names the columns; undefined where there is none. */
function headerRecord(
  lines: readonly Line[],
  file: string,
  wanted: readonly string[],
  options: CsvOptions,
  usual: number,
): Line | undefined {
  if (options.header === 'none' || Array.isArray(options.header)) return undefined;
  if (typeof options.header === 'number') {
    const given = lines.find(({ line }) => line === options.header);
    if (given) return given;
    throw new Error(`${file} has no line ${options.header} with names, as csv: { header } (--header) says.`);
  }
  const [first, ...rows] = lines;
  if (!first) throw new Error(`${file} has no line that is neither empty nor a comment.`);
  if (first.problem === 'open quote')
    throw new Error(`${file}, line ${first.line}: a quote is opened and never closed.`);
  if (first.problem !== undefined) throw new Error(`${file}, line ${first.line}: a quote ends, and text follows it.`);
  if (first.fields.some((name) => wanted.includes(name.trim()))) return first;
  if (usual > 1 && first.fields.length === 1 && rows.length > 1) {
    const next = rows.find(({ fields }) => fields.length === usual);
    throw new Error(
      `${file}, line ${first.line}: ${JSON.stringify(first.fields[0])} is one field, and the lines below have ${usual}. If it is a ` +
        `title, ${say(`header: ${next?.line ?? 2}`, `--header ${next?.line ?? 2}`)}: the line that has the names.`,
    );
  }
  if (!looksLikeData(first, rows)) return first;
  throw new Error(
    `${file}, line ${first.line} holds values, not names: ${listed(first.fields)}. If there is no header, ` +
      `${say("header: 'none'", '--header none')}, and the columns are called "column 1", "column 2" …, or name them: ` +
      `${say("header: ['…', '…']", '--header name,name')}. If these are names, ` +
      `${say(`header: ${first.line}`, `--header ${first.line}`)}.`,
  );
}

/** Every column of numbers has a number on top, too; names of years that follow each other are names. */
function looksLikeData(first: Line, rows: readonly Line[]): boolean {
  const full = rows.filter(({ fields }) => fields.length === first.fields.length);
  if (full.length === 0) return first.fields.every(isNumberLike) && first.fields.length > 0;
  const numeric = first.fields.flatMap((_, i) => {
    const values = full.map(({ fields }) => fields[i].trim()).filter((value) => value !== '');
    return values.length > 0 && values.every(isNumberLike) ? [i] : [];
  });
  const names = numeric.map((i) => first.fields[i].trim());
  if (numeric.length === 0 || !names.every(isNumberLike)) return false;
  const years = names.map(Number);
  const isYears =
    years.length > 1 &&
    years.every((year, i) => year >= 1800 && year <= 2200 && (i === 0 || year === years[i - 1] + 1));
  return !isYears;
}

/** "a, b, c" above "1, 2, 3": the spaces belong to the delimiters. */
function spacedOut(header: Line | undefined, rows: readonly Line[]): boolean {
  const fields = [...(header ? [header] : []), ...rows].flatMap((line) => line.fields.slice(1));
  return (
    fields.length > 0 &&
    fields.every((field) => field === '' || field.startsWith(' ')) &&
    fields.some((field) => field.trim() !== '')
  );
}

function spacedNames(names: readonly string[]): boolean {
  return names.slice(1).every((name) => name === '' || name.startsWith(' '));
}

function wrongCount(file: string, names: readonly string[], row: Line): Error {
  return new Error(
    `${file}, line ${row.line}: ${names.length} names are given, and the line has ${row.fields.length === 1 ? '1 field' : `${row.fields.length} fields`}: ${listed(row.fields)}.`,
  );
}

/** The names of columns that have none. */
function generatedName(index: number): string {
  return `column ${index + 1}`;
}

/** How many fields most lines have. */
export function mostFrequent(lines: readonly Line[]): number {
  const counts = new Map<number, number>();
  for (const { fields } of lines) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  return [...counts].toSorted(([a, many], [b, others]) => others - many || b - a)[0]?.[0] ?? 0;
}

function listed(fields: readonly string[]): string {
  const shown = fields.slice(0, 8).map((field) => (field.length > 24 ? `${field.slice(0, 24)}…` : field));
  return `${shown.join(', ')}${fields.length > 8 ? ', …' : ''}`;
}

function ordinal(index: number): string {
  return ['first', 'second', 'third', 'fourth', 'fifth'][index] ?? `${index + 1}th`;
}

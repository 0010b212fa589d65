import { gzipSync } from 'node:zlib';
import { randomStream } from '../../kernel/multitask/data/random.ts';
import { columnsOf, type TrueColumn } from './dirty-columns.ts';

/** A table that somebody could have, with the truth about it. */
export type DirtyTable = {
  readonly ending: string;
  readonly bytes: Uint8Array;
  /** What a person has to tell; undefined: nothing. */
  readonly csv: Readonly<Record<string, unknown>> | undefined;
  /** Every column of the truth, the label among them. */
  readonly columns: readonly TrueColumn[];
  /** Why it may be refused: then the words must match. Undefined: it has to be read. */
  readonly refusal: RegExp | undefined;
  /** In words, for a failing test. */
  readonly made: readonly string[];
};

/** Table `index` of a seed: the same on every machine. */
export function dirtyTable(seed: number, index: number): DirtyTable {
  const random = randomStream(seed, `dirty table ${index}`);
  const chance = (share: number) => random.uniform() < share;
  const one = <Value>(values: readonly Value[]): Value => values[random.below(values.length)];
  const made: string[] = [];
  const rows = 3 + random.below(40);

  const delimiter = one([',', ',', ',', ';', '\t', '|', ' ', '  ']);
  const bySpaces = delimiter.trim() === '' && delimiter !== '\t';
  const lineEnd = one(['\n', '\n', '\n', '\r\n', '\r\n', '\r', 'mixed']);
  const escapeTold = one(['"', '"', '"', '\\']);
  const encoding = one(['utf-8', 'utf-8', 'utf-8', 'utf-8 with mark', 'utf-16le', 'utf-16be', 'windows-1252'] as const);
  made.push(`delimiter ${JSON.stringify(delimiter)}`, `lines ${JSON.stringify(lineEnd)}`, encoding);

  const generated = columnsOf(random, rows, { bySpaces, delimiter, encoding });
  const columns = [...generated];
  made.push(...columns.map(({ what }) => what));

  // Without a quote to escape, nobody can know whether two backslashes are one.
  const escapedBy = columns.some(({ texts }) => texts.some((text) => text.includes('"'))) ? escapeTold : '"';
  made.push(`quotes ${escapedBy}`);

  let refusal: RegExp | undefined;
  const refuse = (pattern: RegExp, why: string) => {
    refusal ??= pattern;
    made.push(`refused: ${why}`);
  };
  let csv: Record<string, unknown> | undefined;
  const tell = (option: Record<string, unknown>) => {
    csv = { ...csv, ...option };
  };
  const named = columns.map(({ name }) => name);

  // The header: as it is, in other words, twice, or none.
  const header = one([
    'plain',
    'plain',
    'plain',
    'plain',
    'index',
    'trailing',
    'case',
    'twice',
    'none',
    'given',
  ] as const);
  let names: string[] = [...named];
  let lines = Array.from({ length: rows }, (_, row) => columns.map(({ texts }) => texts[row]));
  let truth: TrueColumn[] = columns.map(({ name, kind, values }) => ({ name, kind, values }));
  if (header === 'index' && !bySpaces) {
    made.push('an index without a name');
    names = ['', ...names];
    lines = lines.map((line, row) => [String(row), ...line]);
    truth = [{ name: 'column 1', kind: 'left out', values: [] }, ...truth];
  }
  if (header === 'trailing' && !bySpaces) {
    const where = one(['both', 'rows', 'header'] as const);
    made.push(`a trailing delimiter in ${where}`);
    if (where !== 'rows') names = [...names, ''];
    if (where !== 'header') lines = lines.map((line) => [...line, '']);
    if (where === 'both') truth = [...truth, { name: `column ${names.length}`, kind: 'left out', values: [] }];
  }
  if (header === 'case') {
    const place = names.indexOf('Size');
    if (place >= 0) {
      made.push('names that differ in case');
      const copy = place + 1;
      const other = { ...columns[place], name: 'size' };
      names = [...names.slice(0, copy), 'size', ...names.slice(copy)];
      lines = lines.map((line, row) => [...line.slice(0, copy), other.texts[row], ...line.slice(copy)]);
      truth = [...truth.slice(0, copy), { ...truth[place], name: 'size' }, ...truth.slice(copy)];
    }
  }
  if (header === 'twice') {
    names = [...names, names[names.length - 1]];
    lines = lines.map((line) => [...line, line[line.length - 1]]);
    refuse(/two columns are called/, 'a name twice');
  }
  if (header === 'none') {
    refuse(
      /(line \d+ holds values, not names|has no column "click").*|two columns are called|is one field|line \d+: there (is|are) \d+ fields?/s,
      'no header',
    );
  }
  if (header === 'given') {
    made.push('names are given');
    tell({ header: named });
  }

  // Rows that do not fit.
  let emptyAt: number | undefined;
  const fault = one(['', '', '', '', '', '', 'short', 'long', 'open quote'] as const);
  if (fault !== '' && !refusal && rows > 4 && names.length > 2) {
    const row = 3 + random.below(rows - 3);
    if (fault === 'short') {
      // A last name or a last field that is empty may be left out by the header.
      lines[row] = lines[row].slice(0, Math.max(1, lines[row].length - 2));
      if (lines[row].join('') === '' && lines[row].length === 1) {
        // Nothing is left of it but its line end: an empty line is no row.
        made.push(`row ${row} is an empty line`);
        emptyAt = row;
        lines.splice(row, 1);
        truth = truth.map(
          (column) => ({ ...column, values: without<number | string>(column.values, row) }) as TrueColumn,
        );
      } else
        refuse(
          /line \d+: there (is|are) \d+ fields?|is one field|title|has no column "click".*--delimiter spaces/,
          `row ${row} is short`,
        );
    } else if (fault === 'long') {
      lines[row] = [...lines[row], 'more', 'over'];
      refuse(/line \d+: there (is|are) \d+ fields?/, `row ${row} is long`);
    } else {
      lines[row] = ['"open', ...lines[row].slice(1)];
      refuse(/line \d+.*(quote|field)|has no column "click".*It has/, `row ${row} opens a quote`);
    }
  }
  const quote = (text: string, place: number): string => {
    if (fault === 'open quote' && text === '"open') return text;
    const needed =
      /["\r\n\\]/.test(text) ||
      text.includes(delimiter.trim() === '' ? ' ' : delimiter) ||
      text.includes('\t') ||
      (bySpaces && text === '') ||
      text !== text.trim() ||
      (place === 0 && text.startsWith('#'));
    if (!needed && !chance(0.05)) return text;
    return `"${escapedBy === '"' ? text.replaceAll('"', '""') : text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  };
  const written = lines.map((line) => line.map(quote).join(delimiter));
  if (emptyAt !== undefined) written.splice(emptyAt, 0, '');
  const above: string[] = [];
  if (header !== 'none' && header !== 'given') {
    const top = one(['', '', '', '', 'blank', 'comment', 'title'] as const);
    if (top === 'blank') above.push('', one(['', '  ']));
    if (top === 'comment') above.push('# exported by a tool', ...(chance(0.5) ? ['#', '# more'] : []));
    if (top === 'title' && !bySpaces) {
      above.push('Report', '');
      tell({ header: 3 });
    }
    if (top !== '') made.push(`above: ${top}`);
  }
  const headerLine = names.map(quote).join(delimiter);
  if (chance(0.1) && names.length > 1) {
    made.push('an empty line among the rows');
    written.splice(random.below(written.length), 0, '');
  }
  const footer = one(['', '', '', '', '', '', '', 'totals', 'told', 'count'] as const);
  if (footer !== '' && !refusal && !bySpaces) {
    made.push(`footer: ${footer}`);
    const totals = ['Total', ...names.slice(1).map(() => '')].join(delimiter);
    written.push(footer === 'count' ? `(${rows} rows)` : totals);
    if (footer === 'told') tell({ footer: 1 });
    else
      refuse(
        footer === 'totals' ? /--footer 1/ : /line \d+: there (is|are) \d+ fields?.*--footer 1|--footer 1/,
        `footer ${footer}`,
      );
  }
  const all = [...above, ...(header === 'none' || header === 'given' ? [] : [headerLine]), ...written];
  const ends = all.map((_, i) => (lineEnd === 'mixed' ? ['\n', '\r\n'][i % 2] : lineEnd));
  const last = chance(0.7);
  let text = all.map((line, i) => line + (i < all.length - 1 || last ? ends[i] : '')).join('');
  if (!last) made.push('no last line end');
  if (last && chance(0.1)) text += ends[0] + ends[0];
  if (encoding === 'windows-1252' && /[^\x20-\x7e\s]/.test(text)) {
    if (chance(0.5)) tell({ encoding: one(['windows-1252', 'latin-1']) });
    else refuse(/not UTF-8 text.*--encoding windows-1252/s, 'encoding not told');
    if (refusal && csv?.encoding === undefined) refusal = new RegExp(`${refusal.source}|not UTF-8 text`, 's');
  }
  let bytes = encoded(text, encoding);
  let ending = delimiter === '\t' && chance(0.5) ? 'tsv' : one(['csv', 'csv', 'txt']);
  if (chance(0.1)) {
    bytes = gzipSync(bytes);
    ending += '.gz';
  }
  return { ending, bytes, csv, columns: truth, refusal, made };
}

function encoded(text: string, encoding: string): Uint8Array {
  switch (encoding) {
    case 'utf-8 with mark':
      return Buffer.from(`\ufeff${text}`);
    case 'utf-16le':
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    case 'utf-16be':
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    case 'windows-1252':
      return Buffer.from(text, 'latin1');
    default:
      return Buffer.from(text);
  }
}

function without<Value>(values: readonly Value[], index: number): readonly Value[] {
  return values.filter((_, i) => i !== index);
}

import { type ColumnOptions, type CsvOptions, splitLine } from '../../multitask/datasets/index.ts';
import { UsageError } from '../command-line.ts';

/** The flags of every command that reads a table. */
export const tableFlags = {
  labels: { type: 'string' },
  'numeric-labels': { type: 'string' },
  numeric: { type: 'string' },
  categorical: { type: 'string' },
  lists: { type: 'string' },
  ignore: { type: 'string' },
  missing: { type: 'string' },
  delimiter: { type: 'string' },
  encoding: { type: 'string' },
  header: { type: 'string' },
  decimal: { type: 'string' },
  comment: { type: 'string' },
  footer: { type: 'string' },
} as const;

/** What they do, for `--help`. */
export const tableFlagsHelp = `Columns
  --labels A,B=YES        columns that are labels 0 and 1; with =YES the value that is 1, with =YES/NO also the one that is 0
  --numeric-labels A,B    columns that are numbers to predict
  --numeric A,B           columns of numbers; when none is named in any way, every column is taken for what it looks like
  --categorical A,B       columns of which each value is a category, also when it looks like a number
  --lists A,B=/           columns with any number of values a row, separated by | or by what stands behind =
  --ignore A,B            columns to leave out
  --missing NA,A=-1       texts that mean "no value", in all columns of a text file or in one

Text files
  --delimiter SIGN        between fields: one character, tab, or spaces for any number of them (found out)
  --encoding NAME         e.g. windows-1252 or shift_jis (utf-8, utf-16 where it shows)
  --header none|N|A,B     there is none; the line that has it; the names (found out)
  --decimal SIGN          . or , before the decimals of numbers (found out)
  --comment SIGN          lines that begin with it are no rows (# above the header)
  --footer N              lines at the end that are no rows
`;

export const dataHelp = `--data takes a dataset's name, a file (CSV, TSV, Parquet, JSON; text also .gz), a pattern like "logs/*.parquet", a folder,
a query like "SELECT * FROM 'clicks.parquet' WHERE …", or a .sql file that holds one.
`;

type Values = { readonly [flag in keyof typeof tableFlags]?: string };

/** What the flags say, as the options of `datasets.table`. Throws UsageError for one that makes no sense. */
export function readTableFlags(values: Values): ColumnOptions & { readonly csv: CsvOptions } {
  const labels = pairs(values.labels);
  const missing = pairs(values.missing);
  const names = (text: string | undefined) => (text === undefined ? undefined : listOf(text));
  const texts = (csv: CsvOptions) => Object.fromEntries(Object.entries(csv).filter(([, value]) => value !== undefined));
  return {
    tasks: Object.fromEntries([
      ...labels.map(([name]) => [name, 'binary'] as const),
      ...listOf(values['numeric-labels'] ?? '').map((name) => [name, 'numeric'] as const),
    ]),
    labels: Object.fromEntries(
      labels.flatMap(([name, value]) => (value === undefined ? [] : [[name, positiveOf(value, name)]])),
    ),
    numeric: names(values.numeric),
    categorical: names(values.categorical),
    lists: Object.fromEntries(
      pairs(values.lists).map(([name, separator]) => [name, separator === undefined ? 'embed' : { separator }]),
    ),
    ignore: names(values.ignore),
    missing: columnTexts(missing),
    csv: texts({
      delimiter: values.delimiter,
      encoding: values.encoding,
      header: headerOf(values.header),
      decimal: decimalOf(values.decimal),
      comment: values.comment,
      footer: footerOf(values.footer),
      missing: textsOfAll(missing),
    }),
  };
}

/** "a,b=c" as [a, undefined] and [b, c]; a name with a comma stands in double quotes. */
function pairs(text: string | undefined): readonly (readonly [string, string | undefined])[] {
  return listOf(text ?? '').map((part) => {
    const at = part.lastIndexOf('=');
    return at <= 0 ? [part, undefined] : [part.slice(0, at), part.slice(at + 1)];
  });
}

function listOf(text: string): string[] {
  return splitLine(text)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function positiveOf(value: string, name: string): { readonly positive: string; readonly negative?: string } {
  const [positive = '', negative, ...more] = value.split('/');
  if (positive === '' || more.length > 0)
    throw new UsageError(
      `--labels ${name}=${value}: behind = stands the value that is 1, or both, as in ${name}=yes/no.`,
    );
  return negative === undefined ? { positive } : { positive, negative };
}

function columnTexts(missing: ReturnType<typeof pairs>): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const [name, value] of missing) if (value !== undefined) found[name] = [...(found[name] ?? []), value];
  return found;
}

function textsOfAll(missing: ReturnType<typeof pairs>): readonly string[] | undefined {
  const texts = missing.flatMap(([text, value]) => (value === undefined ? [text] : []));
  return texts.length === 0 ? undefined : texts;
}

function headerOf(text: string | undefined): CsvOptions['header'] {
  if (text === undefined || text === 'none') return text;
  return /^\d+$/.test(text.trim()) ? Number(text) : splitLine(text).map((name) => name.trim());
}

function decimalOf(text: string | undefined): CsvOptions['decimal'] {
  if (text === undefined || text === '.' || text === ',') return text;
  throw new UsageError(`--decimal must be "." or ","; it is ${JSON.stringify(text)}.`);
}

function footerOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text))
    throw new UsageError(`--footer must be a whole number from 0 on; it is ${JSON.stringify(text)}.`);
  return Number(text);
}

import { type ColumnOptions, type CsvOptions, csvOptions, tableOptions } from '../../multitask/datasets/index.ts';
import { anyText, list, object, record, text } from '../../multitask/options/index.ts';
import { type FlagTable, type FlagValues, namesOf, UsageError } from '../command-line/index.ts';

const label = object({
  name: { type: text, needed: true, about: 'The column' },
  positive: { type: text, about: 'The value that is 1' },
  negative: { type: text, about: 'The value that is 0' },
});

const columnFlags = {
  labels: {
    type: list(label, 1),
    parse: labelsOf,
    value: 'A,B=YES',
    about: 'Columns that are labels 0 and 1; with =YES the value that is 1, with =YES/NO also the one that is 0',
    also: ['tasks', 'target', 'targets', 'y'],
  },
  numericLabels: { type: list(text, 1), about: 'Columns that are numbers to predict' },
  numeric: tableOptions.numeric,
  categorical: tableOptions.categorical,
  lists: {
    ...tableOptions.lists,
    parse: (text: string) =>
      Object.fromEntries(
        pairs(text).map(([name, separator]) => [name, separator === undefined ? 'embed' : { separator }]),
      ),
    value: 'A,B=/',
    about: `${tableOptions.lists.about}, separated by | or by what stands behind =`,
  },
  sharedVocabulary: {
    ...tableOptions.sharedVocabulary,
    parse: (text: string) => namesOf(text).map((group) => group.split('=').map((name) => name.trim())),
    value: 'A=B',
    about:
      'Groups of categorical and list columns whose values are found as one, so that their codes mean the same: what attention over lists needs',
  },
  ignore: tableOptions.ignore,
  missing: {
    type: object({
      everywhere: { type: list(anyText), needed: true, about: 'In all columns' },
      columns: { type: record('column', list(anyText)), needed: true, about: 'In one' },
    }),
    parse: missingOf,
    value: 'NA,A=-1',
    about: 'Texts that mean "no value", in all columns of a text file or in one',
    also: csvOptions.missing.also,
  },
} as const satisfies FlagTable;

const { delimiter, encoding, header, decimal, comment, footer } = csvOptions;

/** The flags of every command that reads a table. */
export const tableFlags = {
  columns: columnFlags,
  textFiles: {
    delimiter: { ...delimiter, value: 'SIGN' },
    encoding: { ...encoding, value: 'NAME' },
    header,
    decimal: { ...decimal, value: 'SIGN' },
    comment: { ...comment, value: 'SIGN' },
    footer,
  },
} as const satisfies Readonly<Record<string, FlagTable>>;

export const dataHelp = `--data takes a dataset's name, a file (CSV, TSV, Parquet, JSON; text also .gz), a pattern like "logs/*.parquet", a folder,
a query like "SELECT * FROM 'clicks.parquet' WHERE …", or a .sql file that holds one.
`;

/** What the flags say, as the options of `datasets.table`. */
export function tableOf({
  columns: { labels = [], numericLabels = [], numeric, categorical, lists, sharedVocabulary, ignore, missing },
  textFiles,
}: FlagValues<typeof tableFlags>): ColumnOptions & { readonly csv: CsvOptions } {
  const everywhere = missing?.everywhere ?? [];
  return {
    tasks: Object.fromEntries([
      ...labels.map(({ name }) => [name, 'binary'] as const),
      ...numericLabels.map((name) => [name, 'numeric'] as const),
    ]),
    labels: Object.fromEntries(
      labels.flatMap(({ name, positive, negative }) =>
        positive === undefined ? [] : [[name, { positive, ...(negative === undefined ? {} : { negative }) }]],
      ),
    ),
    ...(numeric && { numeric }),
    ...(categorical && { categorical }),
    ...(lists && { lists }),
    ...(sharedVocabulary && { sharedVocabulary }),
    ...(ignore && { ignore }),
    missing: missing?.columns ?? {},
    csv: { ...textFiles, ...(everywhere.length === 0 ? {} : { missing: everywhere }) },
  };
}

function labelsOf(text: string): readonly object[] {
  return pairs(text).map(([name, value]) => {
    if (value === undefined) return { name };
    const [positive = '', negative, ...more] = value.split('/');
    if (positive === '' || negative === '' || more.length > 0)
      throw new UsageError(
        `--labels ${name}=${value}: behind = stands the value that is 1, or both, as in ${name}=yes/no.`,
      );
    return { name, positive, negative };
  });
}

/** "NA,A=-1" */
function missingOf(text: string) {
  const given = pairs(text);
  const columns: Record<string, string[]> = {};
  for (const [name, value] of given) if (value !== undefined) columns[name] = [...(columns[name] ?? []), value];
  return { everywhere: given.flatMap(([name, value]) => (value === undefined ? [name] : [])), columns };
}

/** "a,b=c" as [a, undefined] and [b, c]. */
function pairs(text: string): readonly (readonly [string, string | undefined])[] {
  return namesOf(text).map((part) => {
    const at = part.lastIndexOf('=');
    return at <= 0 ? [part, undefined] : [part.slice(0, at), part.slice(at + 1)];
  });
}

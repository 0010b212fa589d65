import { enumerate } from '../../../text/index.ts';
import { type LabelValues, type ReadWith, type Task, toldOf } from '../../data/index.ts';
import { nearest } from '../../options/index.ts';
import { say } from './csv/advice.ts';
import { literal } from './duckdb.ts';
import { isWordSql, numberTextSql } from './number-sql.ts';
import type { Relation } from './relation.ts';
import type { ColumnOptions, Scalar } from './table-options.ts';

/** What a table's columns are for. */
export type TableColumns = {
  readonly tasks: readonly Task[];
  /** In the order of the features. */
  readonly features: readonly FeaturePlan[];
  /** How their texts are read. */
  readonly how: ReadWith;
  /** Numeric features and labels that are read in 64 bits; 32 would round away what the rows differ by. */
  readonly wide: ReadonlySet<string>;
};

export type FeaturePlan =
  | { readonly kind: 'numeric'; readonly name: string }
  | { readonly kind: 'categorical'; readonly name: string }
  | { readonly kind: 'list'; readonly name: string; readonly separator: string };

/** What options say of how texts are read. */
export function givenReading({
  labels = {},
  missing = {},
  weight,
}: ColumnOptions): Pick<ReadWith, 'labels' | 'missing' | 'weight'> {
  const texts = (given: Scalar | readonly Scalar[]) => (Array.isArray(given) ? given : [given]).map(String);
  return {
    labels: mapped(
      labels,
      ({ positive, negative }): LabelValues => ({
        positive: String(positive),
        ...(negative === undefined ? {} : { negative: String(negative) }),
      }),
    ),
    missing: mapped(missing, texts),
    ...(weight === undefined ? {} : { weight }),
  };
}

function mapped<From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** Every column name that the options mention. */
export function mentioned(options: ColumnOptions): string[] {
  return [
    ...Object.keys(options.tasks ?? {}),
    ...named(options).map((feature) => feature.name),
    ...(options.ignore ?? []),
    ...Object.keys(options.labels ?? {}),
    ...Object.keys(options.missing ?? {}),
    ...(options.sharedVocabulary ?? []).flat(),
    ...(options.weight === undefined ? [] : [options.weight]),
  ];
}

export function tasksOf(options: ColumnOptions, relation: Relation): Task[] {
  const tasks = Object.entries(options.tasks ?? {}).map(([name, kind]): Task => {
    const task = typeof kind === 'string' ? { name, kind } : { ...kind, name };
    if (task.kind === 'binary' || task.kind === 'numeric') return task;
    throw new Error(`tasks.${name} must be 'binary' or 'numeric': got ${JSON.stringify(task.kind)}.`);
  });
  if (tasks.length > 0) return tasks;
  throw new Error(`Say which columns are labels, e.g. tasks: { click: 'binary' }. ${columnList(relation)}`);
}

/** The features that the options name; none means that all columns are. */
export function named(options: ColumnOptions): FeaturePlan[] {
  const lists = Array.isArray(options.lists)
    ? options.lists.map((name: string) => [name, 'embed'] as const)
    : Object.entries(options.lists ?? {});
  return [
    ...(options.numeric ?? []).map((name): FeaturePlan => ({ kind: 'numeric', name })),
    ...(options.categorical ?? []).map((name): FeaturePlan => ({ kind: 'categorical', name })),
    ...lists.map(
      ([name, how]): FeaturePlan => ({ kind: 'list', name, separator: how === 'embed' ? '|' : how.separator }),
    ),
  ];
}

/**
 * Makes sure that each column is there, is of a type that fits, and is used once: as a label or as one feature.
 *
 * @param labels `optional` for rows to predict: their labels may be missing.
 */
export function checkColumns(
  { tasks, features, how }: Pick<TableColumns, 'tasks' | 'features' | 'how'>,
  relation: Relation,
  labels: 'needed' | 'optional' = 'needed',
): void {
  if (how.weight !== undefined) checkWeightColumn(how.weight, [...tasks, ...features], relation);
  for (const task of tasks) {
    const type = typeOf(relation, task.name);
    if (type === undefined && labels === 'needed')
      throw missingColumn(relation, task.name, `the label of task "${task.name}"`);
    if (type !== undefined && !toldOf(how.labels, task.name))
      checkNumbers(relation, task.name, type, `labels of task "${task.name}"`);
    const feature = features.find(({ name }) => name === task.name);
    if (feature) {
      throw new Error(
        `Column "${task.name}" is the label of a task and a ${feature.kind} feature too: a model that sees its label learns nothing else.`,
      );
    }
  }
  features.forEach(({ kind, name }, i) => {
    const twice = features.findIndex((other) => other.name === name);
    if (twice !== i) throw new Error(`Column "${name}" is named twice, as ${features[twice].kind} and as ${kind}.`);
    const type = typeOf(relation, name);
    if (type === undefined) throw missingColumn(relation, name, `the ${kind} feature "${name}"`);
    if (kind === 'numeric') checkNumbers(relation, name, type, 'a numeric feature');
    if (kind === 'categorical' && isNested(type)) {
      throw new Error(`${relation.name}, column "${name}" holds ${type}: a categorical feature has one value a row.`);
    }
    if (kind === 'list' && type !== 'VARCHAR' && !/^(?!STRUCT|MAP|UNION).*\[\d*\]$/.test(type)) {
      throw new Error(`${relation.name}, column "${name}" holds ${type}: a list feature needs lists, or text to cut.`);
    }
  });
}

/** Options that speak of a column that is not there would do nothing, without a word. */
export function checkMentioned(
  { ignore = [], labels = {}, missing = {}, sharedVocabulary = [] }: ColumnOptions,
  relation: Relation,
): void {
  for (const [option, names] of Object.entries({
    ignore,
    labels: Object.keys(labels),
    missing: Object.keys(missing),
    sharedVocabulary: sharedVocabulary.flat(),
  })) {
    const unknown = names.find((name) => typeOf(relation, name) === undefined);
    if (unknown !== undefined) throw missingColumn(relation, unknown, `which ${option} names`);
  }
}

function checkWeightColumn(weight: string, others: readonly { readonly name: string }[], relation: Relation): void {
  if (others.some(({ name }) => name === weight))
    throw new Error(`Column "${weight}" is the weight of the rows, so it cannot be a label or a feature too.`);
  const type = typeOf(relation, weight);
  if (type === undefined) throw missingColumn(relation, weight, 'the weight of the rows');
  checkNumbers(relation, weight, type, 'the weight of a row');
}

/** The label or numeric feature as a DOUBLE; NULL where it has no value or the value is no number. */
export function numberSql(name: string, relation: Relation, how: ReadWith, use: 'label' | 'feature'): string {
  const column = columnSql(relation, name);
  const type = typeOf(relation, name);
  if (type === undefined) return 'NULL::DOUBLE';
  const labels = use === 'label' ? toldOf(how.labels, name) : undefined;
  const absent = absentSql(name, relation, how);
  const unlessAbsent = (value: string) =>
    absent === undefined ? value : `CASE WHEN ${absent} THEN NULL ELSE ${value} END`;
  if (labels) {
    const { positive, negative } = labels;
    const isNegative = negative === undefined ? '' : ` WHEN ${isValueSql(column, negative)} THEN 0::DOUBLE`;
    return unlessAbsent(`CASE WHEN ${isValueSql(column, positive)} THEN 1::DOUBLE${isNegative} END`);
  }
  if (type !== 'VARCHAR') return unlessAbsent(`TRY_CAST(${column} AS DOUBLE)`);
  const text = `trim(${column})`;
  const number = numberTextSql(text, toldOf(how.numbers, name));
  if (use === 'feature') return unlessAbsent(number);
  return unlessAbsent(`CASE lower(${text}) WHEN 'true' THEN 1::DOUBLE WHEN 'false' THEN 0::DOUBLE ELSE ${number} END`);
}

/** Whether a row has something in a column of numbers: neither nothing nor a word that means nothing. */
export function presentSql(name: string, relation: Relation, how: ReadWith): string {
  const column = columnSql(relation, name);
  const absent = absentSql(name, relation, how);
  const words = typeOf(relation, name) === 'VARCHAR' ? ` AND NOT ${isWordSql(`trim(${column})`)}` : '';
  return `(${column} IS NOT NULL${words}${absent === undefined ? '' : ` AND NOT ${absent}`})`;
}

/** Whether a row has one of the texts that were told to mean "no value" in this column. */
function absentSql(name: string, relation: Relation, { missing }: ReadWith): string | undefined {
  const words = toldOf(missing, name);
  if (!words || words.length === 0 || typeOf(relation, name) === undefined) return undefined;
  const column = columnSql(relation, name);
  return `coalesce(${words.map((word) => isValueSql(column, word)).join(' OR ')}, false)`;
}

/** Whether a column says this: as text, or as the same number. */
export function isValueSql(column: string, value: string): string {
  const text = `trim(CAST(${column} AS VARCHAR))`;
  const same = `${text} = ${literal(value.trim())}`;
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) return `(${same})`;
  return `(${same} OR coalesce(TRY_CAST(${text} AS DOUBLE) = ${number}, false))`;
}

/** The category of a row as text; no value is the empty text. */
export function categorySql(name: string, relation: Relation, how: ReadWith): string {
  const text = `coalesce(CAST(${columnSql(relation, name)} AS VARCHAR), '')`;
  const absent = absentSql(name, relation, how);
  return absent === undefined ? text : `CASE WHEN ${absent} THEN '' ELSE ${text} END`;
}

/** The values of a list column as a list of texts, without those that are missing or empty. */
export function listSql({ name, separator }: { name: string; separator: string }, relation: Relation): string {
  const column = columnSql(relation, name);
  const texts =
    typeOf(relation, name) === 'VARCHAR'
      ? `list_transform(string_split(${column}, ${literal(separator)}), lambda value: trim(value))`
      : `CAST(${column} AS VARCHAR[])`;
  return `coalesce(list_filter(${texts}, lambda value: value <> ''), [])`;
}

/** A column in SQL. */
export function columnSql(relation: Relation, name: string): string {
  return relation.columns.find((column) => column.name === name)?.id ?? 'NULL';
}

export function typeOf(relation: Relation, name: string): string | undefined {
  return relation.columns.find((column) => column.name === name)?.type;
}

export function isNumber(type: string): boolean {
  return /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/.test(type);
}

export function isNested(type: string): boolean {
  return /\]$|^(STRUCT|MAP|UNION|BLOB|VARIANT)/.test(type);
}

function checkNumbers(relation: Relation, name: string, type: string, use: string): void {
  if (isNumber(type) || type === 'VARCHAR' || type === 'BOOLEAN') return;
  throw new Error(`${relation.name}, column "${name}" holds ${type}, not numbers: it cannot be ${use}.`);
}

export function missingColumn(relation: Relation, name: string, use: string): Error {
  const near = nearest(
    name,
    relation.columns.map((column) => column.name),
  ).map((each) => JSON.stringify(each));
  // "click preis cost" as one name: the rows did not settle how fields are separated.
  const isTold = relation.format === 'csv' && relation.columns.length === 1;
  const separator = isTold ? separatorIn(relation.columns[0].name, name) : undefined;
  const hint =
    separator !== undefined
      ? ` If its header has several names, ${say(`delimiter: '${separator}'`, `--delimiter ${separator}`)}.`
      : near.length > 0
        ? ` Did you mean ${enumerate(near, 'or')}?`
        : '';
  return new Error(`${relation.name} has no column "${name}", ${use}.${hint} ${columnList(relation)}`);
}

/** What stands around `name` in a header that was taken for one name, as csv.delimiter calls it. */
function separatorIn(header: string, name: string): string | undefined {
  for (const [called, separator] of [
    ['spaces', /\s+/],
    ['comma', ','],
    ['semicolon', ';'],
    ['bar', '|'],
  ] as const)
    if (header.split(separator).length > 1 && header.split(separator).includes(name)) return called;
  return undefined;
}

function columnList(relation: Relation): string {
  const names = relation.columns.map(({ name }) => name);
  const listed = names.slice(0, 30).join(', ');
  return `It has: ${listed}${names.length > 30 ? ` and ${names.length - 30} more` : ''}.`;
}

import type { Task } from '../../data/index.ts';
import { identifier, literal } from './duckdb.ts';
import type { Relation } from './relation.ts';

/** What a table's columns are for. */
export type TableColumns = {
  readonly tasks: readonly Task[];
  /** In the order of the features. */
  readonly features: readonly FeaturePlan[];
};

export type FeaturePlan =
  | { readonly kind: 'numeric'; readonly name: string }
  | { readonly kind: 'categorical'; readonly name: string }
  | { readonly kind: 'list'; readonly name: string; readonly separator: string };

/** Which columns are labels and which are features. */
export type ColumnOptions = {
  /** Columns that are labels, e.g. `{ click: 'binary', price: 'numeric' }`. */
  readonly tasks: Readonly<Record<string, Task['kind'] | Omit<Task, 'name'>>>;
  /** Columns of numbers. When no feature is named at all, every column that is no label and not ignored is one. */
  readonly numeric?: readonly string[];
  /** Columns of which each value is a category of its own, also when it looks like a number. */
  readonly categorical?: readonly string[];
  /** Columns with any number of values a row, for embeddings: lists of Parquet or JSON, or text cut at `separator`, "|". */
  readonly lists?: readonly string[] | Readonly<Record<string, 'embed' | { readonly separator: string }>>;
  /** Columns to leave out when no feature is named. */
  readonly ignore?: readonly string[];
};

/** Every column name that the options mention. */
export function mentioned(options: ColumnOptions): string[] {
  return [
    ...Object.keys(options.tasks ?? {}),
    ...named(options).map((feature) => feature.name),
    ...(options.ignore ?? []),
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
  { tasks, features }: TableColumns,
  relation: Relation,
  labels: 'needed' | 'optional' = 'needed',
): void {
  for (const task of tasks) {
    const type = typeOf(relation, task.name);
    if (type === undefined && labels === 'needed')
      throw missing(relation, task.name, `the label of task "${task.name}"`);
    if (type !== undefined) checkNumbers(relation, task.name, type, `labels of task "${task.name}"`);
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
    if (type === undefined) throw missing(relation, name, `the ${kind} feature "${name}"`);
    if (kind === 'numeric') checkNumbers(relation, name, type, 'a numeric feature');
    if (kind === 'categorical' && isNested(type)) {
      throw new Error(`${relation.name}, column "${name}" holds ${type}: a categorical feature has one value a row.`);
    }
    if (kind === 'list' && type !== 'VARCHAR' && !/^(?!STRUCT|MAP|UNION).*\[\d*\]$/.test(type)) {
      throw new Error(`${relation.name}, column "${name}" holds ${type}: a list feature needs lists, or text to cut.`);
    }
  });
}

/** The label or numeric feature as a FLOAT; NULL where it has no value or the value is no number. */
export function numberSql(name: string, relation: Relation, use: 'label' | 'feature'): string {
  const column = identifier(name);
  const type = typeOf(relation, name);
  if (type === undefined) return 'NULL::FLOAT';
  if (type !== 'VARCHAR') return `TRY_CAST(${column} AS FLOAT)`;
  const number = `TRY_CAST(trim(${column}) AS FLOAT)`;
  if (use === 'feature') return number;
  return `CASE lower(trim(${column})) WHEN 'true' THEN 1::FLOAT WHEN 'false' THEN 0::FLOAT ELSE ${number} END`;
}

/** The category of a row as text; no value is the empty text. */
export function categorySql(name: string): string {
  return `coalesce(CAST(${identifier(name)} AS VARCHAR), '')`;
}

/** The values of a list column as a list of texts, without those that are missing or empty. */
export function listSql({ name, separator }: { name: string; separator: string }, relation: Relation): string {
  const column = identifier(name);
  const texts =
    typeOf(relation, name) === 'VARCHAR'
      ? `list_transform(string_split(${column}, ${literal(separator)}), lambda value: trim(value))`
      : `CAST(${column} AS VARCHAR[])`;
  return `coalesce(list_filter(${texts}, lambda value: value <> ''), [])`;
}

export function typeOf(relation: Relation, name: string): string | undefined {
  return relation.columns.find((column) => column.name === name)?.type;
}

export function isNumber(type: string): boolean {
  return /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/.test(type);
}

function isNested(type: string): boolean {
  return /\]$|^(STRUCT|MAP|UNION|BLOB|VARIANT)/.test(type);
}

function checkNumbers(relation: Relation, name: string, type: string, use: string): void {
  if (isNumber(type) || type === 'VARCHAR' || type === 'BOOLEAN') return;
  throw new Error(`${relation.name}, column "${name}" holds ${type}, not numbers: it cannot be ${use}.`);
}

function missing(relation: Relation, name: string, use: string): Error {
  const alike = relation.columns.find((column) => column.name.trim().toLowerCase() === name.trim().toLowerCase());
  const hint = alike ? ` Did you mean "${alike.name}"?` : '';
  return new Error(`${relation.name} has no column "${name}", ${use}.${hint} ${columnList(relation)}`);
}

function columnList(relation: Relation): string {
  const names = relation.columns.map(({ name }) => name);
  const listed = names.slice(0, 30).join(', ');
  return `It has: ${listed}${names.length > 30 ? ` and ${names.length - 30} more` : ''}.`;
}

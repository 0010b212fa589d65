import { type Column, type Dataset, pickRows, type Rows, withTrainLabels } from '../../data/index.ts';
import { abortSignal, either, list, type OptionTable, oneOf, readOptions, text } from '../../options/index.ts';
import { codeArray, translation } from '../code-array.ts';
import { numericColumn } from '../numeric-column.ts';
import { decompressed } from '../scan/decompressed.ts';
import { type Field, type ScannedColumns, scanFields } from '../scan/fields.ts';
import { type CensusTask, censusFeatures, censusFields, censusTasks } from './columns.ts';
import { censusFiles } from './files.ts';
import { numpySample } from './numpy-sample.ts';

/**
 * Census-Income (KDD), UCI dataset 117: 199,523 train rows of the US census of 1994–95, the data of the MMoE paper (§6.2)
 * and of PaddleRec's demo. Read from `MULTITASK_DATA` or from the cache that `multitask-notebook data census-income` fills.
 *
 * Features are PaddleRec's: 11 numeric columns, then 29 categorical ones whose one-hot columns are 488, in its order. The
 * test file is split in halves as PaddleRec does (pandas `sample(frac=.5, random_state=1)` is the validation half). Values
 * lose the space that the file has before each field; a value that the train rows never have is code −1.
 *
 * @returns rows by part, each column an array, [row]; labels are 0 and 1.
 * @throws when the files are not there, with the command that fetches them, or a line does not have the 42 fields.
 */
export async function censusIncome(options: CensusIncomeOptions = {}): Promise<Dataset> {
  const { columns, tasks: group, folder, signal } = readOptions('censusIncome', censusIncomeOptions, options);
  const tasks: readonly CensusTask[] = censusTasks[group];
  const fields = censusFeatures(columns, tasks);
  const files = censusFiles(folder);

  const needed = new Set([...fields.map((field) => field.name), ...tasks.map((task) => task.field)]);
  const plan = censusFields.map((field) => (needed.has(field.name) ? field : { ...field, kind: 'skip' as const }));
  const scan = (file: string) => scanFields(decompressed(file, signal), plan, file);
  const train = await scan(files.train);
  if (train.length === 0) throw new Error(`${files.train} has no rows.`);
  const held = await scan(files.test);

  const features = fields.map((field) => featureColumn(field, train));
  const trainRows = rowsOf(train, features, tasks, files.train);
  const heldRows = rowsOf(held, features, tasks, files.test);
  const validation = numpySample(held.length, Math.round(held.length / 2), 1).sort();
  return {
    name: 'census-income',
    features: { columns: features },
    tasks: withTrainLabels(
      tasks.map(({ name, description }) => ({ name, kind: 'binary', description })),
      trainRows.labels,
    ),
    train: trainRows,
    validation: pickRows(heldRows, validation),
    test: pickRows(heldRows, without(validation, held.length)),
  };
}

/** How the census is read. */
export type CensusIncomeOptions = {
  /**
   * All columns but the labels, also `education` and the survey's `instance_weight`; `'paper'`: without these two, as
   * in the MMoE paper; or names of columns; `'paddlerec'` without this.
   */
  readonly columns?: 'paddlerec' | 'paper' | readonly string[];
  /**
   * The two groups of tasks of the MMoE paper, whose labels are never among the columns; `'income-marital'` without
   * this.
   */
  readonly tasks?: 'income-marital' | 'education-marital';
  /** Where the two files are; `MULTITASK_DATA` and the cache without this. */
  readonly folder?: string;
  /** A signal that ends the reading when it is aborted; none without this. */
  readonly signal?: AbortSignal;
};

const censusIncomeOptions = {
  columns: {
    type: either(oneOf('paddlerec', 'paper'), list(text)),
    default: 'paddlerec',
    about:
      "All columns but the labels, also `education` and the survey's `instance_weight`; `'paper'`: without these two, as in the MMoE paper; or names of columns",
    also: ['features'],
  },
  tasks: {
    type: oneOf('income-marital', 'education-marital'),
    default: 'income-marital',
    about: 'The two groups of tasks of the MMoE paper, whose labels are never among the columns',
    also: ['labels'],
  },
  folder: {
    type: text,
    without: '`MULTITASK_DATA` and the cache',
    about: 'Where the two files are',
    also: ['path', 'dir'],
  },
  signal: { type: abortSignal, about: 'A signal that ends the reading when it is aborted' },
} as const satisfies OptionTable<CensusIncomeOptions>;

function featureColumn({ name, kind }: Field, train: ScannedColumns): Column {
  if (kind === 'number') return numericColumn(name, numbersOf(train, name));
  return { kind: 'categorical', name, values: inOrder(categoriesOf(train, name).values) };
}

/** As pandas orders the levels of a column: whole numbers by size, texts by code unit. */
function inOrder(values: readonly string[]): readonly string[] {
  if (values.every((value) => /^\d+$/.test(value))) return values.toSorted((a, b) => Number(a) - Number(b));
  return values.toSorted();
}

function rowsOf(
  scanned: ScannedColumns,
  features: readonly Column[],
  tasks: readonly CensusTask[],
  file: string,
): Rows {
  return {
    columns: features,
    length: scanned.length,
    numeric: features.flatMap((column) => (column.kind === 'numeric' ? [numbersOf(scanned, column.name)] : [])),
    categorical: features.flatMap((column) => {
      if (column.kind !== 'categorical') return [];
      const { codes, values } = categoriesOf(scanned, column.name);
      const recoded = translation(values, column.values);
      return [codeArray(column.values.length, codes.length).map((_, row) => recoded[codes[row]])];
    }),
    lists: [],
    labels: Object.fromEntries(tasks.map((task) => [task.name, labelsOf(scanned, task, file)])),
  };
}

function labelsOf(scanned: ScannedColumns, task: CensusTask, file: string): Float32Array {
  const { codes, values } = categoriesOf(scanned, task.field);
  if (task.field === 'income_50k') {
    const odd = values.findIndex((value) => value !== '50000+.' && value !== '- 50000.');
    if (odd >= 0) {
      const line = codes.indexOf(odd) + 1;
      throw new Error(`${file}, line ${line}: income is "- 50000." or "50000+.", not ${JSON.stringify(values[odd])}.`);
    }
  }
  const positive = values.map((value) => (task.values.includes(value) ? 1 : 0));
  return new Float32Array(codes.length).map((_, row) => positive[codes[row]]);
}

function numbersOf(scanned: ScannedColumns, name: string): Float32Array {
  const values = scanned.numbers.get(name);
  if (!values) throw new Error(`Column "${name}" was not read.`);
  return values;
}

function categoriesOf(scanned: ScannedColumns, name: string) {
  const column = scanned.categories.get(name);
  if (!column) throw new Error(`Column "${name}" was not read.`);
  return column;
}

/** The rows below `length` that are not in `rows`, ascending. */
function without(rows: Uint32Array, length: number): Uint32Array {
  const taken = new Set(rows);
  return Uint32Array.from({ length }, (_, i) => i).filter((row) => !taken.has(row));
}

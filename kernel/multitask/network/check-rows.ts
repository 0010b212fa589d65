import { errorMessage } from '../../text/index.ts';
import { type Column, checkWeights, fitsFloat32, type Numbers, type Rows, weighNothing } from '../data/index.ts';
import { checkColumns } from './check-columns.ts';
import type { Network } from './network.ts';

/**
 * @param first number of the first of these rows, where they are a piece of more.
 * @throws when rows are not of the columns that a network reads, or hold what it cannot, in words that say which column,
 * and in which row.
 */
export function checkRows(network: Network, rows: Rows, what: string, first = 0): void {
  if (!Array.isArray(rows?.numeric) || !Array.isArray(rows.categorical) || !Array.isArray(rows.lists))
    throw new Error(
      `${what} takes rows, e.g. dataset.train or dataset.test${'train' in Object(rows) ? '; this is a whole dataset' : ''}.`,
    );
  const { columns } = network.features;
  checkColumns(columns, rows, what);
  for (const [kind, given] of [
    ['numeric', rows.numeric],
    ['categorical', rows.categorical],
    ['list', rows.lists],
  ] as const) {
    const wanted = columns.filter((column) => column.kind === kind);
    if (given.length !== wanted.length)
      throw new Error(
        `${what}: the rows have ${given.length} ${kind} columns but the model was made for ${wanted.length}` +
          `${wanted.length > 0 ? ` (${someNames(wanted)})` : ''}. Read them with the columns of the model's own dataset.`,
      );
    for (const [i, column] of wanted.entries()) {
      const length = kind === 'list' ? rows.lists[i].offsets.length - 1 : (given[i] as ArrayLike<number>).length;
      if (length !== rows.length)
        throw new Error(`${what}: column "${column.name}" has ${length} entries but there are ${rows.length} rows.`);
      if (column.kind === 'numeric') checkNumbers(network, column, rows.numeric[i], what, first);
      else if (column.kind === 'list') checkLists(column, rows.lists[i], what, first);
      else checkCodes(column, rows.categorical[i], what, (at) => first + at);
    }
  }
}

/** @throws when a task's labels are missing, a weight is no weight, or a binary label is neither 0 nor 1 (NaN is a label that was not observed). */
export function checkLabels({ tasks }: Network, rows: Rows, what: string, first = 0): void {
  if (rows.weights)
    try {
      checkWeights(rows.weights, rows.length, first);
    } catch (error) {
      throw new Error(`${what}: ${errorMessage(error)}`);
    }
  for (const { name, kind } of tasks) {
    const labels = rows.labels?.[name];
    if (!labels) {
      const known = Object.keys(rows.labels ?? {}).join(', ') || 'none';
      throw new Error(`${what}: the rows have no labels of task "${name}"; they have ${known}.`);
    }
    if (labels.length !== rows.length)
      throw new Error(`${what}: task "${name}" has ${labels.length} labels but there are ${rows.length} rows.`);
    const wrong = kind === 'binary' ? firstNeither(labels) : firstInfinite(labels);
    if (wrong !== -1)
      throw new Error(
        `${what}: the label of task "${name}" in row ${first + wrong} is ${labels[wrong]}; ` +
          `${kind === 'binary' ? 'it must be 0 or 1, or NaN where it was not observed' : 'it must be finite'}.`,
      );
  }
}

/** @throws when there are no rows, or none that counts: a row of weight 0 is as good as absent. */
export function checkSomeCount(rows: Rows, what: string): void {
  if (rows.length === 0)
    throw new Error(`${what}: there are no rows; pass a part that has some, e.g. dataset.train or dataset.test.`);
  if (weighNothing(rows))
    throw new Error(
      `${what}: the weight of every row is 0, so none of ${rows.length} counts; look at their weights, or pass rows that have some above 0.`,
    );
}

const infinity = Number.POSITIVE_INFINITY;

/** NaN is a number that is missing. */
function checkNumbers(
  { inputs }: Network,
  { name, mean, sd }: Extract<Column, { kind: 'numeric' }>,
  values: Numbers,
  what: string,
  first: number,
): void {
  const wrong = firstInfinite(values);
  if (wrong !== -1)
    throw new Error(
      `${what}: column "${name}" is ${values[wrong]} in row ${first + wrong}; it must be a finite number, or NaN where it ` +
        'is missing.',
    );
  if (inputs === 'raw' && values instanceof Float64Array && !fitsFloat32(mean, sd))
    throw new Error(
      `${what}: the values of column "${name}" are around ${mean} and differ by about ${sd}, which 32 bits cannot hold as ` +
        "they are. Leave out inputs: 'raw', so that they are standardised first.",
    );
}

/** -1 where there is none. A loop: it reads every number of a table, and a call for each takes ten times as long. */
function firstInfinite(values: Numbers): number {
  for (let i = 0; i < values.length; i++) if (Math.abs(values[i]) === infinity) return i;
  return -1;
}

/** Neither 0 nor 1, nor NaN. */
function firstNeither(labels: Numbers): number {
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label !== 0 && label !== 1 && !Number.isNaN(label)) return i;
  }
  return -1;
}

type Coded = Exclude<Column, { kind: 'numeric' }>;

function checkLists(column: Coded, { offsets, codes }: Rows['lists'][number], what: string, first: number): void {
  for (let row = 0; row + 1 < offsets.length; row++)
    if (offsets[row + 1] < offsets[row] || offsets[row + 1] > codes.length)
      throw new Error(
        `${what}: the list of column "${column.name}" in row ${first + row} is from ${offsets[row]} to ` +
          `${offsets[row + 1]}, and there are ${codes.length} codes.`,
      );
  checkCodes(column, codes, what, (at) => first + offsets.findIndex((end, row) => row > 0 && end > at) - 1);
}

function checkCodes(
  { name, values }: Coded,
  codes: ArrayLike<number>,
  what: string,
  rowOf: (at: number) => number,
): void {
  const wrong = firstUnknown(codes, values.length);
  if (wrong !== -1)
    throw new Error(
      `${what}: column "${name}" has the code ${codes[wrong]} in row ${rowOf(wrong)} but the model knows ${values.length} values ` +
        "of it. Read the rows with the vocabulary of the model's own dataset.",
    );
}

function firstUnknown(codes: ArrayLike<number>, known: number): number {
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (code >= known || code < -1) return i;
  }
  return -1;
}

function someNames(columns: readonly Column[]): string {
  const names = columns.slice(0, 3).map((column) => column.name);
  return columns.length > 3 ? `${names.join(', ')}, …` : names.join(', ');
}

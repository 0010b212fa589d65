import { fraction, significant } from '../../../text/index.ts';
import type { Task } from '../../data/index.ts';
import { type Column, type Numbers, pickRows, type Rows } from '../../data/index.ts';
import type { Network } from '../../network/index.ts';
import { histogramBins } from '../gate-statistics.ts';
import type { GatedModel } from '../gated-model.ts';

/** Rows as a person reads them: categories by name, numbers in the column's own units. */
export type FoundRows = {
  /** How many there are, and the first of them. */
  readonly count: number;
  /** Names above the lines. */
  readonly columns: readonly string[];
  /** The first rows as text. [row][column] */
  readonly lines: readonly (readonly string[])[];
};

/** Rows of which a gate gives an expert a weight in this bin, as its histogram counts them. */
export function rowsInBin(weights: ArrayLike<number>, experts: number, own: number, bin: number): number[] {
  const found: number[] = [];
  for (let row = 0; row < weights.length / experts; row++) {
    const place = Math.floor(weights[row * experts + own] * histogramBins);
    if (Math.min(histogramBins - 1, Math.max(0, place)) === bin) found.push(row);
  }
  return found;
}

/** The first of these rows: number, weight, label and prediction of each task, features. */
export async function readRows(
  { network, predict }: Pick<GatedModel, 'network' | 'predict'>,
  rows: Rows,
  found: readonly number[],
  about: { readonly numberOf: (row: number) => number; readonly weightOf: (row: number) => number },
  signal?: AbortSignal,
): Promise<FoundRows> {
  const first = found.slice(0, mostRows);
  const part = pickRows(rows, Uint32Array.from(first));
  const predictions = (await predict?.(part, signal ? { signal } : {})) ?? {};
  const outcomes = network.outputs.flatMap(({ name, task }) => (task ? [{ name, task }] : []));
  const readers = columnReaders(network, part);
  return {
    count: found.length,
    columns: [
      'row',
      'weight',
      ...outcomes.flatMap(({ task }) => [task.name, `${task.name} predicted`]),
      ...readers.map(({ name }) => name),
    ],
    lines: first.map((row, i) => [
      String(about.numberOf(row)),
      fraction(about.weightOf(row), 3),
      ...outcomes.flatMap(({ name, task }) => [
        labelText(part.labels[task.name]?.[i]),
        predictionText(task, predictions[name]?.[i]),
      ]),
      ...readers.map(({ read }) => read(i)),
    ]),
  };
}

const mostRows = 50;

type Reader = { readonly name: string; readonly read: (row: number) => string };

/** In the order of the columns; numbers of a row are as they were read, never standardised. */
function columnReaders({ features }: Network, rows: Rows): Reader[] {
  const next = { numeric: 0, categorical: 0, list: 0 };
  return features.columns.map((column): Reader => {
    const place = next[column.kind]++;
    return { name: column.name, read: (row) => readValue(column, place, rows, row) };
  });
}

function readValue(column: Column, place: number, rows: Rows, row: number): string {
  if (column.kind === 'numeric') return numberText(rows.numeric[place], row);
  const word = (code: number) => (code < 0 ? 'unseen' : column.values[code]?.trim() || `code ${code}`);
  if (column.kind === 'categorical') return word(rows.categorical[place][row]);
  const { offsets, codes } = rows.lists[place];
  return [...codes.subarray(offsets[row], offsets[row + 1])].map(word).join(', ');
}

/** What 32 bits do not hold is no digit of the number. */
function numberText(values: Numbers, row: number): string {
  const value = values[row];
  if (Number.isNaN(value)) return '–';
  return values instanceof Float32Array ? String(Number(value.toPrecision(7))) : String(value);
}

function labelText(label: number | undefined): string {
  return label === undefined || Number.isNaN(label) ? '–' : String(Number(label.toPrecision(7)));
}

function predictionText({ kind }: Task, value: number | undefined): string {
  return kind === 'binary' ? fraction(value) : significant(value);
}

import { ascending } from '../../statistics/index.ts';
import { checkWeights } from '../data/index.ts';
import { seen } from '../options/index.ts';

/**
 * Labels, predictions and weights of the rows that count, in row order: those whose label is observed (not NaN) and whose
 * weight is not 0. The arrays given, where all rows count. Equal weights are none: they change no mean, and so no bit.
 * @throws when something is no number, the arrays differ in length, or a weight is negative, NaN or infinite.
 */
export function observed(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  weights?: ArrayLike<number>,
): Observed {
  checkNumbers('labels', labels);
  checkNumbers('predictions', predictions);
  if (weights) checkNumbers('weights', weights);
  if (labels.length !== predictions.length) {
    throw new RangeError(
      `There must be one prediction per label: got ${labels.length} labels and ${predictions.length} predictions.`,
    );
  }
  if (weights) checkWeights(weights, labels.length);
  const all = { labels: wide(labels), predictions, weights: weights && wide(weights) };
  const rows = countOf(all);
  if (rows === labels.length) return ofRows(all, (i) => i);
  const places = new Uint32Array(rows);
  for (let i = 0, kept = 0; i < labels.length; i++) if (counts(all, i)) places[kept++] = i;
  return ofRows(
    {
      labels: picked(all.labels, places, new Float64Array(rows)),
      predictions:
        // The precision of the predictions is kept: float32 scores sort in half the passes.
        predictions instanceof Float32Array
          ? picked(predictions, places, new Float32Array(rows))
          : picked(predictions, places, new Float64Array(rows)),
      weights: all.weights && picked(all.weights, places, new Float64Array(rows)),
    },
    (i) => places[i],
  );
}

/** A cell's types are erased, and `'0.5' - 0` is a number: texts would be ranked by their letters, and null would count as 0. */
function checkNumbers(what: string, values: ArrayLike<number>): void {
  const given: unknown = values;
  if (given instanceof Float32Array || given instanceof Float64Array) return;
  if (!isArrayLike(given)) throw new TypeError(`The ${what} are ${seen(given)}; an array of numbers was expected.`);
  for (let row = 0; row < given.length; row++)
    if (typeof given[row] !== 'number')
      throw new TypeError(
        `The ${what} must be numbers${what === 'labels' ? ', NaN where unknown' : ''}: row ${row} has ${seen(given[row])}.`,
      );
}

export function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return typeof value === 'object' && value !== null && 'length' in value && typeof value.length === 'number';
}

type Columns = Pick<Observed, 'labels' | 'predictions' | 'weights'>;

function ofRows({ labels, predictions, weights }: Columns, row: (i: number) => number): Observed {
  return { labels, predictions, weights: unequal(weights), order: orderOf(predictions), row };
}

function counts({ labels, weights }: Columns, row: number): boolean {
  return !Number.isNaN(labels[row]) && (weights === undefined || weights[row] !== 0);
}

function countOf(columns: Columns): number {
  let rows = 0;
  for (let i = 0; i < columns.labels.length; i++) if (counts(columns, i)) rows++;
  return rows;
}

function picked<To extends Float32Array | Float64Array>(from: ArrayLike<number>, places: Uint32Array, to: To): To {
  for (let i = 0; i < places.length; i++) to[i] = from[places[i]];
  return to;
}

/** Loops that meet one kind of numbers take a third of the time of those that meet several. */
function wide(values: ArrayLike<number>): ArrayLike<number> {
  return values instanceof Float32Array ? new Float64Array(values) : values;
}

export type Observed = {
  readonly labels: ArrayLike<number>;
  readonly predictions: ArrayLike<number>;
  /** Absent where all rows count alike. */
  readonly weights: ArrayLike<number> | undefined;
  /** Rows in the order of ascending predictions, of which none is NaN; sorted once for all who ask. */
  readonly order: () => Uint32Array;
  /** The number that row `i` has in the arrays given. */
  readonly row: (i: number) => number;
};

/** Sorts at the first call, and never again. */
export function orderOf(predictions: ArrayLike<number>): () => Uint32Array {
  let found: Uint32Array | undefined;
  return () => (found ??= ascending(predictions));
}

function unequal(weights: ArrayLike<number> | undefined): ArrayLike<number> | undefined {
  if (!weights) return undefined;
  for (let i = 1; i < weights.length; i++) if (weights[i] !== weights[0]) return weights;
  return undefined;
}

/** Σ weights, or the number of rows where all count alike. */
export function totalWeight({ labels, weights }: Observed): number {
  return weights ? sumOf(weights) : labels.length;
}

/** Mean of `value` over the rows, NaN without rows. */
export function weightedMean(rows: Observed, value: (label: number, prediction: number) => number): number {
  const { labels, predictions, weights } = rows;
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    const term = value(labels[i], predictions[i]);
    sum += weights ? weights[i] * term : term;
  }
  return sum / totalWeight(rows);
}

/** @throws when a prediction is neither NaN nor from 0 to 1: a logit, say. */
export function checkProbabilities({ predictions, row }: Observed, metric: string): void {
  for (let i = 0; i < predictions.length; i++)
    if (predictions[i] < 0 || predictions[i] > 1)
      throw new RangeError(`${metric} needs probabilities from 0 to 1: row ${row(i)} has ${predictions[i]}.`);
}

export function hasNaN(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) return true;
  return false;
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

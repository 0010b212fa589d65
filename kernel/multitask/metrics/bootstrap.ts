import { randomStream } from '../data/index.ts';
import { ownCode, type Read, readOptions, seen } from '../options/index.ts';
import { type BootstrapOptions, bootstrapOptions, type Weighted } from './metric-options.ts';
import type { Interval } from './normal.ts';
import { observed } from './observed.ts';

/**
 * Bootstrap confidence interval of any metric: rows are drawn with replacement, each with its weight, and the metric
 * computed again, `samples` times. For AUC, `aucInterval` says the same in one pass.
 *
 * @param metric e.g. `metrics.logLoss`.
 * @returns percentile interval; samples where the metric is NaN (one class only) are left out, and `warnings` says how
 *   many. NaN where fewer than two samples are left. In units of the metric.
 * @throws when there is not one entry for each row, or an option does not fit.
 */
export function bootstrap(
  metric: Metric,
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  options: BootstrapOptions = {},
): Interval {
  const read = readOptions('bootstrap', bootstrapOptions, options);
  const rows = observed(labels, predictions, read.weights);
  const take = checked('bootstrap', metric);
  const value = take(rows.labels, rows.predictions, weighted(rows.weights));
  return interval(value, rows.labels.length, read, (draw) =>
    take(pick(rows.labels, draw), pick(rows.predictions, draw), weighted(rows.weights && pick(rows.weights, draw))),
  );
}

/**
 * Bootstrap interval of metric(a) − metric(b), both models judged on the same drawn rows. Options as for `bootstrap`.
 *
 * @returns percentile interval of the difference, in units of the metric; NaN where fewer than two samples are left.
 * @throws when there is not one entry for each row, or an option does not fit.
 */
export function bootstrapDifference(
  metric: Metric,
  labels: ArrayLike<number>,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: BootstrapOptions = {},
): Interval {
  const read = readOptions('bootstrapDifference', bootstrapOptions, options);
  const first = observed(labels, a, read.weights);
  const second = observed(labels, b, read.weights);
  const all = weighted(first.weights);
  const take = checked('bootstrapDifference', metric);
  const value = take(first.labels, first.predictions, all) - take(second.labels, second.predictions, all);
  return interval(value, first.labels.length, read, (draw) => {
    const drawn = pick(first.labels, draw);
    const weights = weighted(first.weights && pick(first.weights, draw));
    return take(drawn, pick(first.predictions, draw), weights) - take(drawn, pick(second.predictions, draw), weights);
  });
}

/** A metric of labels and predictions, as those of `metrics`: a number, NaN where it cannot be computed. */
export type Metric = (labels: ArrayLike<number>, predictions: ArrayLike<number>, options?: Weighted) => number;

/** A metric may be a person's own: it gets copies, which it may sort in place, and what it gives is a number or an error. */
function checked(what: string, metric: Metric): Metric {
  return (labels, predictions, options) => {
    const value: unknown = ownCode(`${what}: the metric`, () => metric(copied(labels), copied(predictions), options));
    if (typeof value === 'number') return value;
    throw new Error(`${what}: the metric gave ${seen(value)}; a number was expected.`);
  };
}

function copied(values: ArrayLike<number>): ArrayLike<number> {
  return values instanceof Float32Array ? values.slice() : Float64Array.from(values);
}

function interval(
  value: number,
  rows: number,
  { samples, level, seed }: Read<typeof bootstrapOptions>,
  statistic: (draw: Uint32Array) => number,
): Interval {
  const tail = (1 - level) / 2;
  const nothing = { error: Number.NaN, lower: Number.NaN, upper: Number.NaN };
  if (rows === 0)
    return { value, ...nothing, warnings: ['No row has a label and a weight above 0: there is nothing to draw from.'] };
  const random = randomStream(seed, 'bootstrap');
  const draw = new Uint32Array(rows);
  const values: number[] = [];
  for (let sample = 0; sample < samples; sample++) {
    for (let i = 0; i < rows; i++) draw[i] = random.below(rows);
    const drawn = statistic(draw);
    if (!Number.isNaN(drawn)) values.push(drawn);
  }
  const left = samples - values.length;
  const warnings =
    left === 0 ? {} : { warnings: [`The metric is NaN in ${left} of ${samples} samples, which are left out.`] };
  if (values.length < 2) return { value, ...nothing, ...warnings };
  const sorted = Float64Array.from(values).sort();
  const mean = sorted.reduce((sum, drawn) => sum + drawn, 0) / sorted.length;
  const squares = sorted.reduce((sum, drawn) => sum + (drawn - mean) ** 2, 0);
  return {
    value,
    error: Math.sqrt(squares / (sorted.length - 1)),
    lower: quantile(sorted, tail),
    upper: quantile(sorted, 1 - tail),
    ...warnings,
  };
}

/** Linear between neighbours (type 7 of Hyndman & Fan 1996, as numpy's). */
function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

/** A metric of two arguments is given two, where rows have no weights. */
function weighted(weights: ArrayLike<number> | undefined): Weighted | undefined {
  return weights && { weights };
}

function pick(values: ArrayLike<number>, rows: Uint32Array): ArrayLike<number> {
  const picked = values instanceof Float32Array ? new Float32Array(rows.length) : new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]];
  return picked;
}

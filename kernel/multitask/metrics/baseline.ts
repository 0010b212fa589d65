import type { Rows } from '../data/index.ts';
import { logLossOfRow } from './log-loss.ts';
import { logLossOptions } from './metric-options.ts';
import { type Observed, observed, totalWeight, weightedMean } from './observed.ts';
import type { EvaluatedOutput } from './task-metrics.ts';

/**
 * An output beside the best constant prediction of the same rows, those whose label is observed. What could not be computed
 * is NaN: without rows all of it.
 */
export type Baseline = {
  /** Rows whose label is observed. */
  readonly rows: number;
  /** Mean loss of the predictions: log loss of a binary output, squared error of a numeric one, in squared label units. */
  readonly loss: number;
  /** Its standard error over rows. */
  readonly lossError: number;
  /** Loss of the best constant: the entropy of the share of 1, or the variance of the labels; 0 where all labels are alike. */
  readonly constant: number;
  /** Standard error of `constant − loss`, paired by row. */
  readonly gainError: number;
  /** Greatest prediction − least, in standard deviations of the labels: 0 where every row gets the same. */
  readonly range: number;
};

/** By output name. */
export type Baselines = Readonly<Record<string, Baseline>>;

/**
 * The baseline of each output that has a task, as `evaluateOutputs` gives its metrics.
 *
 * @returns by output: log losses in nats, squared errors in squared label units; NaN without rows.
 * @throws when there is not one prediction for each row.
 */
export function baselines(
  outputs: readonly EvaluatedOutput[],
  predictions: Readonly<Record<string, ArrayLike<number>>>,
  rows: Pick<Rows, 'labels' | 'weights'>,
): Baselines {
  return Object.fromEntries(
    outputs.flatMap(({ name, kind, task }) =>
      task ? [[name, baseline(kind, observed(rows.labels[task.name], predictions[name], rows.weights))] as const] : [],
    ),
  );
}

export function baseline(kind: 'binary' | 'numeric', seen: Observed): Baseline {
  const { labels, predictions, weights } = seen;
  const mean = weightedMean(seen, (label) => label);
  const variance = weightedMean(seen, (label) => (label - mean) ** 2);
  const areAlike = labels.length > 0 && everyIs(labels, labels[0]);
  const lossOf = kind === 'binary' ? logLoss : squaredError;
  // A logarithm a row, no more: this is done after every epoch.
  const own = new Float64Array(labels.length);
  for (let i = 0; i < own.length; i++) own[i] = lossOf(labels[i], predictions[i]);
  const [zero, one] = [lossOf(0, mean), lossOf(1, mean)];
  const constantOf = (label: number): number => {
    if (areAlike) return 0;
    return kind === 'binary' ? (label === 1 ? one : zero) : lossOf(label, mean);
  };
  const total = totalWeight(seen);
  const constant = weightedMean(seen, constantOf);
  let loss = 0;
  for (let i = 0; i < own.length; i++) loss += weights ? weights[i] * own[i] : own[i];
  loss /= total;
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [losses, gains] = [0, 0];
  for (let i = 0; i < labels.length; i++) {
    const [weight, prediction] = [weights ? weights[i] : 1, predictions[i]];
    losses += (weight * (own[i] - loss)) ** 2;
    gains += (weight * (constantOf(labels[i]) - own[i] - (constant - loss))) ** 2;
    least = Math.min(least, prediction);
    greatest = Math.max(greatest, prediction);
  }
  return {
    rows: labels.length,
    loss,
    lossError: Math.sqrt(losses) / total,
    constant,
    gainError: Math.sqrt(gains) / total,
    range: (greatest - least) / Math.sqrt(variance),
  };
}

function logLoss(label: number, prediction: number): number {
  return logLossOfRow(label, prediction, logLossOptions.epsilon.default);
}

function squaredError(label: number, prediction: number): number {
  return (label - prediction) ** 2;
}

function everyIs(values: ArrayLike<number>, value: number): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== value) return false;
  return true;
}

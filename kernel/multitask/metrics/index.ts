import type { Rows, Task } from '../data/index.ts';
import { auc, aucWithError } from './auc.ts';
import { calibration, expectedCalibrationError } from './calibration.ts';
import { mae, rmse } from './errors.ts';
import { logLoss } from './log-loss.ts';
import { hasNaN, observed } from './observed.ts';
import { classCounts } from './placements.ts';
import type { Metrics, TaskMetrics } from './task-metrics.ts';

export { aucInterval, compareAuc } from './auc.ts';
export { bootstrap, bootstrapDifference } from './bootstrap.ts';
export { bucketedAuc } from './bucketed-auc.ts';
export { calibrationCurve } from './calibration.ts';
export { groupAuc } from './group-auc.ts';
export type { Metrics, TaskMetrics } from './task-metrics.ts';
export { auc, calibration, expectedCalibrationError, logLoss, mae, rmse };

/**
 * Metrics of each output that has a task, by output name, over the rows where that task's label is observed.
 *
 * @param predictions one column per output: probabilities of binary outputs, values of numeric ones. [row]
 * @returns what cannot be computed is NaN, and `warnings` says why; nothing is printed.
 */
export function evaluateOutputs(
  outputs: readonly EvaluatedOutput[],
  predictions: Readonly<Record<string, ArrayLike<number>>>,
  rows: Pick<Rows, 'labels'>,
): Metrics {
  const metrics: Record<string, TaskMetrics> = {};
  for (const { name, kind, task } of outputs) {
    if (!task) continue;
    const labels = rows.labels[task.name];
    if (!labels) throw new Error(`The rows have no labels of task "${task.name}", which output "${name}" predicts.`);
    const predicted = predictions[name];
    if (!predicted) throw new Error(`There are no predictions of output "${name}".`);
    const seen = observed(labels, predicted);
    metrics[name] = kind === 'binary' ? binaryMetrics(seen, task) : numericMetrics(seen, task);
  }
  return metrics;
}

export type EvaluatedOutput = {
  readonly name: string;
  readonly kind: 'binary' | 'numeric';
  readonly task: Task | undefined;
};

type Seen = { readonly labels: ArrayLike<number>; readonly predictions: ArrayLike<number> };

function binaryMetrics({ labels, predictions }: Seen, task: Task): TaskMetrics {
  const rows = labels.length;
  const { positives } = classCounts(labels);
  const { auc, error } = aucWithError(labels, predictions);
  return {
    rows,
    auc,
    aucError: error,
    logLoss: logLoss(labels, predictions),
    calibration: calibration(labels, predictions),
    calibrationError: expectedCalibrationError(labels, predictions),
    ...warnings([
      rows === 0 && `No label of task "${task.name}" is observed.`,
      rows > 0 && positives === 0 && `All ${rows} labels of task "${task.name}" are 0: there is no AUC.`,
      rows > 0 && positives === rows && `All ${rows} labels of task "${task.name}" are 1: there is no AUC.`,
      hasNaN(predictions) && `Predictions of task "${task.name}" are NaN: the weights have diverged.`,
    ]),
  };
}

function numericMetrics({ labels, predictions }: Seen, task: Task): TaskMetrics {
  return {
    rows: labels.length,
    rmse: rmse(labels, predictions),
    mae: mae(labels, predictions),
    ...warnings([
      labels.length === 0 && `No label of task "${task.name}" is observed.`,
      hasNaN(predictions) && `Predictions of task "${task.name}" are NaN: the weights have diverged.`,
    ]),
  };
}

function warnings(candidates: readonly (string | false)[]): Pick<TaskMetrics, 'warnings'> {
  const found = candidates.filter((candidate) => candidate !== false);
  return found.length > 0 ? { warnings: found } : {};
}

import { type Rows, type Task, whyNoneCounts } from '../data/index.ts';
import { auc, aucWithError } from './auc.ts';
import { calibration, calibrationErrorOf, expectedCalibrationError } from './calibration/index.ts';
import { mae, rmse } from './errors.ts';
import { logLoss } from './log-loss.ts';
import { type Observed, observed } from './observed.ts';
import { classCounts } from './placements.ts';
import type { EvaluatedOutput, Metrics, TaskMetrics } from './task-metrics.ts';

export { type AucComparison, aucInterval, compareAuc } from './auc.ts';
export { prAuc } from './average-precision.ts';
export { type Baseline, type Baselines, baselines } from './baseline.ts';
export { bootstrap, bootstrapDifference, type Metric } from './bootstrap.ts';
export { bucketedAuc } from './bucketed-auc.ts';
export {
  type CalibrationBin,
  type Curve,
  type CurveBin,
  calibrationCurve,
  type Estimated,
  type Histogram,
} from './calibration/index.ts';
export { compareRmse, type RmseComparison } from './compare-rmse.ts';
export { type GroupAuc, groupAuc } from './group-auc.ts';
export type { GroupMean, Groups } from './groups.ts';
export { aucInfluence, rmseInfluence } from './influence.ts';
export type {
  BinOptions,
  BootstrapOptions,
  GroupAucOptions,
  IntervalOptions,
  LogLossOptions,
  RankingOptions,
  Weighted,
} from './metric-options.ts';
export type { Interval } from './normal.ts';
export { ndcg, recall } from './ranking.ts';
export type { EvaluatedOutput, Metrics, TaskMetrics } from './task-metrics.ts';
export { auc, calibration, expectedCalibrationError, logLoss, mae, rmse };

/**
 * Metrics of each output that has a task, by output name, over the rows where that task's label is observed.
 *
 * @param predictions one column per output: probabilities of binary outputs, values of numeric ones. [row]
 * @returns by output, with units as `TaskMetrics` says; what cannot be computed is NaN, and `warnings` says why; nothing is printed.
 * @throws when an output has no predictions, or the rows no labels of its task.
 */
export function evaluateOutputs(
  outputs: readonly EvaluatedOutput[],
  predictions: Readonly<Record<string, ArrayLike<number>>>,
  rows: Pick<Rows, 'labels' | 'weights'>,
): Metrics {
  const metrics: Record<string, TaskMetrics> = {};
  for (const { name, kind, task } of outputs) {
    if (!task) continue;
    const labels = rows.labels[task.name];
    if (!labels) throw new Error(`The rows have no labels of task "${task.name}", which output "${name}" predicts.`);
    const predicted = predictions[name];
    if (!predicted) throw new Error(`There are no predictions of output "${name}".`);
    const seen = observed(labels, predicted, rows.weights);
    const none = whyNoneCounts(labels, rows.weights, `of task "${task.name}"`);
    metrics[name] = kind === 'binary' ? binaryMetrics(seen, task, none) : numericMetrics(seen, task, none);
  }
  return metrics;
}

function binaryMetrics(seen: Observed, task: Task, none: string | undefined): TaskMetrics {
  const { labels, predictions, weights } = seen;
  const rows = labels.length;
  const { positives } = classCounts(seen);
  const { auc, error } = aucWithError(seen);
  return {
    rows,
    auc,
    aucError: error,
    logLoss: logLoss(labels, predictions, { weights }),
    calibration: calibration(labels, predictions, { weights }),
    calibrationError: calibrationErrorOf(seen),
    ...warnings([
      none,
      rows > 0 && positives === 0 && `All ${rows} labels of task "${task.name}" are 0: there is no AUC.`,
      rows > 0 && positives === rows && `All ${rows} labels of task "${task.name}" are 1: there is no AUC.`,
      rows > 1 &&
        (positives === 1 || positives === rows - 1) &&
        `Task "${task.name}" has one ${positives === 1 ? 'positive' : 'negative'} row: its AUC has no error.`,
      notNumbers(seen, task),
    ]),
  };
}

function numericMetrics(seen: Observed, task: Task, none: string | undefined): TaskMetrics {
  const { labels, predictions, weights } = seen;
  return {
    rows: labels.length,
    rmse: rmse(labels, predictions, { weights }),
    mae: mae(labels, predictions, { weights }),
    ...warnings([none, notNumbers(seen, task)]),
  };
}

/** How many predictions are NaN or infinite, and the first of them. */
function notNumbers({ predictions, row }: Observed, task: Task): string | false {
  let wrong = 0;
  let first = -1;
  for (let i = 0; i < predictions.length; i++) {
    if (Number.isFinite(predictions[i])) continue;
    if (wrong === 0) first = i;
    wrong++;
  }
  return (
    wrong > 0 &&
    `Predictions of task "${task.name}" are not numbers in ${wrong} of ${predictions.length} rows, first ` +
      `${predictions[first]} in row ${row(first)}: the weights have diverged, or the row has a value that is no number.`
  );
}

function warnings(candidates: readonly (string | false | undefined)[]): Pick<TaskMetrics, 'warnings'> {
  const found = candidates.filter((candidate) => typeof candidate === 'string');
  return found.length > 0 ? { warnings: found } : {};
}

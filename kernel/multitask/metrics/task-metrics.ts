import type { Task } from '../data/index.ts';

/** What is measured: a column of `predict`, where it has a task. */
export type EvaluatedOutput = {
  /** Name of the column. */
  readonly name: string;
  /** Whether it has probabilities or values in label units. */
  readonly kind: 'binary' | 'numeric';
  /** The task whose labels it predicts; without one nothing is measured. */
  readonly task: Task | undefined;
};

/** Metrics per output name. */
export type Metrics = Readonly<Record<string, TaskMetrics>>;

/** Metrics of one output over the rows where its label is observed, each as its weight counts. A metric that does not apply is absent. */
export type TaskMetrics = {
  /** Rows that count: those with an observed label and, where rows carry weights, a weight above 0. */
  readonly rows: number;
  /** Area under the ROC curve, ties count one half; NaN when only one class is present. */
  readonly auc?: number;
  /** Standard error of `auc` (DeLong 1988), linearised where rows carry weights. */
  readonly aucError?: number;
  /** Mean of −[y ln p + (1−y) ln(1−p)], natural log. */
  readonly logLoss?: number;
  /** Σ predicted ÷ Σ observed; 1 is calibrated in the large. */
  readonly calibration?: number;
  /** Expected calibration error: mean over 15 bins of rows of |mean predicted − share observed|, weighted by rows. */
  readonly calibrationError?: number;
  /** Root mean squared error and mean absolute error of a numeric task, in label units. */
  readonly rmse?: number;
  /** Mean absolute error of a numeric task, in label units. */
  readonly mae?: number;
  /** Metrics that were asked for beside these, by name. */
  readonly own?: Readonly<Record<string, number>>;
  /** Why a metric is NaN, for a person; absent when there is nothing to say. */
  readonly warnings?: readonly string[];
};

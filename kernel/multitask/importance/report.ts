/** What each task loses without each feature. Plain data; a cell that ends in it shows the picture. */
export type Importance = {
  readonly kind: 'importance';
  /** Catalog name and display title of the model, e.g. "mmoe" and "MMoE". */
  readonly model: string;
  /** Its display title, e.g. "MMoE". */
  readonly title: string;
  /** What the rows are, e.g. "census-income test", when it is known. */
  readonly data?: string;
  /** Rows looked at, and how many there were. */
  readonly rows: number;
  /** How many rows were given. */
  readonly rowsGiven: number;
  /** How often each feature was permuted, and the seed of that. */
  readonly repeats: number;
  /** Seed of the permutations. */
  readonly seed: number;
  /** In the model's order. */
  readonly tasks: readonly ImportanceTask[];
  /** The one that a task needs most comes first: by the AUC lost, or by the share that an RMSE rises. */
  readonly features: readonly FeatureImportance[];
};

/** One task, with all features as they are. */
export type ImportanceTask = {
  /** Name of the task. */
  readonly name: string;
  /** AUC of a binary task, RMSE in label units of a numeric one. */
  readonly metric: 'auc' | 'rmse';
  /** The metric with all features as they are; NaN where there is none (one class only). */
  readonly whole: number;
  /** Rows whose label is observed. */
  readonly rows: number;
};

/** What each task loses without one feature, or several together. */
export type FeatureImportance = {
  /** The column, or several joined by " + ". */
  readonly name: string;
  /** Names of the columns that were permuted together. */
  readonly columns: readonly string[];
  /** By task name. */
  readonly losses: Readonly<Record<string, Loss>>;
};

/**
 * How much worse a task does where the feature's values are dealt out anew among the rows: AUC lost, or the rise of the
 * RMSE in label units; the mean over the repeats. Negative: it did better, by chance or because the feature misleads.
 */
export type Loss = {
  /** AUC lost, or the rise of the RMSE in label units. */
  readonly loss: number;
  /** Its standard error over rows and permutations; NaN where it cannot be computed (one row of a class). */
  readonly error: number;
  /** Whether the loss is more than two standard errors away from 0. */
  readonly isKnown: boolean;
};

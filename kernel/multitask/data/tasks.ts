/** What a model predicts: one label per row. */
export type Task = {
  /** Name of the task: its labels are `rows.labels[name]`. */
  readonly name: string;
  /** `binary`: labels 0 and 1, cross-entropy, AUC. `numeric`: any number, squared error, RMSE. */
  readonly kind: 'binary' | 'numeric';
  /** A few words for people, e.g. "over $50 K". */
  readonly description?: string;
  /** Mean of the train rows' labels: of a binary task the share of 1, rows counted by their weights. */
  readonly mean?: number;
  /**
   * Population standard deviation of a numeric task's train labels, 1 where they are all alike. With it and `mean` the loss
   * is that of standardised labels, so that tasks in other units than 1 learn as fast as any; all that is told is in label
   * units.
   */
  readonly sd?: number;
};

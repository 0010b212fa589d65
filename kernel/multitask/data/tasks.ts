/** What a model predicts: one label per row. */
export type Task = {
  readonly name: string;
  /** `binary`: labels 0 and 1, cross-entropy, AUC. `numeric`: any number, squared error, RMSE. */
  readonly kind: 'binary' | 'numeric';
  /** A few words for people, e.g. "over $50 K". */
  readonly description?: string;
};

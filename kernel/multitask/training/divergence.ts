/** What is no number any more ends a run. */
export class Diverged extends Error {
  /** E.g. "The loss of task "income" became NaN at step 12." */
  readonly what: string;

  constructor(what: string) {
    super(`${what} A smaller learning rate, standardised inputs or fewer outliers in the numeric columns help.`);
    this.what = what;
  }
}

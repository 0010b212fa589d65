/** Learning rate by optimizer step: a number, a schedule, or a function of the step (0-based, over the life of the weights). */
export type LearningRate = number | LearningRateSchedule | ((step: number) => number);

export type LearningRateSchedule = {
  readonly initial: number;
  /** Steps over which the rate rises linearly from 0 to `initial`; 0 without this. */
  readonly warmup?: number;
  /**
   * After the warm-up: `exponential` multiplies by `rate` every `every` steps, smoothly; `cosine` falls to 0 within
   * `steps` steps along half a cosine (Loshchilov & Hutter 2017, eq. 5, without restarts). Constant without this.
   */
  readonly decay?:
    | { readonly kind: 'exponential'; readonly rate: number; readonly every: number }
    | { readonly kind: 'cosine'; readonly steps: number };
};

/** @throws when a number is no learning rate. */
export function learningRateAt(rate: LearningRate): (step: number) => number {
  if (typeof rate === 'function') return rate;
  if (typeof rate === 'number') {
    checkPositive(rate, 'learningRate');
    return () => rate;
  }
  const { initial, warmup = 0, decay } = rate;
  checkPositive(initial, 'learningRate.initial');
  if (decay?.kind === 'exponential') checkPositive(decay.every, 'learningRate.decay.every');
  if (decay?.kind === 'cosine') checkPositive(decay.steps, 'learningRate.decay.steps');
  return (step) => {
    if (step < warmup) return (initial * (step + 1)) / warmup;
    if (!decay) return initial;
    const since = step - warmup;
    if (decay.kind === 'exponential') return initial * decay.rate ** (since / decay.every);
    return (initial / 2) * (1 + Math.cos(Math.PI * Math.min(1, since / decay.steps)));
  };
}

function checkPositive(value: number, what: string): void {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY))
    throw new Error(`${what} is ${value}; it must be a number above 0.`);
}

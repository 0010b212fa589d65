/** A stage of successive halving: so many trials train up to this share of their epochs. */
export type Rung = { readonly trials: number; readonly share: number };

/**
 * Successive halving (Jamieson & Talwalkar 2016): all trials train a little, the best `keep` of them go on to 1 ÷ `keep` as
 * many epochs, and so on to the full number.
 * @param epochs the full number, of the trial that trains longest: no rung is below one epoch.
 */
export function rungs(trials: number, epochs: number, keep: number): readonly Rung[] {
  if (keep >= 1) return [{ trials, share: 1 }];
  const steps = (count: number) => Math.floor(Math.log(count) / Math.log(1 / keep) + 1e-9);
  const last = Math.min(steps(trials), steps(epochs));
  return Array.from({ length: last + 1 }, (_, i) => ({
    trials: Math.max(1, Math.floor(trials * keep ** i + 1e-9)),
    share: keep ** (last - i),
  }));
}

import type { TrainingEpoch, TrainingPayload, TrainingTask } from '../training.ts';
import { judged, judgedOn, lossOf, qualityOf } from './quality.ts';
import { shownSteps } from './run-axis.ts';
import type { Range } from './scale.ts';

/** Steps of a run, the first excluded. */
export type Stretch = { readonly from: number; readonly to: number };

/** What the loss axis shows: losses after the first 5 % of the drawn steps, so the early fall does not flatten the rest; or those of a stretch. */
export function lossRange(payload: TrainingPayload, task: TrainingTask, stretch?: Stretch): Range {
  const late = numbers(
    lossesIn(payload, task, stretch ?? { from: Math.ceil(shownSteps(payload) * 0.05), to: Number.POSITIVE_INFINITY }),
  );
  const seen = late.length > 0 ? late : numbers(lossesIn(payload, task, whole));
  // One odd batch in two hundred may stick out and is clipped.
  const range = { low: quantile(seen, 0.005), high: quantile(seen, 0.995) };
  const validation = numbers(validationIn(payload, task, stretch ?? whole));
  if (seen.length === 0 && validation.length === 0)
    return task.kind === 'binary' ? { low: 0, high: 0.7 } : { low: 0, high: 1 };
  const low = Math.min(range.low, ...validation);
  const high = Math.max(range.high, ...validation);
  return high > low ? { low, high } : { low: low - Math.abs(low) / 10, high: high + Math.abs(high) / 10 || 1 };
}

/** The whole fall, or all of a stretch, for a logarithmic axis. */
export function wholeLossRange(payload: TrainingPayload, task: TrainingTask, stretch: Stretch = whole): Range {
  const losses = [...lossesIn(payload, task, stretch), ...validationIn(payload, task, stretch)];
  const seen = numbers(losses).filter((loss) => loss > 0);
  if (seen.length === 0) return { low: 0.01, high: 1 };
  return { low: Math.min(...seen), high: Math.max(...seen) };
}

const whole: Stretch = { from: 0, to: Number.POSITIVE_INFINITY };

function validationIn(payload: TrainingPayload, task: TrainingTask, { from, to }: Stretch): readonly (number | null)[] {
  return payload.epochs
    .filter(({ step }) => step >= from && step <= to)
    .map((epoch) => lossOf(task.kind, epoch.validation?.[task.name]));
}

/** What the axis of AUC or RMSE, or of another metric, shows: values of both splits with their 95 % whiskers, at least four standard errors wide. */
export function qualityRange(payload: TrainingPayload, task: TrainingTask, metric?: string): Range | undefined {
  const { value, error } = qualityOf(task.kind, metric);
  const split = judgedOn(payload);
  const ends = payload.epochs.flatMap((epoch: TrainingEpoch) => {
    const metrics = judged(epoch, split)?.[task.name];
    const middle = value(metrics);
    const train = value(epoch.train[task.name]);
    const half = middle === null ? 0 : Math.max(1.96 * (error(metrics) ?? 0), Math.abs(middle) * 1e-4);
    return [...(middle === null ? [] : [middle - half, middle + half]), ...(train === null ? [] : [train])];
  });
  if (ends.length === 0) return undefined;
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  // Values are written below their whiskers.
  return { low: low - 0.2 * (high - low), high };
}

function lossesIn({ progress }: TrainingPayload, { loss }: TrainingTask, stretch: Stretch): readonly (number | null)[] {
  if (loss === null) return [];
  const first = Math.ceil(Math.min(stretch.from, progress.step) / loss.stepsPerBucket);
  const last = Math.ceil(Math.min(stretch.to, progress.step) / loss.stepsPerBucket);
  const { mean, min = [], max = [] } = loss;
  return [mean, min, max].flatMap((list) => list.slice(first, last));
}

function numbers(values: readonly (number | null)[]): readonly number[] {
  return values.filter((value) => value !== null);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (
    sorted[Math.round(share * (sorted.length - 1))] ??
    (share < 0.5 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY)
  );
}

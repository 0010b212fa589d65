import type { TrainingEpoch, TrainingPayload, TrainingTask } from '../training.ts';
import { judged, judgedOn, lossOf, qualityOf } from './quality.ts';
import type { Range } from './scale.ts';

/** What the loss axis shows: losses after the first 5 % of the planned steps, so the early fall does not flatten the rest. */
export function lossRange(payload: TrainingPayload, task: TrainingTask): Range {
  const late = numbers(lossesAfter(payload, task, Math.ceil(payload.progress.steps * 0.05)));
  const seen = late.length > 0 ? late : numbers(lossesAfter(payload, task, 0));
  // One odd batch in two hundred may stick out and is clipped.
  const range = { low: quantile(seen, 0.005), high: quantile(seen, 0.995) };
  const validation = numbers(payload.epochs.map((epoch) => lossOf(task.kind, epoch.validation?.[task.name])));
  if (seen.length === 0 && validation.length === 0)
    return task.kind === 'binary' ? { low: 0, high: 0.7 } : { low: 0, high: 1 };
  const low = Math.min(range.low, ...validation);
  const high = Math.max(range.high, ...validation);
  return high > low ? { low, high } : { low: low - Math.abs(low) / 10, high: high + Math.abs(high) / 10 || 1 };
}

/** The whole fall, for a logarithmic axis. */
export function wholeLossRange(payload: TrainingPayload, task: TrainingTask): Range {
  const validation = payload.epochs.map((epoch) => lossOf(task.kind, epoch.validation?.[task.name]));
  const seen = numbers([...lossesAfter(payload, task, 0), ...validation]).filter((loss) => loss > 0);
  if (seen.length === 0) return { low: 0.01, high: 1 };
  return { low: Math.min(...seen), high: Math.max(...seen) };
}

/** What the axis of AUC or RMSE shows: values of both splits with their 95 % whiskers, at least four standard errors wide. */
export function qualityRange(payload: TrainingPayload, task: TrainingTask): Range | undefined {
  const { value, error } = qualityOf(task.kind);
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

function lossesAfter({ progress }: TrainingPayload, { loss }: TrainingTask, step: number): readonly (number | null)[] {
  if (loss === null) return [];
  const from = Math.ceil(Math.min(step, progress.step) / loss.stepsPerBucket);
  const { mean, min = [], max = [] } = loss;
  return [...mean.slice(from), ...min.slice(from), ...max.slice(from)];
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

import { number, numberOrNull, object, oneOf, text } from '../../guards/index.ts';
import { shownEpoch } from '../reading/metric-cells.ts';
import { judged, judgedOn, lossOf, qualityOf } from '../reading/quality.ts';
import type { TrainingPayload } from '../training.ts';

/** One number of a run: how good it is at a task, in the epoch whose weights it kept. */
export type TaskQuality = {
  readonly task: string;
  readonly metric: 'AUC' | 'RMSE';
  readonly value: number | null;
  /** Standard error over the rows (DeLong 1988), where it is known. */
  readonly error: number | null;
  readonly loss: number | null;
  readonly split: 'validation' | 'train';
  readonly better: 'higher' | 'lower';
  /** Rows that it was judged on, those with a label. */
  readonly rows: number;
};

export const taskQuality = object<TaskQuality>({
  task: text,
  metric: oneOf('AUC', 'RMSE'),
  value: numberOrNull,
  error: numberOrNull,
  loss: numberOrNull,
  split: oneOf('validation', 'train'),
  better: oneOf('higher', 'lower'),
  rows: number,
});

export function qualities(payload: TrainingPayload): readonly TaskQuality[] {
  const split = judgedOn(payload);
  const epoch = shownEpoch(payload);
  return payload.tasks.map((task) => {
    const metrics = epoch && judged(epoch, split)?.[task.name];
    const { name, value, error, better } = qualityOf(task.kind);
    return {
      task: task.name,
      metric: name,
      value: value(metrics),
      error: error(metrics),
      loss: lossOf(task.kind, metrics),
      split,
      better,
      rows: metrics?.rows ?? 0,
    };
  });
}

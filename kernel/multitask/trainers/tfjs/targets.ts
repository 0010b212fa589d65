import type { Rows, Task } from '../../data/index.ts';
import { averagedOver, countsFor, labelScale } from '../common/index.ts';
import type { TrainingPlan } from '../trainer.ts';

/** A task's labels in a batch, numeric ones standardised. A row that does not count has label 0 and weight 0. */
export type Target = {
  /** [batch] */
  readonly labels: Float32Array;
  /** The rows' weights, divided by the number of rows that the loss is averaged over. [batch] */
  readonly weights: Float32Array;
  /** The rows' weights as they are. [batch] */
  readonly counts: Float32Array;
};

/** The target of one task in rows `order[from … to)`. */
export function readTarget(
  rows: Rows,
  task: Task,
  { rowWeights, average }: Pick<TrainingPlan, 'rowWeights' | 'average'>,
  order: ArrayLike<number>,
  from: number,
  to: number,
): Target {
  const labels = new Float32Array(to - from);
  const weights = new Float32Array(to - from);
  const { mean, sd } = labelScale(task);
  let observed = 0;
  for (let i = from; i < to; i++) {
    const label = rows.labels[task.name][order[i]];
    const weight = rowWeights?.[task.name]?.[order[i]] ?? 1;
    if (!countsFor(label, weight)) continue;
    labels[i - from] = (label - mean) / sd;
    weights[i - from] = weight;
    observed++;
  }
  const count = averagedOver(average, to - from, observed);
  return { labels, weights: weights.map((weight) => weight / count), counts: weights };
}

import type { Numbers } from './dataset.ts';
import type { Task } from './tasks.ts';

/**
 * Mean and squared deviations of the labels seen so far (Welford 1962; with weights, West 1979); NaN, a label that was not
 * observed, is left out. `count` is the sum of the weights, the number of labels without them.
 */
export type LabelSums = { count: number; mean: number; squares: number };

export function noLabels(): LabelSums {
  return { count: 0, mean: 0, squares: 0 };
}

export function addLabels(sums: LabelSums, labels: Numbers, weights?: Numbers): void {
  for (let row = 0; row < labels.length; row++) {
    const weight = weights ? weights[row] : 1;
    if (Number.isNaN(labels[row]) || weight === 0) continue;
    sums.count += weight;
    const change = labels[row] - sums.mean;
    sums.mean += (weight * change) / sums.count;
    sums.squares += weight * change * (labels[row] - sums.mean);
  }
}

/** The task with the mean of its train labels and, where it is numeric, their sd; as it was where none is observed. */
export function withLabels(task: Task, { count, mean, squares }: LabelSums): Task {
  if (count === 0) return task;
  if (task.kind === 'binary') return { ...task, mean };
  const sd = Math.sqrt(squares / count);
  return { ...task, mean, sd: sd > 0 ? sd : 1 };
}

/** Tasks with the mean and sd of these train labels. */
export function withTrainLabels(tasks: readonly Task[], labels: Readonly<Record<string, Numbers>>): Task[] {
  return tasks.map((task) => {
    const sums = noLabels();
    addLabels(sums, labels[task.name]);
    return withLabels(task, sums);
  });
}

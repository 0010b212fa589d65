import type { Task } from '../data/index.ts';
import type { FirstValues, ModelOptions } from './model-options.ts';

/**
 * How a task's tower begins, as a model's options have it: normalised or not, and with `outputBias: 'prior'` with first values
 * whose output starts at the prior: its last bias is ln(p ÷ (1 − p)) of the share p of 1 among the
 * train labels (Lin et al. 2017, §3.3), so that the first steps do not go into learning it. A numeric task's is 0, the mean
 * of its standardised labels.
 *
 * @param share of 1 where it is another than the task's own, as that of conversions among clicks.
 */
export function towerStart(
  first: FirstValues,
  { outputBias, batchNorm }: Pick<ModelOptions, 'outputBias' | 'batchNorm'>,
  task: Task,
  share = shareOf,
): FirstValues {
  const start = { ...first, batchNorm };
  if (outputBias !== 'prior') return start;
  const { init } = start.head ?? start;
  return { ...start, head: { init, bias: task.kind === 'binary' ? logit(share(task)) : 0 } };
}

/** @throws when the task does not know its share of 1. */
export function shareOf({ name, mean }: Task): number {
  if (mean !== undefined) return mean;
  throw new Error(
    `outputBias: 'prior' is the share of 1 among the train labels, and task "${name}" does not know it: take the tasks of ` +
      `a dataset, data.tasks, or say it, e.g. { name: '${name}', kind: 'binary', mean: 0.05 }.`,
  );
}

/** Of a share that is not 0 or 1: no finite bias says never. */
function logit(share: number): number {
  const within = Math.min(1 - least, Math.max(least, share));
  return Math.log(within / (1 - within));
}

const least = 1e-4;

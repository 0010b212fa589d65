import type { Network } from '../network/index.ts';
import type { StudyTask } from './study.ts';
import { outputsByTask } from './trial.ts';

/**
 * The tasks of those that were seen first, each with the metric that it is judged by. Their order is a model's own matter.
 * @throws where another model predicts other tasks, or one of them as another kind: a rank among AUC and RMSE says nothing.
 */
export function sameTasks(
  first: readonly StudyTask[],
  network: Network,
  who: string,
  another: string,
): readonly StudyTask[] {
  const own = outputsByTask(network).map(
    ({ kind, task }): StudyTask => ({ name: task.name, metric: kind === 'binary' ? 'auc' : 'rmse' }),
  );
  if (first.length === 0) return own;
  if (sorted(own) !== sorted(first))
    throw new Error(`${who} predicts ${inWords(own)}, ${another} ${inWords(first)}: they cannot be compared.`);
  return first;
}

const inWords = (tasks: readonly StudyTask[]): string =>
  tasks.map(({ name, metric }) => `${name} (${metric === 'auc' ? 'binary' : 'numeric'})`).join(', ');

const sorted = (tasks: readonly StudyTask[]): string =>
  JSON.stringify(tasks.map(({ name, metric }) => [name, metric]).sort());

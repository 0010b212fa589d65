import type { Rows } from '../data/index.ts';
import type { Metrics } from '../metrics/index.ts';
import type { Network } from '../network/index.ts';

export type EarlyStopping = {
  /**
   * What an epoch is judged by, on validation data: the AUC of a binary task, −RMSE of a numeric one. A task, or a weight
   * for each of several; all tasks alike without this.
   */
  readonly task?: string | Readonly<Record<string, number>>;
  /** How many epochs in a row may be no better before the run ends. */
  readonly patience: number;
  /** Whether the model gets the weights of the best epoch at the end; it does without this. */
  readonly restoreBest?: boolean;
};

/** Scores an epoch: higher is better. */
export type Judge = {
  /** For people, e.g. "mean validation AUC" or "validation AUC of income". */
  readonly name: string;
  readonly score: (validation: Metrics) => number;
};

/** @throws when it names a task that the model does not have, or when validation rows cannot judge one. */
export function createJudge(
  { task, patience }: EarlyStopping,
  { outputs }: Network,
  validation: Rows | undefined,
): Judge {
  if (!Number.isInteger(patience) || patience < 1)
    throw new Error(`earlyStopping: patience is ${patience}; it must be a whole number of epochs from 1 on.`);
  if (!validation) throw new Error('earlyStopping needs validation rows: fit(rows, { validation, earlyStopping }).');
  const trained = outputs.flatMap((output) => (output.task ? [{ output, task: output.task.name }] : []));
  const weights = weightsOf(
    task,
    trained.map((each) => each.task),
  );
  for (const name of Object.keys(weights))
    if (!trained.some((each) => each.task === name))
      throw new Error(
        `earlyStopping: there is no task "${name}"; the tasks are ${trained.map((each) => each.task).join(', ')}.`,
      );
  const judged = trained.filter((each) => weights[each.task] !== undefined);
  for (const { output, task } of judged) checkJudgeable(task, output.kind, validation.labels[task] ?? []);
  const kinds = new Set(judged.map(({ output }) => output.kind));
  const metric = kinds.size > 1 ? 'AUC and −RMSE' : kinds.has('binary') ? 'AUC' : '−RMSE';
  return {
    name: nameOf(
      metric,
      task,
      judged.map((each) => each.task),
    ),
    score: (validation) => {
      let sum = 0;
      for (const { output, task } of judged) {
        const { auc, rmse } = validation[output.name];
        sum += weights[task] * (output.kind === 'binary' ? (auc ?? Number.NaN) : -(rmse ?? Number.NaN));
      }
      return sum;
    },
  };
}

function checkJudgeable(task: string, kind: 'binary' | 'numeric', labels: ArrayLike<number>): void {
  const observed = new Set(Array.from(labels).filter((label) => !Number.isNaN(label)));
  if (observed.size > 1 || (observed.size === 1 && kind === 'numeric')) return;
  const seen = observed.size === 0 ? 'has no observed label' : `has only the label ${[...observed].join()}`;
  throw new Error(`earlyStopping: task "${task}" ${seen} in the validation rows, so no epoch can be judged by it.`);
}

function weightsOf(task: EarlyStopping['task'], tasks: readonly string[]): Readonly<Record<string, number>> {
  if (task === undefined) return Object.fromEntries(tasks.map((name) => [name, 1 / tasks.length]));
  return typeof task === 'string' ? { [task]: 1 } : task;
}

function nameOf(metric: string, task: EarlyStopping['task'], judged: readonly string[]): string {
  if (judged.length === 1) return `validation ${metric} of ${judged[0]}`;
  return task === undefined ? `mean validation ${metric}` : `weighted validation ${metric} of ${judged.join(' and ')}`;
}

import {
  code,
  count,
  enumeration,
  fraction,
  type Sentence,
  sentence,
  significant,
  strong,
} from '../../../text/index.ts';
import type { TaskMetrics } from '../../metrics/index.ts';
import type { RunTask } from '../events.ts';
import type { HowTrained, RunFacts, TaskReading } from './facts.ts';

/** The names of tasks, bold: "income and marital". */
export function namesOf(tasks: readonly Pick<TaskReading, 'task'>[]): Sentence {
  return enumeration(tasks.map(({ task }) => strong(task.name)));
}

/** A mean loss as people know it: "log loss .1315", or of a numeric task "RMSE 12.35". */
export function lossWords(task: RunTask, loss: number): string {
  return `${task.kind === 'binary' ? 'log loss' : 'RMSE'} ${lossNumber(task, loss)}`;
}

/** The number alone. */
export function lossNumber({ kind }: RunTask, loss: number): string {
  return kind === 'binary' ? fraction(loss) : significant(Math.sqrt(loss));
}

/** "log loss .1315 ± .0021" */
export function lossWithError(task: RunTask, of: { readonly loss: number; readonly lossError: number }): string {
  return `${task.kind === 'binary' ? 'log loss' : 'RMSE'} ${lossNumberWithError(task, of)}`;
}

/** The standard error of a root is that of its square ÷ twice the root. */
export function lossNumberWithError(
  task: RunTask,
  { loss, lossError }: { readonly loss: number; readonly lossError: number },
): string {
  const error = task.kind === 'binary' ? fraction(lossError) : significant(lossError / (2 * Math.sqrt(loss)), 2);
  return `${lossNumber(task, loss)} ±\u00a0${error}`;
}

/** The number a task is judged by: "AUC .9462 ± .0019", "RMSE 12.35 ± .12". */
export function qualityWords({ task, metrics, against }: Pick<TaskReading, 'task' | 'metrics' | 'against'>): string {
  return task.kind === 'binary' ? aucWords(metrics) : lossWithError(task, against);
}

export function aucWords({ auc, aucError }: TaskMetrics): string {
  const error = Number.isFinite(aucError) ? ` ±\u00a0${fraction(aucError)}` : '';
  return `AUC ${fraction(auc)}${error}`;
}

/** What a constant prediction would give, for a comparison: "always predicting the share of 1 gives .2312". */
export function constantWords(task: RunTask, constant: number): string {
  const what = task.kind === 'binary' ? 'the share of 1' : 'the mean';
  return `always predicting ${what} gives ${lossNumber(task, constant)}`;
}

export function rowsOf({ part, against }: Pick<TaskReading, 'part' | 'against'>): string {
  return `${count(against.rows)} ${part} rows`;
}

/** Standardised inputs where they are raw, else a lower learning rate: the usual one, or a tenth of a lower one. */
export function calmer({ inputs, learningRate, usualRate }: HowTrained): { words: Sentence; fix?: string } {
  if (inputs === 'raw') {
    const fix = 'inputs: "standardised"';
    return { words: sentence('Inputs are not standardised: pass ', code(fix), '.'), fix };
  }
  if (learningRate === undefined) return { words: sentence('Lower the learning rate.') };
  const fix = `learningRate: ${learningRate > usualRate ? usualRate : Number((learningRate / 10).toPrecision(3))}`;
  return { words: sentence('Lower the learning rate: ', code(fix), '.'), fix };
}

/** How many epochs the weights of the judged epoch have lived in this run: "after epoch 3". */
export function afterEpoch({ epoch }: Pick<TaskReading, 'epoch'>, { how }: Pick<RunFacts, 'how'>): string {
  return `after epoch ${how.before + epoch}`;
}

/** Twice the epochs. */
export function longer({ epochs }: HowTrained): string {
  return `epochs: ${2 * epochs}`;
}

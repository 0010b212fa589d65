import type { ReadyMetric } from '../chosen-metrics/index.ts';
import { type Rows, whyNoneCounts } from '../data/index.ts';
import type { Metrics } from '../metrics/index.ts';
import type { Network } from '../network/index.ts';
import { boolean, count, either, noSuch, number, type OptionTable, record, text } from '../options/index.ts';

/** When a run ends before its last epoch, and which weights it keeps. */
export type EarlyStopping = {
  /**
   * What an epoch is judged by on validation data, the AUC of a binary task or −RMSE of a numeric one: a task, or a
   * weight for each of several; all tasks alike without this.
   */
  readonly task?: string | Readonly<Record<string, number>>;
  /** One of fit's `metrics` to judge by, the higher the better; the AUC or −RMSE without this. */
  readonly metric?: string;
  /** How many epochs in a row may be no better before the run ends. */
  readonly patience: number;
  /** Whether the model gets the weights of the best epoch at the end; `true` without this. */
  readonly restoreBest?: boolean;
};

export const earlyStoppingOptions = {
  task: {
    type: either(text, record('task', number({ from: 0 }))),
    without: 'all tasks alike',
    about:
      'What an epoch is judged by on validation data, the AUC of a binary task or −RMSE of a numeric one: a task, or a weight for each of several',
    also: ['monitor'],
  },
  metric: {
    type: text,
    without: 'the AUC or −RMSE',
    about: "One of fit's `metrics` to judge by, the higher the better",
  },
  patience: {
    type: count,
    needed: true,
    about: 'How many epochs in a row may be no better before the run ends',
    also: ['epochs', 'rounds'],
  },
  restoreBest: {
    type: boolean,
    default: true,
    about: 'Whether the model gets the weights of the best epoch at the end',
    also: ['restoreBestWeights'],
  },
} as const satisfies OptionTable<EarlyStopping>;

/** Scores an epoch: higher is better. */
export type Judge = {
  /** For people, e.g. "mean validation AUC" or "validation AUC of income". */
  readonly name: string;
  readonly score: (validation: Metrics) => number;
};

/** What an epoch is judged by. */
export type JudgedBy = Pick<EarlyStopping, 'task' | 'metric'>;

/**
 * @param what who judges, for errors.
 * @throws when it names a task that the model does not have, or when validation rows cannot judge one.
 */
export function createJudge(
  { task, metric: own }: JudgedBy,
  { outputs }: Network,
  validation: Rows | undefined,
  metrics: readonly ReadyMetric[] = [],
  what = 'fit: earlyStopping',
): Judge {
  if (!validation)
    throw new Error('fit: earlyStopping needs validation rows: fit(rows, { validation, earlyStopping }).');
  const trained = outputs.flatMap((output) => (output.task ? [{ output, task: output.task.name }] : []));
  const weights = weightsOf(
    task,
    trained.map((each) => each.task),
  );
  for (const name of Object.keys(weights))
    if (!trained.some((each) => each.task === name))
      throw new Error(
        `${what}: ${noSuch(
          'task',
          name,
          trained.map((each) => each.task),
        )}`,
      );
  const chosen = own === undefined ? undefined : chosenOf(own, metrics, what);
  const judged = trained.filter(
    ({ task, output }) => weights[task] !== undefined && (chosen?.of !== 'binary' || output.kind === 'binary'),
  );
  for (const { output, task } of judged) {
    const why = whyNotJudgeable(output.kind, validation.labels[task] ?? [], validation.weights);
    if (why !== undefined)
      throw new Error(`${what}: task "${task}" cannot be judged on the validation rows, and so no epoch by it: ${why}`);
  }
  const kinds = new Set(judged.map(({ output }) => output.kind));
  const metric = own !== undefined ? own : kinds.size > 1 ? 'AUC and −RMSE' : kinds.has('binary') ? 'AUC' : '−RMSE';
  return {
    name: nameOf(
      metric,
      task,
      judged.map((each) => each.task),
    ),
    score: (validation) => {
      let sum = 0;
      for (const { output, task } of judged) {
        const { auc, rmse, own: taken = {} } = validation[output.name];
        if (own !== undefined) sum += weights[task] * (taken[own] ?? Number.NaN);
        else sum += weights[task] * (output.kind === 'binary' ? (auc ?? Number.NaN) : -(rmse ?? Number.NaN));
      }
      return sum;
    },
  };
}

function chosenOf(own: string, metrics: readonly ReadyMetric[], what: string): ReadyMetric {
  const found = metrics.find(({ name }) => name === own);
  if (found) return found;
  const names = metrics.map(({ name }) => name);
  const known = names.length === 0 ? 'fit has no `metrics`: give it there, too.' : noSuch('metric', own, names);
  throw new Error(`${what}: metric ${JSON.stringify(own)}: ${known}`);
}

/** Why rows give no AUC of a binary task or RMSE of a numeric one, for a person; undefined where they do. */
export function whyNotJudgeable(
  kind: 'binary' | 'numeric',
  labels: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
): string | undefined {
  const counted = new Set<number>();
  for (let row = 0; row < labels.length && counted.size < 2; row++)
    if (!Number.isNaN(labels[row]) && weights?.[row] !== 0) counted.add(labels[row]);
  if (counted.size > 1 || (counted.size === 1 && kind === 'numeric')) return undefined;
  return whyNoneCounts(labels, weights) ?? `it has only the label ${[...counted].join()} there.`;
}

function weightsOf(task: EarlyStopping['task'], tasks: readonly string[]): Readonly<Record<string, number>> {
  if (task === undefined) return Object.fromEntries(tasks.map((name) => [name, 1 / tasks.length]));
  return typeof task === 'string' ? { [task]: 1 } : task;
}

function nameOf(metric: string, task: EarlyStopping['task'], judged: readonly string[]): string {
  if (judged.length === 1) return `validation ${metric} of ${judged[0]}`;
  return task === undefined ? `mean validation ${metric}` : `weighted validation ${metric} of ${judged.join(' and ')}`;
}

import type { Baseline, TaskMetrics } from '../../metrics/index.ts';
import type { EpochEvent, RunTask } from '../events.ts';

/** All that a run is judged by. */
export type RunFacts = {
  /** `failed` is judged only where it diverged: any other failure says itself what it is. */
  readonly state: 'finished' | 'interrupted' | 'failed';
  /** Of a failed run, what is no number any more: "The loss of task "income" became NaN at step 12." */
  readonly diverged?: string | undefined;
  readonly tasks: readonly RunTask[];
  /** The epochs that have ended, in order. */
  readonly history: readonly EpochEvent[];
  /** The epoch whose weights are kept, where it is not the last one. */
  readonly keptEpoch?: number | undefined;
  /** What the steps of each task told. */
  readonly steps: Readonly<Record<string, StepFacts>>;
  /** Train labels by task, where all rows are in memory. */
  readonly labels: Readonly<Record<string, LabelFacts>>;
  readonly how: HowTrained;
};

/** Mean losses over a batch, in label units. */
export type StepFacts = {
  /** Of the first step, whose loss is that of the weights the run began with. */
  readonly first: number;
  /** Mean over the steps of the last epoch. */
  readonly recent: number;
};

export type LabelFacts = { readonly rows: number; readonly least: number; readonly greatest: number };

/** What remedies depend on. */
export type HowTrained = {
  readonly epochs: number;
  readonly batchSize: number;
  readonly rows: number;
  /** Undefined where it is a function of the step. */
  readonly learningRate: number | undefined;
  /** The optimizer's default. */
  readonly usualRate: number;
  readonly inputs: 'standardised' | 'raw';
  /** Epochs in a row that may be no better, with early stopping; `restores` says whether the best weights come back. */
  readonly earlyStopping: { readonly patience: number; readonly restores: boolean } | undefined;
  /** Epochs that the weights had been trained for before this run: epochs are told counted on from there. */
  readonly before: number;
  /** Whether a person weighed the tasks. */
  readonly weighsTasks: boolean;
  /** Whether a method changes gradients of tasks that pull apart. */
  readonly balancesGradients: boolean;
  /** Catalog name of the model. */
  readonly model: string;
};

/** One task at the end of one epoch, on the rows that epochs are judged on, and on the train rows. */
export type TaskReading = {
  readonly task: RunTask;
  readonly epoch: number;
  /** What the rows are called: "validation" or "train". */
  readonly part: 'validation' | 'train';
  readonly metrics: TaskMetrics;
  readonly against: Baseline;
  readonly train: { readonly metrics: TaskMetrics; readonly against: Baseline };
};

/** The epoch that is judged: that of the kept weights, else the last. */
export function judgedEpoch({ history, keptEpoch }: RunFacts): EpochEvent | undefined {
  return history.find(({ epoch }) => epoch === keptEpoch) ?? history.at(-1);
}

/** Every task that was measured in an epoch; none of an epoch that an older checkpoint tells of. */
export function readings({ tasks }: RunFacts, event: EpochEvent | undefined): readonly TaskReading[] {
  const { train, validation, baselines, epoch } = event ?? {};
  if (epoch === undefined || !train || !baselines) return [];
  return tasks.flatMap((task): readonly TaskReading[] => {
    const output = task.output ?? task.name;
    const own = { metrics: train[output], against: baselines.train[output] };
    if (!own.metrics || !own.against) return [];
    const [metrics, against] = [validation?.[output], baselines.validation?.[output]];
    return metrics && against
      ? [{ task, epoch, part: 'validation', metrics, against, train: own }]
      : [{ task, epoch, part: 'train', ...own, train: own }];
  });
}

/** Whether AUC and loss cannot be told from those of a constant prediction. */
export function isAtChance({ metrics, against }: Pick<TaskReading, 'metrics' | 'against'>): boolean {
  const { auc, aucError } = metrics;
  if (auc !== undefined && auc > 0.5 + twoErrors * (aucError ?? Number.NaN)) return false;
  return against.constant - against.loss <= twoErrors * against.gainError;
}

/**
 * Whether the train loss is still on its way down: it has left that of the first step, and at the end of the epoch it is a
 * hundredth below the mean over the epoch's steps. Such a task has had too few steps for more than that to be said of it.
 */
export function isFalling({ steps }: RunFacts, { task, train }: TaskReading): boolean {
  const { first, recent } = steps[task.name] ?? {};
  return first !== undefined && recent !== undefined && train.against.loss < 0.99 * Math.min(first, recent);
}

/** Two standard errors: what chance alone exceeds about once in forty times to either side. */
export const twoErrors = 2;

/** Loss of a task after each epoch, on the rows it is judged on. */
export function lossesOf(
  { history }: RunFacts,
  task: RunTask,
  part: TaskReading['part'],
): readonly (Baseline & { readonly epoch: number })[] {
  return history.flatMap(({ epoch, baselines }) => {
    const found = baselines?.[part]?.[task.output ?? task.name];
    return found ? [{ ...found, epoch }] : [];
  });
}

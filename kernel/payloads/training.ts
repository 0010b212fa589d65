import {
  count,
  list,
  nullable,
  number,
  numberOrNull,
  object,
  oneOf,
  optional,
  type Parsed,
  record,
  type Shape,
  text,
} from '../guards/index.ts';
import { parsePayload } from './parse-payload.ts';
import { type Remark, remarkFields } from './remark.ts';
import { type RunBefore, runBefore } from './training-before.ts';
import {
  explainConflicts,
  type TrainingConflicts,
  type TrainingWeights,
  trainingConflicts,
  trainingWeights,
} from './training-conflicts.ts';
import { type TrainingGates, trainingGates } from './training-gates.ts';

/**
 * One training run as a picture needs it: a full, bounded snapshot, never a delta, so a saved notebook can draw it again.
 * Frozen: fields may be added as optional ones; anything else is version 2.
 */
export type TrainingPayload = {
  readonly version: 1;
  readonly run: TrainingRun;
  readonly state: TrainingState;
  readonly progress: TrainingProgress;
  /** Once ended: which weights the model holds now, and why; the epoch they are of, when of an epoch's end. */
  readonly kept?: string | undefined;
  readonly keptEpoch?: number | undefined;
  /** Why it failed. */
  readonly message?: string | undefined;
  readonly tasks: readonly TrainingTask[];
  /** One per epoch that has ended, in order. */
  readonly epochs: readonly TrainingEpoch[];
  /** Of a model that routes: its mean gate weights as epochs ended. */
  readonly gates?: TrainingGates | undefined;
  /** Where it was asked for: which tasks pull which shared parts of the network apart. */
  readonly conflicts?: TrainingConflicts | undefined;
  /** The weights of a method that balances the tasks, step by step. */
  readonly weights?: TrainingWeights | undefined;
  /** What is to be said of the run, the gravest first: absent while there is nothing to judge. */
  readonly verdict?: TrainingVerdict | undefined;
  /** Metrics of the kept weights on rows that neither trained nor chose them, when they were computed. */
  readonly test?: OutputMetrics | undefined;
  /** The last try: the run that the same call of the same cell had trained before. */
  readonly before?: TrainingBefore | undefined;
};

/** Its payload is coarser than that run's own, and without what was before it: a chain of tries would grow with each. */
export type TrainingBefore = RunBefore<Omit<TrainingPayload, 'before'>>;

export type TrainingState = 'running' | 'finished' | 'interrupted' | 'failed';

/** One verdict a run, the gravest of all that hold. */
export type TrainingVerdict = Remark & {
  /** `good`: nothing to say. `warning`: act if you like. `error`: the numbers mean nothing. */
  readonly tone: 'good' | 'warning' | 'error';
  /** Name of the rule, e.g. "diverged". */
  readonly kind: string;
};

/** What does not change during a run. */
export type TrainingRun = {
  /** Unique within the kernel's process, e.g. "run-14". */
  readonly id: string;
  readonly number: number;
  /** Catalog name and display title, e.g. "mmoe" and "MMoE". */
  readonly model: string;
  readonly title: string;
  /** What distinguishes the model, e.g. ["8 experts"]. */
  readonly summary: readonly string[];
  readonly dataset: string;
  readonly rows: number;
  readonly validationRows: number;
  readonly batchSize: number;
  readonly seed: number;
  /** E.g. "simd ×2". */
  readonly trainer: string;
  /** Where the weights of the tasks are learned: then epochs have `logVariances`. */
  readonly taskWeights?: 'learned' | undefined;
  /** Options of the model and of `fit`, also those that were not given, as code: `{ learningRate: "0.003" }`. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** The chosen metric that early stopping judges by; absent where it is AUC and RMSE, or nothing. */
  readonly judgedBy?: string | undefined;
  /**
   * Where the weights had been trained before: the run that did, absent where it was in another process, and the epochs
   * until then. Epochs of this payload count from 1; people are shown them numbered on from there.
   */
  readonly goesOn?: { readonly from?: number | undefined; readonly epochs: number } | undefined;
};

export type TrainingProgress = {
  /** Optimizer steps done and planned, over all epochs. */
  readonly step: number;
  readonly steps: number;
  /** The 1-based epoch that is running or was the last; 0 before the first step. */
  readonly epoch: number;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** Since the start of the run, evaluation included. */
  readonly seconds: number;
  /** While running: mean of the last five seconds, null in the first; afterwards: of the whole run. */
  readonly examplesPerSecond: number | null;
  /** Null in the first two seconds and after the end. */
  readonly secondsLeft: number | null;
};

export type TrainingTask = {
  /** Losses and metrics are matched by it. */
  readonly name: string;
  readonly kind: 'binary' | 'numeric';
  readonly description?: string | undefined;
  /** Training loss by step; null for an output that has no loss of its own (ESMM's pCVR). */
  readonly loss: LossSeries | null;
  /** Epoch with the highest validation AUC, or lowest RMSE of a numeric task; train metrics when nothing validates. */
  readonly bestEpoch: number | null;
};

/**
 * Mean batch losses in buckets of `stepsPerBucket` consecutive steps, from step 1: bucket i holds steps i·n + 1 … (i + 1)·n,
 * the last one perhaps fewer. At most `mostBuckets`. With one step per bucket, `min` and `max` equal `mean` and are left out.
 */
export type LossSeries = {
  readonly stepsPerBucket: number;
  /** Loss of step 1, which usually lies above the drawn range. */
  readonly first: number | null;
  readonly mean: readonly (number | null)[];
  readonly min?: readonly (number | null)[] | undefined;
  readonly max?: readonly (number | null)[] | undefined;
};

export const mostBuckets = 1000;

export type TrainingEpoch = {
  readonly epoch: number;
  /** The epoch's last step. */
  readonly step: number;
  readonly seconds: number;
  readonly train: OutputMetrics;
  readonly validation?: OutputMetrics | undefined;
  /**
   * By task, where their weights are learned: log σ² (Kendall et al. 2018), in label units. A task's loss counts by
   * exp(−log σ²); of a numeric task σ is the learned standard deviation of its error.
   */
  readonly logVariances?: Readonly<Record<string, number>> | undefined;
};

export type OutputMetrics = Readonly<Record<string, Metrics>>;

/** Metrics over the rows whose label is observed. Absent: does not apply. Null: cannot be computed (one class only). */
export type Metrics = {
  readonly rows: number;
  readonly auc?: number | null | undefined;
  /** Standard error of `auc`. */
  readonly aucError?: number | null | undefined;
  readonly logLoss?: number | null | undefined;
  /** Σ predicted ÷ Σ observed. */
  readonly calibration?: number | null | undefined;
  readonly rmse?: number | null | undefined;
  readonly mae?: number | null | undefined;
  /** Expected calibration error. */
  readonly calibrationError?: number | null | undefined;
  /** Metrics that were asked for beside these, by name. */
  readonly own?: Readonly<Record<string, number | null>> | undefined;
  /** Why a metric is null, for a person. */
  readonly warnings?: readonly string[] | undefined;
};

/** The payload if it can be drawn, else why not, for the person who sees the output. */
export function parseTrainingPayload(value: unknown): Parsed<TrainingPayload> {
  const parsed = parsePayload(payload, value);
  const tasks = parsed.ok ? [...parsed.value.tasks, ...(parsed.value.before?.payload.tasks ?? [])] : [];
  const uneven = tasks.find(({ loss }) => loss !== null && !isEven(loss));
  if (uneven !== undefined)
    return { ok: false, reason: `The loss of ${JSON.stringify(uneven.name)} has lists of different lengths.` };
  const runs = parsed.ok ? [parsed.value, ...(parsed.value.before ? [parsed.value.before.payload] : [])] : [];
  const wrong = runs.flatMap((run) => (run.conflicts && explainConflicts(run.conflicts, run.tasks.length)) ?? []);
  return wrong[0] === undefined ? parsed : { ok: false, reason: wrong[0] };
}

export function isTrainingPayload(value: unknown): value is TrainingPayload {
  return parseTrainingPayload(value).ok;
}

function isEven({ mean, min, max }: LossSeries): boolean {
  return [min, max].every((other) => other === undefined || other.length === mean.length);
}

const metrics = object<Metrics>({
  rows: count,
  auc: optional(numberOrNull),
  aucError: optional(numberOrNull),
  logLoss: optional(numberOrNull),
  calibration: optional(numberOrNull),
  rmse: optional(numberOrNull),
  mae: optional(numberOrNull),
  calibrationError: optional(numberOrNull),
  own: optional(record(numberOrNull)),
  warnings: optional(list(text, 32)),
});

const series = object<LossSeries>({
  stepsPerBucket: positive(),
  first: numberOrNull,
  mean: list(numberOrNull, mostBuckets),
  min: optional(list(numberOrNull, mostBuckets)),
  max: optional(list(numberOrNull, mostBuckets)),
});

export const trainingRun = object<TrainingRun>({
  id: text,
  number: count,
  model: text,
  title: text,
  summary: list(text, 32),
  dataset: text,
  rows: count,
  validationRows: count,
  batchSize: count,
  seed: number,
  trainer: text,
  taskWeights: optional(oneOf('learned')),
  settings: optional(record(text)),
  judgedBy: optional(text),
  goesOn: optional(object<NonNullable<TrainingRun['goesOn']>>({ from: optional(count), epochs: count })),
});

export const trainingVerdict = object<TrainingVerdict>({
  ...remarkFields,
  tone: oneOf('good', 'warning', 'error'),
  kind: text,
});

const fields = {
  version: oneOf(1),
  run: trainingRun,
  state: oneOf('running', 'finished', 'interrupted', 'failed'),
  progress: object<TrainingProgress>({
    step: count,
    steps: count,
    epoch: count,
    epochs: positive(),
    stepsPerEpoch: positive(),
    seconds: number,
    examplesPerSecond: numberOrNull,
    secondsLeft: numberOrNull,
  }),
  kept: optional(text),
  keptEpoch: optional(count),
  message: optional(text),
  verdict: optional(trainingVerdict),
  tasks: list(
    object<TrainingTask>({
      name: text,
      kind: oneOf('binary', 'numeric'),
      description: optional(text),
      loss: nullable(series),
      bestEpoch: nullable(count),
    }),
    256,
  ),
  epochs: list(
    object<TrainingEpoch>({
      epoch: count,
      step: count,
      seconds: number,
      train: record(metrics),
      validation: optional(record(metrics)),
      logVariances: optional(record(number)),
    }),
    2000,
  ),
  gates: optional(trainingGates),
  conflicts: optional(trainingConflicts),
  weights: optional(trainingWeights),
  test: optional(record(metrics)),
};

const payload = object<TrainingPayload>({
  ...fields,
  before: optional(runBefore(object<Omit<TrainingPayload, 'before'>>(fields))),
});

function positive(): Shape<number> {
  return {
    explain: (value) =>
      count.explain(value) ?? (value === 0 ? { where: '', words: 'is 0; at least 1 was expected.' } : undefined),
  };
}

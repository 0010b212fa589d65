import type { Metrics as EventMetrics } from '../../multitask/metrics/index.ts';
import type { RunVerdict } from '../../multitask/run-verdict.ts';
import type { EpochEvent, RunBefore, RunDescription, TrainingEvent } from '../../multitask/training/index.ts';
import { bestEpoch, judgedOn } from '../../payloads/reading/quality.ts';
import type { Metrics, OutputMetrics, TrainingEpoch, TrainingPayload, TrainingTask } from '../../payloads/training.ts';
import type { TrainingGates } from '../../payloads/training-gates.ts';
import { type LossBuckets, lossSeries, noLosses, withLosses } from './loss-buckets.ts';
import { thinned } from './thinned.ts';
import {
  type ConflictFold,
  conflictsPayload,
  nothingOfConflicts,
  weightsPayload,
  withEpochOf,
  withStepsOf,
} from './training-conflicts.ts';
import { type GateEpoch, trainingGates } from './training-gates.ts';
import { noRate, observeRate, type Rate } from './training-rate.ts';

/** What is known of a run after some of its events. Nothing here is ever changed: `foldTraining` returns the next. */
export type TrainingFold = {
  readonly run: RunDescription;
  readonly state: TrainingPayload['state'];
  readonly step: number;
  readonly epoch: number;
  readonly seconds: number;
  readonly rate: Rate;
  readonly losses: Readonly<Record<string, LossBuckets>>;
  readonly epochs: readonly TrainingEpoch[];
  readonly gateEpochs: readonly GateEpoch[];
  /** Made once an epoch: a picture is made ten times a second. */
  readonly gates: TrainingGates | undefined;
  readonly conflicts: ConflictFold;
  readonly verdict?: RunVerdict | undefined;
  readonly ended?: Extract<TrainingEvent, { kind: 'ended' }>;
};

export function beginTraining(run: RunDescription): TrainingFold {
  const losses = Object.fromEntries(run.tasks.map(({ name }) => [name, noLosses]));
  const nothing = { step: 0, epoch: 0, seconds: 0, rate: noRate, epochs: [], gateEpochs: [] };
  const conflicts = nothingOfConflicts;
  return { run, state: 'running', ...nothing, losses, gates: trainingGates(run, [], true), conflicts };
}

export function foldTraining(fold: TrainingFold, event: TrainingEvent): TrainingFold {
  switch (event.kind) {
    case 'started':
      return event.before === undefined
        ? { ...fold, run: event.run }
        : resumed({ ...fold, run: event.run }, event.before);
    case 'steps': {
      const added = Object.entries(event.losses).map(
        ([task, losses]) => [task, withLosses(fold.losses[task] ?? noLosses, event.step, losses)] as const,
      );
      return {
        ...advance(fold, event),
        losses: { ...fold.losses, ...Object.fromEntries(added) },
        conflicts: withStepsOf(fold.conflicts, fold.run, event),
      };
    }
    case 'epoch':
      return { ...advance(withEpoch(fold, event), event), verdict: event.verdict };
    case 'ended':
      return {
        ...advance(fold, event),
        state: event.state,
        ended: event,
        verdict: event.verdict,
        gates: trainingGates(fold.run, fold.gateEpochs, false),
      };
  }
}

/** The picture of a resumed run begins where the run began. */
function resumed(fold: TrainingFold, { step, seconds, history }: RunBefore): TrainingFold {
  const epoch = Math.ceil(step / fold.run.stepsPerEpoch);
  return advance(history.reduce(withEpoch, fold), { step, epoch, seconds });
}

function withEpoch(fold: TrainingFold, event: EpochEvent): TrainingFold {
  const { epoch, step, seconds, train, validation, logVariances } = event;
  const read = (metrics: EventMetrics) => byTask(finite(metrics), fold.run);
  const ended: TrainingEpoch = {
    epoch,
    step,
    seconds,
    train: read(train),
    ...(validation === undefined ? {} : { validation: read(validation) }),
    ...(logVariances === undefined ? {} : { logVariances: shortened(logVariances) }),
  };
  const epochs = [...fold.epochs, ended];
  const { gates = [] } = event;
  const gateEpochs = gates.length === 0 ? fold.gateEpochs : thinned([...fold.gateEpochs, { epoch, gates }], mostEpochs);
  return {
    ...fold,
    conflicts: withEpochOf(fold.conflicts, event),
    epochs: epochs.length > mostEpochs ? halved(epochs, outputs(fold)) : epochs,
    ...(gateEpochs === fold.gateEpochs ? {} : { gateEpochs, gates: trainingGates(fold.run, gateEpochs, true) }),
  };
}

/** The whole picture so far. */
export function trainingPayload(fold: TrainingFold): TrainingPayload {
  const { run, state, epochs, ended, verdict } = fold;
  const { id, number, model, title, summary, dataset, rows, validationRows, batchSize, seed, trainer } = run;
  const { settings, goesOn, taskWeights, judgedBy } = run;
  const split = judgedOn({ run, epochs });
  const conflicts = conflictsPayload(fold.conflicts, run, ended?.keptEpoch, state === 'running');
  const weights = weightsPayload(fold.conflicts, run);
  return {
    version: 1,
    run: {
      id,
      number,
      model,
      title,
      summary,
      dataset,
      rows,
      validationRows,
      batchSize,
      seed,
      trainer,
      ...(settings && { settings }),
      ...(judgedBy && { judgedBy }),
      ...(goesOn && { goesOn }),
      ...(taskWeights && { taskWeights }),
    },
    state,
    progress: {
      step: fold.step,
      steps: run.epochs * run.stepsPerEpoch,
      epoch: fold.epoch,
      epochs: run.epochs,
      stepsPerEpoch: run.stepsPerEpoch,
      seconds: Number(fold.seconds.toFixed(3)),
      ...speed(fold),
    },
    ...(ended === undefined ? {} : { kept: ended.kept }),
    ...(ended?.keptEpoch === undefined ? {} : { keptEpoch: ended.keptEpoch }),
    ...(ended?.message === undefined ? {} : { message: ended.message }),
    tasks: outputs(fold).map((task) => ({ ...task, bestEpoch: bestEpoch(task, epochs, split) })),
    epochs,
    ...(fold.gates === undefined ? {} : { gates: fold.gates }),
    ...(conflicts && { conflicts }),
    ...(weights && { weights }),
    ...(verdict === undefined ? {} : { verdict }),
  };
}

const mostEpochs = 1000;

type Output = Omit<TrainingTask, 'bestEpoch'>;

function advance(
  fold: TrainingFold,
  { step, epoch, seconds }: { step: number; epoch: number; seconds: number },
): TrainingFold {
  const steps = fold.run.epochs * fold.run.stepsPerEpoch;
  return { ...fold, step, epoch, seconds, rate: observeRate(fold.rate, { step, seconds }, steps) };
}

function speed({
  run,
  state,
  step,
  seconds,
  rate,
}: TrainingFold): Pick<TrainingPayload['progress'], 'examplesPerSecond' | 'secondsLeft'> {
  const examples = run.rows / run.stepsPerEpoch;
  if (state !== 'running') {
    return {
      examplesPerSecond: seconds > 0 && step > 0 ? Math.round((step / seconds) * examples) : null,
      secondsLeft: null,
    };
  }
  return {
    examplesPerSecond: rate.shown === null ? null : Math.round(rate.shown.stepsPerSecond * examples),
    secondsLeft:
      rate.shown === null || seconds < 2 || step >= run.epochs * run.stepsPerEpoch
        ? null
        : Math.round(rate.shown.secondsLeft),
  };
}

/** The tasks, then outputs that are measured but have no loss of their own (ESMM's pCVR). */
function outputs({ run, losses, epochs }: TrainingFold): readonly Output[] {
  const tasks = run.tasks.map(
    ({ name, kind, description }): Output => ({
      name,
      kind,
      // No line may begin with the sign of a share.
      ...(description === undefined ? {} : { description: description.replace(/ %/g, '\u00a0%') }),
      loss: lossSeries(losses[name] ?? noLosses),
    }),
  );
  const measured = Object.entries(epochs.at(-1)?.validation ?? epochs.at(-1)?.train ?? {});
  const others = measured.filter(([name]) => !run.tasks.some((task) => task.name === name));
  return [
    ...tasks,
    ...others.map(
      ([name, { rmse }]): Output => ({ name, kind: rmse === undefined ? 'binary' : 'numeric', loss: null }),
    ),
  ];
}

/** Every second epoch, and those that must not be lost: the best of each task and the last. */
function halved(epochs: readonly TrainingEpoch[], tasks: readonly Output[]): readonly TrainingEpoch[] {
  const split = epochs.some(({ validation }) => validation !== undefined) ? 'validation' : 'train';
  const best = new Set(tasks.map((task) => bestEpoch(task, epochs, split)));
  return epochs.filter(({ epoch }, i) => i % 2 === 1 || i === epochs.length - 1 || best.has(epoch));
}

/** Metrics come by output name; where an output is a task's under another name, they go by the task's. */
function byTask(metrics: OutputMetrics, run: RunDescription): OutputMetrics {
  const task = (output: string) => run.tasks.find((each) => (each.output ?? each.name) === output)?.name ?? output;
  return Object.fromEntries(Object.entries(metrics).map(([output, metric]) => [task(output), metric]));
}

function shortened(numbers: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const known = Object.entries(numbers).filter(([, value]) => Number.isFinite(value));
  return Object.fromEntries(known.map(([name, value]) => [name, Number(value.toPrecision(7))]));
}

/** JSON has no NaN: a metric that could not be computed becomes null, one that does not apply stays absent. */
function finite(metrics: EventMetrics): OutputMetrics {
  const measures = ['auc', 'aucError', 'logLoss', 'calibration', 'calibrationError', 'rmse', 'mae'] as const;
  return Object.fromEntries(
    Object.entries(metrics).map(([output, metric]) => {
      const known = measures.flatMap((name) => {
        const value = metric[name];
        return value === undefined ? [] : [[name, jsonNumber(value)] as const];
      });
      const warnings = metric.warnings === undefined ? {} : { warnings: metric.warnings };
      const taken = Object.entries(metric.own ?? {}).slice(0, mostOwn);
      const own =
        taken.length === 0 ? {} : { own: Object.fromEntries(taken.map(([name, value]) => [name, jsonNumber(value)])) };
      return [output, { rows: metric.rows, ...Object.fromEntries(known), ...own, ...warnings } satisfies Metrics];
    }),
  );
}

const jsonNumber = (value: number): number | null => (Number.isFinite(value) ? Number(value.toPrecision(7)) : null);

/** Of metrics that were asked for: a picture stays small. */
const mostOwn = 32;

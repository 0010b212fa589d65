import {
  type Conflict,
  coarserStretches,
  conflictsOf,
  type EpochConflicts,
  meanWithin,
  noConflicts,
  noStretches,
  type Stretches,
  taskPairs,
  withConflicts,
  withSteps,
} from '../../multitask/conflicts/index.ts';
import { shortNames } from '../../multitask/gate-report/index.ts';
import type { EpochEvent, RunDescription, StepsEvent } from '../../multitask/training/index.ts';
import {
  type CosineSeries,
  type CosinesOver,
  mostConflicts,
  type TrainingConflicts,
  type TrainingWeights,
} from '../../payloads/training-conflicts.ts';
import { cosineOf, roundedTo } from './report-conflicts.ts';

/** What is known of the conflicts and of the balance of a run's tasks. Nothing here is ever changed. */
export type ConflictFold = {
  /** Cosines of the whole run, [part][pair]; weights of the tasks. */
  readonly cosines: Stretches;
  readonly weights: Stretches;
  /** Of the epoch that runs. */
  readonly epoch: EpochConflicts;
  /** Of those that ended, the newest last. */
  readonly ended: readonly { readonly epoch: number; readonly conflicts: readonly Conflict[] }[];
};

export const nothingOfConflicts: ConflictFold = {
  // A step alone is mostly the noise of its batch.
  cosines: noStretches(4),
  weights: noStretches(),
  epoch: noConflicts,
  ended: [],
};

export function withStepsOf(fold: ConflictFold, run: RunDescription, event: StepsEvent): ConflictFold {
  const { conflicts, taskWeights } = event;
  if (conflicts === undefined && taskWeights === undefined) return fold;
  const cells = cellsOf(run);
  const added = (known: Stretches, values: ArrayLike<number> | undefined, width: number) =>
    values === undefined || width === 0
      ? known
      : withSteps(known, mostConflicts.buckets, event.step - values.length / width, values, width);
  return {
    ...fold,
    cosines: added(fold.cosines, conflicts, cells),
    weights: added(fold.weights, taskWeights, run.tasks.length),
    epoch: withConflicts(fold.epoch, event, cells),
  };
}

export function withEpochOf(fold: ConflictFold, { epoch, conflicts }: EpochEvent): ConflictFold {
  return conflicts === undefined ? fold : { ...fold, ended: [...fold.ended, { epoch, conflicts }] };
}

/** For the picture; undefined where the run does not tell of conflicts. @param keptEpoch once it ended, of the weights that it left. */
export function conflictsPayload(
  { cosines, epoch, ended }: ConflictFold,
  run: RunDescription,
  keptEpoch: number | undefined,
  isRunning: boolean,
): TrainingConflicts | undefined {
  const { sharedParts = [] } = run;
  const all = taskPairs(run.tasks.length);
  if (sharedParts.length === 0 || all.length === 0) return undefined;
  const labels = shortNames(sharedParts);
  const parts = sharedParts.slice(0, mostConflicts.parts);
  const pairs = all.slice(0, mostConflicts.pairs);
  const room = (isRunning ? mostWhileRunning : mostAfterwards) / (3 * parts.length * pairs.length);
  const { stepsPerStretch, list } = coarserStretches(
    cosines,
    Math.max(8, Math.min(mostConflicts.buckets, Math.floor(room))),
  );
  const tasks = run.tasks.map(({ name }) => name);
  const last = ended.find((each) => each.epoch === keptEpoch) ?? ended.at(-1);
  const told = last ?? { epoch: epoch.epoch, conflicts: conflictsOf(epoch, { parts: sharedParts, tasks }) };
  return {
    parts: parts.map((name, p) => ({ name, label: labels[p] ?? name })),
    ...(parts.length < sharedParts.length ? { partsGiven: sharedParts.length } : {}),
    ...(pairs.length < all.length ? { pairsGiven: all.length } : {}),
    pairs,
    stepsPerBucket: stepsPerStretch,
    series: parts.map((_, p) =>
      pairs.map((_pair, i): CosineSeries => {
        const means = list.map((stretch) => meanWithin(stretch, p * all.length + i));
        return {
          mean: means.map((each) => roundedTo(each?.mean, 3)),
          error: means.map((each) => roundedTo(each?.error, 3)),
          negative: means.map((each) => roundedTo(each?.negative, 2)),
        };
      }),
    ),
    ...(told.conflicts.length === 0 ? {} : { over: cosinesOver(told, parts, pairs, tasks) }),
  };
}

/** By part and pair, as a picture of an epoch's cosines needs them. */
function cosinesOver(
  { epoch, conflicts }: ConflictFold['ended'][number],
  parts: readonly string[],
  pairs: readonly (readonly [number, number])[],
  tasks: readonly string[],
): CosinesOver {
  return { epoch, cosines: parts.map((part) => pairs.map(([a, b]) => cosineOf(conflicts, part, tasks[a], tasks[b]))) };
}

/** The weights that the tasks were given; undefined where nothing balances them. */
export function weightsPayload({ weights }: ConflictFold, run: RunDescription): TrainingWeights | undefined {
  if (weights.list.length === 0) return undefined;
  const { stepsPerStretch, list } = coarserStretches(weights, Math.max(20, Math.floor(2000 / run.tasks.length)));
  return {
    stepsPerBucket: stepsPerStretch,
    mean: run.tasks.map((_, task) => list.map((stretch) => significant(meanWithin(stretch, task)?.mean))),
  };
}

/** Numbers, of which a run's losses have as many: they cross ten times a second while it trains. */
const mostWhileRunning = 8_000;
const mostAfterwards = 40_000;

function cellsOf({ sharedParts = [], tasks }: RunDescription): number {
  return sharedParts.length * taskPairs(tasks.length).length;
}

function significant(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(4));
}

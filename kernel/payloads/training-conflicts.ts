import { count, list, nullable, numberOrNull, object, optional, type Shape, text } from '../guards/index.ts';
import { type MeanCosine, meanCosine } from './mean-cosine.ts';

/**
 * How the gradients of each two tasks lie to each other in each part of the network that both train. A cosine: 1 where they
 * pull the weights the same way, −1 where what helps one harms the other.
 */
export type TrainingConflicts = {
  /** In the order of the network: names of blocks, and short ones, e.g. "expert 0" and "E0". */
  readonly parts: readonly { readonly name: string; readonly label: string }[];
  /** How many parts and pairs there are, where these are only the first of many. */
  readonly partsGiven?: number | undefined;
  readonly pairsGiven?: number | undefined;
  /** Positions in `tasks`, two each. */
  readonly pairs: readonly (readonly number[])[];
  /** As the buckets of a loss: bucket i holds steps i·n + 1 … (i + 1)·n. */
  readonly stepsPerBucket: number;
  /** [part][pair] */
  readonly series: readonly (readonly CosineSeries[])[];
  /** Over the steps of an epoch: the one whose weights were kept, else the last that ended, else the first as far as it came. */
  readonly over?: CosinesOver | undefined;
};

/** [bucket]; null where no step of it has one. */
export type CosineSeries = {
  readonly mean: readonly (number | null)[];
  /** Standard error from the steps of the bucket. */
  readonly error: readonly (number | null)[];
  /** Share of steps with a cosine below 0. */
  readonly negative: readonly (number | null)[];
};

export type CosinesOver = {
  readonly epoch: number;
  /** [part][pair]; null where no step has one. */
  readonly cosines: readonly (readonly (MeanCosine | null)[])[];
};

/** The weights that a balancing method gave the tasks, in buckets of steps. */
export type TrainingWeights = {
  readonly stepsPerBucket: number;
  /** [task][bucket], in the order of `tasks`. */
  readonly mean: readonly (readonly (number | null)[])[];
};

/** Most of each thing that a payload may hold. */
export const mostConflicts = { parts: 64, pairs: 28, buckets: 200 } as const;

const buckets = list(numberOrNull, mostConflicts.buckets);

export const trainingConflicts: Shape<TrainingConflicts> = object<TrainingConflicts>({
  parts: list(object<TrainingConflicts['parts'][number]>({ name: text, label: text }), mostConflicts.parts),
  partsGiven: optional(count),
  pairsGiven: optional(count),
  pairs: list(list(count, 2), mostConflicts.pairs),
  stepsPerBucket: count,
  series: list(
    list(object<CosineSeries>({ mean: buckets, error: buckets, negative: buckets }), mostConflicts.pairs),
    mostConflicts.parts,
  ),
  over: optional(
    object<CosinesOver>({
      epoch: count,
      cosines: list(list(nullable(meanCosine), mostConflicts.pairs), mostConflicts.parts),
    }),
  ),
});

export const trainingWeights: Shape<TrainingWeights> = object<TrainingWeights>({
  stepsPerBucket: count,
  mean: list(buckets, 256),
});

/** Why conflicts cannot be drawn although each of their lists can: lengths and positions that do not fit. */
export function explainConflicts(
  { parts, pairs, stepsPerBucket, series, over }: TrainingConflicts,
  tasks: number,
): string | undefined {
  const uneven = [series, ...(over === undefined ? [] : [over.cosines])].some(
    (cosines) => cosines.length !== parts.length || cosines.some((part) => part.length !== pairs.length),
  );
  if (uneven || stepsPerBucket < 1) return 'Its conflicts have not one list for each part and pair of tasks.';
  if (pairs.some((pair) => pair.length !== 2 || pair.some((task) => task >= tasks)))
    return 'Its conflicts are of tasks that it does not have.';
  const lengths = new Set(series.flat().flatMap((each) => [each.mean, each.error, each.negative].map((l) => l.length)));
  return lengths.size > 1 ? 'Its conflicts have lists of different lengths.' : undefined;
}

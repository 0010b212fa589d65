import { meanOf, noStretches, type Stretches, withSteps } from './stretches.ts';

/**
 * How the gradients of two tasks lie to each other in a shared part of the network, over the steps of an epoch. The cosine is
 * that of a batch's gradients: 1 where both tasks pull the weights the same way, −1 where what helps one harms the other.
 * The noise of a batch draws it toward 0. A task's weight does not change it.
 */
export type Conflict = {
  /** Name of the part, e.g. "expert 0", "bottom", "embeddings". */
  readonly part: string;
  /** Names of the two tasks. */
  readonly tasks: readonly [string, string];
  /** Mean of the steps in which both tasks had a gradient, and its standard error; NaN of a single step. */
  readonly cosine: number;
  /** Standard error of `cosine` over the steps. */
  readonly error: number;
  /** Share of these steps with a cosine below 0. */
  readonly negative: number;
  /** How many steps these are. */
  readonly steps: number;
};

/** The parts of a network that several tasks share, and the tasks: what cosines are of. */
export type ConflictPlaces = { readonly parts: readonly string[]; readonly tasks: readonly string[] };

/** Positions of each two tasks: (0, 1), (0, 2) … (1, 2) … */
export function taskPairs(tasks: number): readonly (readonly [number, number])[] {
  return Array.from({ length: tasks }, (_, a) =>
    Array.from({ length: tasks - 1 - a }, (_, b) => [a, a + 1 + b] as const),
  ).flat();
}

/** The cosines of an epoch so far. Bounded: it does not grow with the steps. */
export type EpochConflicts = { readonly epoch: number; readonly steps: number; readonly cosines: Stretches };

export const noConflicts: EpochConflicts = { epoch: 0, steps: 0, cosines: noStretches() };

/** Adds the steps of an event; another epoch begins anew. @param cells parts × pairs */
export function withConflicts(
  known: EpochConflicts,
  { epoch, conflicts }: { readonly epoch: number; readonly conflicts?: ArrayLike<number> | undefined },
  cells: number,
): EpochConflicts {
  if (conflicts === undefined || cells === 0) return known;
  const { steps, cosines } = known.epoch === epoch ? known : noConflicts;
  return {
    epoch,
    steps: steps + conflicts.length / cells,
    cosines: withSteps(cosines, mostStretches, steps, conflicts, cells),
  };
}

/** From 16 to 32 means give a standard error, once there are as many steps. */
const mostStretches = 32;

/** Part by part in the order of the network, pair by pair in that of the tasks; none of parts and pairs that had no step. */
export function conflictsOf({ cosines }: EpochConflicts, { parts, tasks }: ConflictPlaces): readonly Conflict[] {
  const pairs = taskPairs(tasks.length);
  return parts.flatMap((part, p) =>
    pairs.flatMap(([a, b], i): readonly Conflict[] => {
      const found = meanOf(cosines, p * pairs.length + i);
      if (!found) return [];
      const { mean, ...rest } = found;
      return [{ part, tasks: [tasks[a], tasks[b]], cosine: mean, ...rest }];
    }),
  );
}

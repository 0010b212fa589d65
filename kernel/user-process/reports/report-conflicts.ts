import { type Conflict, taskPairs } from '../../multitask/conflicts/index.ts';
import type { GateReport } from '../../multitask/gate-report/index.ts';
import type { GatesConflicts } from '../../payloads/gates-payload.ts';
import { most } from '../../payloads/gates-shape.ts';
import type { MeanCosine } from '../../payloads/mean-cosine.ts';

/** Conflicts of a report as its picture needs them: by part and pair of tasks. */
export type ReportConflicts = {
  readonly conflicts: GatesConflicts;
  /** Of an expert; undefined of one that fewer than two tasks train. */
  readonly of: (expert: string) => readonly (MeanCosine | null)[] | undefined;
};

export function reportConflicts({ conflicts: told, tasks, levels }: GateReport): ReportConflicts | undefined {
  if (told === undefined) return undefined;
  const all = taskPairs(Math.min(tasks.length, most.tasks));
  const total = levels.reduce((sum, level) => sum + level.experts.length, 0);
  const pairs = all.slice(0, Math.max(1, Math.min(most.pairs, Math.floor(mostCosines / Math.max(1, total)))));
  const parts = [...new Set(told.conflicts.map(({ part }) => part))];
  const cosines = (part: string) => pairs.map(([a, b]) => cosineOf(told.conflicts, part, tasks[a], tasks[b]));
  const experts = new Set(levels.flatMap((level) => level.experts.map(({ name }) => name)));
  const others = parts.filter((part) => !experts.has(part)).slice(0, most.parts);
  return {
    conflicts: {
      epoch: told.epoch,
      pairs,
      ...(pairs.length < all.length ? { pairsGiven: all.length } : {}),
      others: others.map((name) => ({ name, cosines: cosines(name) })),
    },
    of: (expert) => (parts.includes(expert) ? cosines(expert) : undefined),
  };
}

/** Of all experts: a report is kept in a notebook's file. */
const mostCosines = 4_000;

/** Of a part and two tasks, rounded; null where no step has both gradients. */
export function cosineOf(
  conflicts: readonly Conflict[],
  part: string,
  first: string | undefined,
  second: string | undefined,
): MeanCosine | null {
  const found = conflicts.find(({ part: of, tasks: [a, b] }) => of === part && a === first && b === second);
  if (found === undefined) return null;
  const { cosine, error, negative, steps } = found;
  return {
    mean: roundedTo(cosine, 4) ?? 0,
    error: roundedTo(error, 4),
    negative: roundedTo(negative, 3) ?? 0,
    steps: Math.round(steps),
  };
}

/** JSON has no NaN: what cannot be computed is null. */
export function roundedTo(value: number | undefined, digits: number): number | null {
  return value === undefined || !Number.isFinite(value) ? null : Number(value.toFixed(digits)) + 0;
}

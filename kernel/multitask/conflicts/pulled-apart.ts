import { agreement } from '../../statistics/index.ts';
import type { Conflict } from './conflicts.ts';

/** What of a gate decides whether a task uses an expert. */
export type GateWeights = {
  readonly level: number;
  readonly serves: string;
  readonly experts: readonly string[];
  readonly mean: readonly number[];
};

/**
 * The parts that two tasks clearly pull apart, the worst first. Of an expert only where both tasks use it: a gate of theirs, or a
 * shared one, gives it weight; else one of the gradients is small, and it hardly matters where it points.
 */
export function pulledApart(conflicts: readonly Conflict[], gates: readonly GateWeights[] = []): readonly Conflict[] {
  return conflicts
    .filter((each) => agreement({ mean: each.cosine, error: each.error }) === 'apart' && usesBoth(each, gates))
    .sort((a, b) => a.cosine - b.cosine);
}

/** Whether any two tasks clearly pull each part the same way. */
export function allAgree(conflicts: readonly Conflict[]): boolean {
  return (
    conflicts.length > 0 && conflicts.every(({ cosine, error }) => agreement({ mean: cosine, error }) === 'together')
  );
}

function usesBoth({ part, tasks }: Conflict, gates: readonly GateWeights[]): boolean {
  const seeing = new Set(gates.filter(({ experts }) => experts.includes(part)).map(({ level }) => level));
  return tasks.every((task) => {
    const own = gates.filter(({ level, serves }) => seeing.has(level) && (serves === task || serves === 'shared'));
    return own.length === 0 || own.some(({ experts, mean }) => (mean[experts.indexOf(part)] ?? 0) >= usedFrom);
  });
}

/** An expert under this mean weight is "unused". */
const usedFrom = 0.03;

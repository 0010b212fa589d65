import type { MapLevel } from './map-level.ts';

/** The highest mean weight that a gate of the level gives an expert. */
export function highestUse({ gates }: Pick<MapLevel, 'gates'>, expert: number): number {
  return Math.max(0, ...gates.map(({ mean }) => mean[expert] ?? 0));
}

export function isUnused(level: Pick<MapLevel, 'gates'>, expert: number): boolean {
  return highestUse(level, expert) < usedFrom;
}

/** An expert under this mean weight in every gate is "unused". */
const usedFrom = 0.03;

/** The experts a gate uses most, highest first. */
export function topExperts(level: Pick<MapLevel, 'experts'>, means: readonly (number | null)[], most: number) {
  return level.experts
    .map(({ label }, e) => ({ e, label, mean: means[e] ?? 0 }))
    .sort((a, b) => b.mean - a.mean)
    .slice(0, most);
}

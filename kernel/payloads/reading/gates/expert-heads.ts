import { highestUse } from './expert-use.ts';
import type { MapLevel } from './map-level.ts';

/** What stands over the columns of a map. */
export type ExpertHeads = {
  /** Owners over neighbouring columns, when the names have them: "income" over "income 0.0" … "income 0.2". */
  readonly groups: readonly { readonly text: string; readonly from: number; readonly to: number }[];
  /** One per expert, without its owner when that stands above. */
  readonly names: readonly string[];
};

export function expertHeads({ experts }: Pick<MapLevel, 'experts'>): ExpertHeads {
  const labels = experts.map(({ label }) => label);
  const parts = labels.map((label) => /^(.*\S)\s+(\S+)$/.exec(label));
  const owners = parts.map((part) => part?.[1]);
  const runs: { text: string; from: number; to: number }[] = [];
  for (const [e, owner] of owners.entries()) {
    if (owner === undefined) return { groups: [], names: labels };
    const last = runs.at(-1);
    if (last?.text === owner) last.to = e;
    else runs.push({ text: owner, from: e, to: e });
  }
  // An owner of one column saves no room, and one that comes twice would look like two.
  const isGrouped = runs.length > 1 && runs.length < labels.length && new Set(owners).size === runs.length;
  return isGrouped ? { groups: runs, names: parts.map((part) => part?.[2] ?? '') } : { groups: [], names: labels };
}

/** The name as it fits: "E10" loses its letter before it loses a digit. */
export function fittedName(name: string, fits: (text: string) => boolean): string {
  const number = /^E(\d+)$/.exec(name)?.[1];
  return number === undefined || fits(name) ? name : number;
}

export type ExpertOrder = 'weight' | 'number';

/** Positions of the experts in the order they are drawn: the most used first, or as they are numbered. */
export function orderedExperts(level: MapLevel, order: ExpertOrder): readonly number[] {
  const all = level.experts.map((_, e) => e);
  if (order === 'number') return all;
  const uses = all.map((e) => highestUse(level, e));
  return all.sort((a, b) => (uses[b] ?? 0) - (uses[a] ?? 0) || a - b);
}

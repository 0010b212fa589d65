import { blockRows } from '../compile/distinct-layers.ts';
import type { DistinctPlan } from '../compile/distinct-plan.ts';
import type { DistinctMemory } from '../memory/distinct-memory.ts';
import { stepOf } from '../memory/value-layout.ts';
import type { TrainingJob } from './job.ts';

/** A column by distinct codes: their number, and where their sums are. */
export type Chosen = { readonly c: number; readonly count: number; readonly sums: number };

/**
 * The columns that are cheaper by distinct codes, in floating-point operations: three products of a code's embedding, where rows
 * share them, against three of each row's; and for each row and column of the product two additions, which are fast as long as
 * the second-level cache holds what is added.
 */
export function chooseColumns(
  { columns, width }: Pick<DistinctPlan, 'columns' | 'width'>,
  { sums, rows }: Pick<DistinctMemory, 'sums' | 'rows'>,
  counts: readonly number[],
  size: number,
  threads: number,
  byCodes: TrainingJob['byCodes'],
): Chosen[] {
  const step = stepOf(width);
  let row = 0;
  let gain = 0;
  const chosen: Chosen[] = [];
  const found = [...counts.keys()].filter((c) => counts[c] < size);
  for (const c of found.toSorted((a, b) => counts[a] - counts[b])) {
    const after = row + blockRows * Math.ceil(counts[c] / blockRows);
    const additions = size * ((row + counts[c]) * step <= cachedBytes ? cost.cached : cost.distant);
    const saved = 6 * columns[c].units * (size - cost.smallProduct * counts[c]) - additions;
    if (saved <= 0 || after > rows) continue;
    chosen.push({ c, count: counts[c], sums: sums + step * row });
    row = after;
    gain += saved * width;
  }
  return gain > (byCodes === 'where it pays' ? cost.step * threads : 0) ? chosen.toSorted((a, b) => a.c - b.c) : [];
}

/** In floating-point operations of a large product, measured. */
const cost = {
  /** Adding a number to a row's, and a row's to its gradient. */
  cached: 16,
  distant: 60,
  /** As a multiple: of products of few rows and columns. */
  smallProduct: 1.5,
  /** Of barriers and calls, in each thread. */
  step: 1.5e7,
} as const;

/** What the second-level cache holds beside a chunk of rows. */
export const cachedBytes = 320 * 1024;

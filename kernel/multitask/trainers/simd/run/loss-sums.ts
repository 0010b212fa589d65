import type { Plan } from '../compile/plan.ts';

/**
 * Where a thread adds up the losses of its rows: `place` 0 with the backward pass, 1 and 2 where they are taken alone, before
 * the step and behind it.
 */
export function sumsOf(
  { memory, ownBytes, own, tasks }: Plan,
  buffer: ArrayBufferLike,
  thread: number,
  place: number,
): Float64Array {
  const start = memory.own + ownBytes * thread + own.sums;
  return new Float64Array(buffer, start + 8 * place * tasks.length, tasks.length);
}

/** Mean loss of each task over the batch, of standardised labels. `counts`: the rows that each is averaged over. */
export function meanLosses(
  { plan, buffer }: { readonly plan: Plan; readonly buffer: ArrayBufferLike },
  threads: number,
  counts: readonly number[],
  place: number,
): Float64Array {
  const all = Array.from({ length: threads }, (_, thread) => sumsOf(plan, buffer, thread, place));
  return Float64Array.from(counts, (count, t) => all.reduce((sum, sums) => sum + sums[t], 0) / count);
}

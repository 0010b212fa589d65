import { moveStatistics } from '../../common/index.ts';
import type { Plan } from '../compile/plan.ts';
import type { Reduction } from '../compile/reductions.ts';

/** Works out, for one thread, what the sums of all threads come to; each thread adds them up in the same order. */
export type Reduce = (reductions: readonly Reduction[], rows: number) => void;

export function createReduce(plan: Plan, buffer: ArrayBufferLike, thread: number, threads: number): Reduce {
  const ownOf = (which: number) => plan.memory.own + plan.ownBytes * which;
  const own = ownOf(thread);
  const gradients = new Float32Array(buffer, own + plan.own.gradients, plan.parameters.length);

  return (reductions, rows) => {
    for (const reduction of reductions) {
      const { sums, results, columns } = reduction.place;
      const parts = Array.from(
        { length: threads },
        (_, which) => new Float64Array(buffer, ownOf(which) + sums, 2 * columns),
      );
      const into = new Float32Array(buffer, own + results, 2 * columns);
      const mean = (c: number) => parts.reduce((sum, part) => sum + part[c], 0) / rows;
      for (let c = 0; c < columns; c++) {
        const [first, second] = [mean(c), mean(columns + c)];
        into[c] = reduction.kind === 'mean' ? reduction.factor * first : first;
        into[columns + c] = reduction.kind === 'moments' ? Math.max(0, second - first * first) : second;
      }
      if (reduction.kind !== 'gradients') continue;
      for (let c = 0; c < reduction.width; c++) {
        gradients[reduction.shift + c] += parts[thread][c];
        gradients[reduction.gain + c] += parts[thread][columns + c];
      }
    }
  };
}

/** Moves running moments towards those of a batch. */
export function updateStatistics({ statistics }: Plan, buffer: ArrayBufferLike, own: number, rows: number): void {
  for (const { mean, variance, width, moments, momentum } of statistics) {
    const at = (address: number) => new Float32Array(buffer, address, width);
    const running = { mean: at(mean), variance: at(variance) };
    const results = own + moments.results;
    moveStatistics(running, momentum, at(results), at(results + 4 * moments.columns), rows);
  }
}

import { moveStatistics } from '../../common/index.ts';
import type { Plan } from '../compile/plan.ts';
import type { BatchSums } from '../memory/batch-sums.ts';
import type { Program } from './programs.ts';

/** What one thread does about the sums of all, program by program. */
export type Reduce = {
  /** Before a program: its sums of gradients, which another pass may have left, are 0. Nobody reads them any more. */
  readonly begin: (program: Program) => void;
  /** Behind it, once all threads are: what their sums come to. Each thread adds them up in the same order. */
  readonly end: (program: Program, rows: number) => void;
};

export function createReduce(plan: Plan, buffer: ArrayBufferLike, thread: number, threads: number): Reduce {
  const ownOf = (which: number) => plan.memory.own + plan.ownBytes * which;
  const own = ownOf(thread);
  const sumsOf = ({ sums, columns }: BatchSums, which: number) =>
    new Float64Array(buffer, ownOf(which) + sums, 2 * columns);

  function end({ reductions, gradients: address }: Program, rows: number): void {
    const gradients = new Float32Array(buffer, address, plan.parameters.length);
    for (const reduction of reductions) {
      const { results, columns } = reduction.place;
      const parts = Array.from({ length: threads }, (_, which) => sumsOf(reduction.place, which));
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
  }

  return {
    begin({ reductions }) {
      for (const { kind, place } of reductions) if (kind === 'gradients') sumsOf(place, thread).fill(0);
    },
    end,
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

import { isAdam, weightDecayOf } from '../../common/index.ts';
import type { BatchMemory } from '../memory/batch-memory.ts';
import { corrections } from '../run/deferred-series.ts';
import type { TrainingJob } from '../run/job.ts';
import type { Kernels } from '../run/kernel-signatures.ts';
import { recordSizes } from './input-columns.ts';
import type { Plan, TablePlan } from './plan.ts';
import type { TableUse } from './table-uses.ts';

/** One thread's share of an optimizer step. */
export type Update = {
  /** Steps this thread's tiles of the parameters. `step` counts the steps of this job from 0. */
  readonly parameters: (step: number) => void;
  /** Adds up the gradients of this thread's table rows over the batch of `size` rows, and steps them. */
  readonly tables: (step: number, size: number, ahead: number) => void;
  /** Takes the steps that were put off for the rows that the next batch reads, or for all rows when there is none. */
  readonly catchUp: (step: number, size: number, ahead: number) => void;
  readonly catchUpAll: (step: number) => void;
  /** Copies this thread's tiles of every matrix with its sides exchanged. */
  readonly transpose: () => void;
};

/** Address, step and bytes of the codes; then the table's address, first row, step between its records and columns. */
type Source = readonly [number, number, number, number, number, number, number];

export function createUpdate(
  plan: Plan,
  kernels: Kernels,
  job: TrainingJob,
  batch: BatchMemory,
  tables: 'none' | 'touched' | 'deferred' | 'all',
  thread: number,
): Update {
  const { optimizer, memory, own, parameters, ownBytes } = plan;
  const { threads } = job;
  // The log variances, the last tile, rest while task weights are fixed.
  const tiles = (job.taskWeights === 'uncertainty' ? parameters.length : parameters.logVariances) / 64;
  const from = Math.floor((tiles * thread) / threads);
  const to = Math.floor((tiles * (thread + 1)) / threads);
  const weightTiles = parameters.weightsLength / 64;
  const varianceTiles = parameters.logVariances / 64;
  const decay = 2 * job.l2;
  const weightDecay = weightDecayOf(optimizer);

  function transpose(): void {
    for (const { firstTile, rowTiles, columnTiles, transposed } of plan.transposes) {
      const first = Math.max(from, firstTile) - firstTile;
      const last = Math.min(to, firstTile + rowTiles * columnTiles) - firstTile;
      const address = memory.parameters + 256 * firstTile;
      if (first < last) kernels.transposeTiles(first, last, address, rowTiles, columnTiles, transposed);
    }
  }

  /** `l2` is what the weights have in their gradient, `weightDecay` what they shrink by beside it. */
  function stepTiles(of: readonly [number, number], step: number, how: { l2: number; weightDecay: number }): void {
    const first = Math.max(from, of[0]);
    const last = Math.min(to, of[1]);
    if (first >= last) return;
    const count = 64 * (last - first);
    const at = (region: number) => region + 256 * first;
    const w = at(memory.parameters);
    const [slot = 0, slot2 = 0] = memory.slots.map(at);
    const gradient = [at(memory.own + own.gradients), threads, ownBytes, how.l2] as const;
    const learningRate = job.rates[step];
    if (isAdam(optimizer)) {
      const { rate, root } = corrections(optimizer, learningRate, job.firstStep + step + 1);
      const { beta1, beta2, epsilon } = optimizer;
      kernels.adam(
        count,
        w,
        slot,
        slot2,
        ...gradient,
        learningRate * how.weightDecay,
        rate,
        root,
        beta1,
        beta2,
        epsilon,
      );
    } else if (optimizer.kind === 'adagrad') {
      kernels.adagrad(count, w, slot, ...gradient, learningRate, optimizer.epsilon);
    } else kernels.sgd(count, w, ...gradient, learningRate);
  }

  function field(name: string, ahead: number): { address: number; bytes: number } {
    const { address = 0, bytes = 0, next = 0 } = batch.fields.get(name) ?? {};
    return { address: address + ahead * next, bytes };
  }

  /** A use's codes, or its lists, and the table that they name rows of. */
  function source({ source, firstRow }: TableUse, table: TablePlan, ahead: number): Source {
    const names = [table.address, firstRow, table.recordStep, table.columns] as const;
    if (source.kind === 'list') {
      const { address, bytes } = field(source.field, ahead);
      return [address, bytes, 4, ...names];
    }
    const { address, bytes } = field('record', ahead);
    const { codeBytes } = plan.columns;
    return [address + recordSizes(plan.columns).codes + codeBytes * source.place, bytes, codeBytes, ...names];
  }

  const touched = batch.touched[thread];

  return {
    parameters(step) {
      stepTiles([0, weightTiles], step, { l2: decay, weightDecay });
      stepTiles([weightTiles, varianceTiles], step, { l2: 0, weightDecay });
      stepTiles([varianceTiles, to], step, { l2: 0, weightDecay: 0 });
      transpose();
    },

    tables(step, size, ahead) {
      const stamp = job.until === 'updated' ? job.firstStep + step + 1 : -2;
      for (const table of plan.tables) {
        let count = 0;
        for (const use of table.uses) {
          const gradient = field(use.gradient, 0);
          const d = [table.gradientOffset, gradient.address + use.offset, gradient.bytes] as const;
          const args = [...source(use, table, ahead), ...d, thread, threads, stamp, touched, count] as const;
          count =
            use.source.kind === 'codes'
              ? kernels.tableGradient(size, ...args)
              : kernels.tableListGradient(
                  size,
                  ...args,
                  use.pool === 'mean' ? 1 : 0,
                  use.pool === 'each' ? 4 * table.columns : 0,
                );
        }
        if (job.until === 'gradients') continue;
        if (tables === 'all')
          count = kernels.allRecords(table.rows, table.address, table.recordStep, thread, threads, touched);
        const learningRate = job.rates[step];
        const records = [count, touched, table.columns, decay] as const;
        if (isAdam(optimizer)) {
          const { rate, root } = corrections(optimizer, learningRate, job.firstStep + step + 1);
          const { beta1, beta2, epsilon } = optimizer;
          kernels.adamRecords(...records, learningRate * weightDecay, rate, root, beta1, beta2, epsilon, step + 1);
        } else if (optimizer.kind === 'adagrad') kernels.adagradRecords(...records, learningRate, optimizer.epsilon);
        else kernels.sgdRecords(...records, learningRate);
      }
    },

    catchUp(step, size, ahead) {
      if (!isAdam(optimizer)) return;
      const scratch = memory.own + ownBytes * thread + own.scratch;
      const how = [thread, threads, step, batch.series, batch.powers, optimizer.epsilon] as const;
      for (const table of plan.tables)
        for (const use of table.uses) {
          const rows = [size, ...source(use, table, ahead), ...how] as const;
          if (use.source.kind === 'codes') kernels.catchUpCodes(...rows, scratch);
          else kernels.catchUpLists(...rows);
        }
    },

    catchUpAll(step) {
      if (!isAdam(optimizer)) return;
      const how = [thread, threads, step, batch.series, batch.powers, optimizer.epsilon] as const;
      for (const { rows, address, recordStep, columns } of plan.tables)
        kernels.catchUpAll(rows, address, recordStep, columns, ...how);
    },

    transpose,
  };
}

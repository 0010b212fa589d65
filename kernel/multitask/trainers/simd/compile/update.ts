import { isAdam, weightDecayOf } from '../../common/index.ts';
import type { BatchMemory } from '../memory/batch-memory.ts';
import { stampOf } from '../run/batch-sizes.ts';
import { corrections } from '../run/deferred-series.ts';
import type { DoneUses } from '../run/distinct-step.ts';
import type { TrainingJob } from '../run/job.ts';
import type { Kernels } from '../run/kernel-signatures.ts';
import { recordSizes } from './input-columns.ts';
import type { Plan, TablePlan } from './plan.ts';
import type { TableUse } from './table-uses.ts';

/** One thread's share of an optimizer step. */
export type Update = {
  /** The tiles of 64 parameters that are this thread's: `from` … `to` − 1, of which those below `decayed` are weights, which L2 is about. */
  readonly tiles: { readonly from: number; readonly to: number; readonly decayed: number };
  /**
   * Steps this thread's tiles of the parameters. `step` counts the steps of this job from 0. `whole` where the first thread
   * has the gradients of all, and `clip` what they were multiplied by.
   */
  readonly parameters: (step: number, whole?: { readonly clip: number }) => void;
  /** Adds up the gradients of this thread's table rows over the batch of `size` rows, and steps them. */
  readonly tables: (step: number, size: number, ahead: number) => void;
  /** The first half of that, for one table: lists the touched records and returns how many they are. */
  readonly gather: (table: number, step: number, size: number, ahead: number) => number;
  /** Lists the records that a step moves, of which `touched` have gradients, and returns how many they are. */
  readonly moved: (table: number, touched: number) => number;
  /** Steps the listed records, whose gradients were multiplied by `clip`. */
  readonly records: (table: number, count: number, step: number, clip: number) => void;
  /** Takes the steps that were put off for the rows that the next batch reads, or for all rows when there is none. */
  readonly catchUp: (step: number, size: number, ahead: number) => void;
  readonly catchUpAll: (step: number) => void;
  /** Behind a barrier: copies every matrix, with its sides exchanged, for this thread. */
  readonly transpose: () => void;
  /** What kernels that go over a use's codes are called with. */
  readonly source: (use: TableUse, table: TablePlan, ahead: number) => Source;
  /** What marks the records that a step touches. */
  readonly stamp: (step: number) => number;
};

/** Address, step and bytes of the codes; then the table's address, first row, step between its records and columns. */
export type Source = readonly [number, number, number, number, number, number, number];

/** Whether a code gets its share of a list's gradient, and how far apart the codes' own are. */
export function poolOf({ pool }: TableUse, { columns }: TablePlan): readonly [mean: number, each: number] {
  return [pool === 'mean' ? 1 : 0, pool === 'each' ? 4 * columns : 0];
}

export function createUpdate(
  plan: Plan,
  kernels: Kernels,
  job: TrainingJob,
  batch: BatchMemory,
  tables: 'none' | 'touched' | 'deferred' | 'all',
  thread: number,
  done: DoneUses,
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
    const mine = memory.own + ownBytes * thread;
    for (const { firstTile, rowTiles, columnTiles, transposed } of plan.transposes) {
      const address = memory.parameters + 256 * firstTile;
      kernels.transposeTiles(0, rowTiles * columnTiles, address, rowTiles, columnTiles, mine + transposed);
    }
  }

  /** `l2` is what the weights have in their gradient, `weightDecay` what they shrink by beside it. */
  function stepTiles(
    of: readonly [number, number],
    step: number,
    how: { readonly l2: number; readonly weightDecay: number; readonly isWhole: boolean },
  ): void {
    const first = Math.max(from, of[0]);
    const last = Math.min(to, of[1]);
    if (first >= last) return;
    const count = 64 * (last - first);
    const at = (region: number) => region + 256 * first;
    const w = at(memory.parameters);
    const [slot = 0, slot2 = 0] = memory.slots.map(at);
    const gradient = [at(memory.own + own.gradients), how.isWhole ? 1 : threads, ownBytes, how.l2] as const;
    const learningRate = job.rates[step];
    if (isAdam(optimizer)) {
      const { rate, root } = corrections(optimizer, learningRate, job.firstStep + step + 1);
      const { beta1, beta2, epsilon } = optimizer;
      const shrink = learningRate * how.weightDecay;
      kernels.adam(count, w, slot, slot2, ...gradient, shrink, rate, root, beta1, beta2, epsilon);
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

  const stamp = (step: number) => stampOf(job, step);

  function gather(t: number, step: number, size: number, ahead: number): number {
    const table = plan.tables[t];
    return table.uses.reduce((count, use) => {
      if (done.has(use)) return count;
      const gradient = field(use.gradient, 0);
      const d = [table.gradientOffset, gradient.address + use.offset, gradient.bytes] as const;
      const touching = [thread, threads, stamp(step), batch.touched[thread][t], count] as const;
      const args = [...source(use, table, ahead), ...d, ...touching] as const;
      return use.source.kind === 'codes'
        ? kernels.tableGradient(size, ...args)
        : kernels.tableListGradient(size, ...args, ...poolOf(use, table));
    }, done.touched[t]);
  }

  function moved(t: number, touched: number): number {
    if (tables !== 'all') return touched;
    const { rows, address, recordStep } = plan.tables[t];
    return kernels.allRecords(rows, address, recordStep, thread, threads, batch.touched[thread][t]);
  }

  function records(t: number, count: number, step: number, clip: number): void {
    const learningRate = job.rates[step];
    const listed = [count, batch.touched[thread][t], plan.tables[t].columns, clip * decay] as const;
    if (isAdam(optimizer)) {
      const { rate, root } = corrections(optimizer, learningRate, job.firstStep + step + 1);
      const { beta1, beta2, epsilon } = optimizer;
      kernels.adamRecords(...listed, learningRate * weightDecay, rate, root, beta1, beta2, epsilon, step + 1);
    } else if (optimizer.kind === 'adagrad') kernels.adagradRecords(...listed, learningRate, optimizer.epsilon);
    else kernels.sgdRecords(...listed, learningRate);
  }

  return {
    tiles: { from, to, decayed: Math.max(from, Math.min(to, weightTiles)) },

    parameters(step, whole) {
      const isWhole = whole !== undefined;
      stepTiles([0, weightTiles], step, { l2: decay * (whole?.clip ?? 1), weightDecay, isWhole });
      stepTiles([weightTiles, varianceTiles], step, { l2: 0, weightDecay, isWhole });
      stepTiles([varianceTiles, to], step, { l2: 0, weightDecay: 0, isWhole });
    },

    tables(step, size, ahead) {
      for (const t of plan.tables.keys()) {
        const touched = gather(t, step, size, ahead);
        if (job.until === 'updated') records(t, moved(t, touched), step, 1);
      }
    },

    gather,
    moved,
    records,
    source,
    stamp,

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

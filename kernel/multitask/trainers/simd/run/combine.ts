import type { Plan } from '../compile/plan.ts';
import { poolOf, type Update } from '../compile/update.ts';
import type { BatchMemory } from '../memory/batch-memory.ts';
import type { CombinationJob, TrainingJob } from './job.ts';
import type { Kernels } from './kernel-signatures.ts';

/** One thread's share of making one gradient of several, between the barriers of a step. */
export type Combine = {
  /** Adds up all threads' gradients of this thread's parameters and records, and their inner products. */
  readonly gather: (step: number, size: number, ahead: number) => void;
  /** Behind a barrier: inner products of the tasks' gradients, [part][task × task]. */
  readonly products: () => Float64Array[];
  /** One gradient of the passes': a weight for each, for parameters that tasks share and for those of their own. */
  readonly combine: (weights: ArrayLike<number>, own: ArrayLike<number>) => void;
  /** Adds up the squares of this thread's gradients, decay included. */
  readonly square: () => void;
  /** Behind a barrier: the norm of the gradient of all parameters. */
  readonly norm: () => number;
  /** Multiplies this thread's gradients, and takes its share of the step. */
  readonly update: (step: number, clip: number) => void;
};

export type CombineParts = {
  readonly plan: Plan;
  readonly kernels: Kernels;
  readonly buffer: ArrayBufferLike;
  readonly batch: BatchMemory;
  readonly thread: number;
  readonly update: Update;
};

export function createCombine(
  { plan, kernels, buffer, batch, thread, update }: CombineParts,
  job: TrainingJob,
  { tasks }: CombinationJob,
): Combine {
  const { threads } = job;
  const { memory, own, ownBytes, tables } = plan;
  const { combined } = batch;
  const { from, to, decayed } = update.tiles;
  const count = plan.tasks.length;
  const square = count * count;
  const passes = tasks?.passes.length ?? 1;
  const whole = memory.own + own.gradients;
  const sums = (of: number) => new Float64Array(buffer, combined.sums[of], (tasks?.count ?? 0) * square + 1);
  const mine = sums(thread);
  const weights = new Float32Array(buffer, combined.weights[thread], tasks ? 2 * passes : 0);
  const [shared, alone] = [combined.weights[thread], combined.weights[thread] + 4 * passes];
  const numbers = new Float32Array(buffer);
  const words = new Uint32Array(buffer);
  const touched = tables.map(() => 0);
  const moved = tables.map(() => 0);
  const parts = combined.parts + 64 * from;
  const floats = 64 * (to - from);
  const decay = 2 * job.l2;
  if (tasks) {
    const vectors = new Int32Array(buffer, combined.parts, tasks.parts.vectors.length);
    vectors.set(tasks.parts.vectors.subarray(16 * from, 16 * to), 16 * from);
  }

  /** Rows of the passes' gradients of one table, in the order in which records are touched. */
  function gatherTable(t: number, step: number, size: number, ahead: number): number {
    if (!tasks) return update.gather(t, step, size, ahead);
    const table = tables[t];
    const rows = [combined.records[thread][t], passes, combined.recordsNext[t]] as const;
    let found = 0;
    for (const [pass, { uses }] of tasks.passes.entries())
      for (const use of uses[t]) {
        const { address = 0, bytes = 0 } = batch.fields.get(use.gradient) ?? {};
        const d = [...rows, pass, address + use.offset, bytes] as const;
        const touching = [thread, threads, update.stamp(step), batch.touched[thread][t], found] as const;
        const args = [...update.source(use, table, ahead), ...d, ...touching] as const;
        found =
          use.source.kind === 'codes'
            ? kernels.passGradient(size, ...args)
            : kernels.passListGradient(size, ...args, ...poolOf(use, table));
      }
    return found;
  }

  /** What lies behind a row's units came along with them: it is in no product and no norm. */
  function clearPadding(t: number): void {
    const { units, columns, gradientOffset } = tables[t];
    if (units === columns) return;
    for (let i = 0; i < touched[t]; i++) {
      if (!tasks) {
        const record = words[batch.touched[thread][t] / 4 + i] + gradientOffset;
        numbers.fill(0, record / 4 + units, record / 4 + columns);
        continue;
      }
      for (let pass = 0; pass < passes; pass++) {
        const row = (combined.records[thread][t] + pass * combined.recordsNext[t]) / 4 + i * columns;
        numbers.fill(0, row + units, row + columns);
      }
    }
  }

  return {
    gather(step, size, ahead) {
      mine.fill(0);
      for (const t of tables.keys()) {
        touched[t] = gatherTable(t, step, size, ahead);
        clearPadding(t);
      }
      if (!tasks) {
        if (threads > 1) kernels.gatherThreads(floats, whole + 256 * from, threads, ownBytes, 1, 0);
        return;
      }
      const { gradients, region } = combined;
      const g = gradients[0] + 256 * from;
      if (threads > 1) kernels.gatherThreads(floats, g, threads, gradients[1] - gradients[0], passes, region);
      kernels.partProducts(floats, parts, g, count, region, combined.sums[thread]);
      for (const [t, { columns }] of tables.entries()) {
        const part = tasks.parts.tables[t];
        const products = combined.sums[thread] + 8 * square * part;
        const rows = [touched[t] * columns, combined.records[thread][t]] as const;
        if (part >= 0) kernels.gradientProducts(...rows, count, combined.recordsNext[t], products);
      }
    },

    products: () =>
      Array.from({ length: tasks?.count ?? 0 }, (_, part) => {
        const found = new Float64Array(square);
        for (let other = 0; other < threads; other++) {
          const theirs = sums(other);
          for (let i = 0; i < count; i++)
            for (let j = i; j < count; j++) found[i * count + j] += theirs[part * square + i * count + j];
        }
        for (let i = 0; i < count; i++) for (let j = 0; j < i; j++) found[i * count + j] = found[j * count + i];
        return found;
      }),

    combine(ofShared, ofOwn) {
      if (!tasks) return;
      // What is no task's is added as it is.
      for (let p = 0; p < passes; p++) {
        weights[p] = p < count ? ofShared[p] : 1;
        weights[passes + p] = p < count ? ofOwn[p] : 1;
      }
      const g = [combined.gradients[0] + 256 * from, passes, combined.region] as const;
      kernels.combineParts(floats, parts, ...g, shared, alone, whole + 256 * from);
      for (const [t, { columns, gradientOffset }] of tables.entries()) {
        const rows = combined.records[thread][t];
        const by = tasks.parts.tables[t] >= 0 ? shared : alone;
        kernels.combineGradients(touched[t] * columns, rows, passes, combined.recordsNext[t], by, rows);
        kernels.spreadRecords(touched[t], batch.touched[thread][t], columns, gradientOffset, rows);
      }
    },

    square() {
      const sum = combined.sums[thread] + 8 * (mine.length - 1);
      const tiles = (first: number, last: number, share: number) =>
        kernels.squaredGradients(64 * (last - first), whole + 256 * first, memory.parameters + 256 * first, share, sum);
      tiles(from, decayed, decay);
      tiles(decayed, to, 0);
      for (const [t, { columns, gradientOffset }] of tables.entries()) {
        moved[t] = update.moved(t, touched[t]);
        kernels.squaredRecords(moved[t], batch.touched[thread][t], columns, gradientOffset, decay, sum);
      }
    },

    norm() {
      let sum = 0;
      for (let other = 0; other < threads; other++) sum += sums(other)[mine.length - 1];
      return Math.sqrt(sum);
    },

    update(step, clip) {
      if (clip !== 1) kernels.scaleGradients(floats, whole + 256 * from, clip);
      for (const [t, { columns, gradientOffset }] of tables.entries()) {
        if (job.combination?.clipNorm === undefined) moved[t] = update.moved(t, touched[t]);
        if (clip !== 1) kernels.scaleRecords(moved[t], batch.touched[thread][t], columns, gradientOffset, clip);
        update.records(t, moved[t], step, clip);
      }
      update.parameters(step, { clip });
    },
  };
}

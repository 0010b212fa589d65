import { averagedOver, dropoutMask, isAdam } from '../../common/index.ts';
import type { Plan } from '../compile/plan.ts';
import { createUpdate } from '../compile/update.ts';
import { type BatchSizes, bufferOf, mapBatch } from '../memory/batch-memory.ts';
import { weightPlaces } from '../memory/shared-rows.ts';
import { createStage } from '../memory/staging.ts';
import { createBarrier } from '../threads/barrier.ts';
import { bind, type StepValues } from './bind.ts';
import { canPutOff, fillSeries } from './deferred-series.ts';
import { control, type Job, type TrainingJob } from './job.ts';
import type { Kernels } from './kernel-signatures.ts';
import { createReduce, updateStatistics } from './reduce.ts';

/** One of the threads of a trainer. */
export type Thread = {
  readonly plan: Plan;
  readonly kernels: Kernels;
  readonly memory: WebAssembly.Memory;
  readonly thread: number;
  /** Threads that the memory was made for. */
  readonly allThreads: number;
};

/**
 * Takes this thread's share of every step: its rows of the batch, then, when all threads have theirs, its share of the
 * parameters. Returns the steps done. `progress` is called by the first thread now and then.
 */
export function train(
  { plan, kernels, memory, thread, allThreads }: Thread,
  job: TrainingJob,
  progress: (steps: number) => void,
): number {
  const { threads, order, batchSize } = job;
  const steps = Math.ceil(order.length / batchSize);
  const tables = tableMode(plan, job);
  const batch = mapBatch(plan, job.rows, batchSizes(plan, job, allThreads));
  const buffer = bufferOf(memory, batch.end);
  const own = plan.memory.own + plan.ownBytes * thread;
  const now: StepValues = {
    maskKey: plan.masks.map(() => 0),
    scale: plan.tasks.map(() => 0),
    penaltyScale: plan.penalties.map(() => 0),
    logLoss: [job.loss.kind === 'log-loss' ? 1 : 0],
    epsilon: [job.loss.kind === 'log-loss' ? job.loss.epsilon : 0],
  };
  const kept = { address: batch.kept[thread], bytes: plan.keptBytes };
  const runs = plan.phases.map(({ operations, lists }) =>
    bind(operations, kernels, buffer, own, lists, batch, now, kept),
  );
  const reduce = createReduce(plan, buffer, thread, threads);
  const stage = createStage(buffer, batch, plan.columns, job.rows, order, job.targets);
  const update = createUpdate(plan, kernels, job, batch, tables, thread);
  const wait = createBarrier(job.control, threads);
  const sums = new Float64Array(buffer, own + plan.own.sums, plan.tasks.length);
  const batchSums = new Float64Array(buffer, own + plan.own.batch, plan.sumBytes / 8);
  // What lies past a block's last column is 0, whatever was here before.
  new Uint8Array(buffer, kept.address, kept.bytes * chunksOf(plan, job)).fill(0);
  const gradients = new Float32Array(buffer, own + plan.own.gradients, plan.parameters.length);
  const sizeOf = (step: number) => Math.min(batchSize, order.length - step * batchSize);
  const share = (size: number, which: number) => Math.floor((size * which) / threads);
  const stageShare = (step: number) => {
    const size = sizeOf(step);
    stage(step * batchSize, share(size, thread), share(size, thread + 1), step & 1);
  };
  const isAborted = () => Atomics.load(job.control, control.abort) !== 0;

  update.transpose();
  if (tables === 'deferred') {
    stageShare(0);
    if (thread === 0 && isAdam(plan.optimizer)) {
      const table = (at: number) => new Float32Array(buffer, at, 8 * (steps + 1));
      fillSeries(table(batch.series), table(batch.powers), plan.optimizer, job.rates, job.firstStep);
    }
  }
  wait();

  let done = 0;
  let reportedAt = performance.now();
  for (; done < steps; ) {
    const step = done;
    const size = sizeOf(step);
    const ahead = tables === 'deferred' ? step & 1 : 0;
    if (tables === 'deferred' && step + 1 < steps) stageShare(step + 1);
    const counts = countRows(plan, job, step * batchSize, size);
    const logVariances = new Float32Array(
      buffer,
      plan.memory.parameters + 4 * plan.parameters.logVariances,
      plan.tasks.length,
    );
    const weights =
      job.taskWeights === 'uncertainty'
        ? Array.from(logVariances, (s, t) => plan.likelihoods[t] * Math.exp(-s))
        : job.taskWeights;
    for (let t = 0; t < weights.length; t++) now.scale[t] = weights[t] / counts[t];
    for (let p = 0; p < plan.penalties.length; p++) now.penaltyScale[p] = plan.penalties[p] / size;
    for (const [m, mask] of plan.masks.entries())
      now.maskKey[m] = dropoutMask(job.seed, job.firstStep + step, mask, mask.rate).key;
    sums.fill(0);
    batchSums.fill(0);

    const first = share(size, thread);
    const last = share(size, thread + 1);
    const chunks = Math.ceil((last - first) / plan.chunk);
    for (const [p, run] of runs.entries()) {
      if (p > 0) {
        wait();
        reduce(plan.phases[p - 1].reductions, size);
      }
      for (let c = 0; c < chunks; c++) {
        if (isAborted()) {
          Atomics.store(job.control, control.incomplete, 1);
          break;
        }
        const from = first + Math.floor(((last - first) * c) / chunks);
        const to = first + Math.floor(((last - first) * (c + 1)) / chunks);
        if (p === 0 && tables !== 'deferred') stage(step * batchSize, from, to, 0);
        run(from, to - from, ahead, c);
      }
    }
    if (job.taskWeights === 'uncertainty')
      for (let t = 0; t < weights.length; t++)
        gradients[plan.parameters.logVariances + t] += (thread === 0 ? 0.5 : 0) - (weights[t] * sums[t]) / counts[t];
    wait();

    if (Atomics.load(job.control, control.incomplete) !== 0) {
      gradients.fill(0);
      break;
    }
    if (tables !== 'none') update.tables(step, size, ahead);
    if (job.until === 'updated') update.parameters(step);
    if (tables === 'deferred' && step + 1 < steps) update.catchUp(step + 1, sizeOf(step + 1), 1 - ahead);
    if (thread === 0) {
      if (job.until === 'updated') updateStatistics(plan, buffer, own, size);
      for (let t = 0; t < plan.tasks.length; t++) {
        let sum = 0;
        for (let other = 0; other < threads; other++)
          sum += new Float64Array(buffer, plan.memory.own + plan.ownBytes * other + plan.own.sums + 8 * t, 1)[0];
        job.losses[step * plan.tasks.length + t] = (plan.units[t] * sum) / counts[t];
      }
      if (isAborted()) Atomics.store(job.control, control.stop, 1);
    }
    done++;
    wait();
    if (Atomics.load(job.control, control.stop) !== 0) break;
    if (thread === 0 && performance.now() - reportedAt > 40) {
      reportedAt = performance.now();
      progress(done);
    }
  }
  if (tables === 'deferred' && job.until === 'updated') update.catchUpAll(done);
  return done;
}

/**
 * Which rows of embedding tables a step moves. Dense Adam moves all of them, with L2 at once and without it when they are
 * next read.
 */
export function tableMode(
  { tables, optimizer }: Plan,
  { l2, until, rates }: TrainingJob,
): 'none' | 'touched' | 'deferred' | 'all' {
  if (tables.length === 0) return 'none';
  const ofBatch = isAdam(optimizer) ? optimizer.embeddings === 'lazy' : l2 === 0;
  if (until === 'gradients' || ofBatch) return 'touched';
  return isAdam(optimizer) && l2 === 0 && canPutOff(optimizer, rates) ? 'deferred' : 'all';
}

/** How many rows each task's loss is averaged over. */
function countRows(
  { columns }: Plan,
  { average, rows, targets, order }: TrainingJob,
  start: number,
  size: number,
): number[] {
  const counts = new Array<number>(columns.targets).fill(0);
  if (average === 'batch') return counts.fill(averagedOver(average, size, size));
  const { floats, step, first } = weightPlaces(rows, targets, columns);
  for (let i = start; i < start + size; i++)
    for (let t = 0; t < counts.length; t++) if (floats[order[i] * step + first + t] > 0) counts[t]++;
  return counts.map((observed) => averagedOver(average, size, observed));
}

/** The most chunks that one of a job's threads has of a batch. */
function chunksOf({ chunk, keptBytes }: Plan, { batchSize, threads }: TrainingJob): number {
  return keptBytes === 0 ? 0 : Math.ceil(Math.ceil(batchSize / threads) / chunk);
}

/** What a job needs of the memory behind the threads' own. */
export function batchSizes(plan: Plan, job: Job, allThreads: number): BatchSizes {
  if (job.kind === 'inference')
    return {
      threads: allThreads,
      batchSize: plan.chunk * allThreads,
      steps: 0,
      chunks: 0,
      tables: 'none',
      targets: 'in records',
    };
  return {
    threads: allThreads,
    batchSize: job.batchSize,
    steps: job.rates.length,
    chunks: chunksOf(plan, job),
    tables: tableMode(plan, job),
    targets: job.targets ? 'apart' : 'in records',
  };
}

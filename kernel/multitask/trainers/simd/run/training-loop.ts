import { dropoutMask, isAdam } from '../../common/index.ts';
import type { Plan } from '../compile/plan.ts';
import { createUpdate } from '../compile/update.ts';
import { bufferOf, mapBatch } from '../memory/batch-memory.ts';
import { createStage } from '../memory/staging.ts';
import { createBarrier } from '../threads/barrier.ts';
import { createBalancedStep, type Step } from './balanced-step.ts';
import { batchSizes, countRows, keptOf, tableMode } from './batch-sizes.ts';
import type { Run, StepValues } from './bind.ts';
import { fillSeries } from './deferred-series.ts';
import { createDistinctStep } from './distinct-step.ts';
import { control, type TrainingJob } from './job.ts';
import type { Kernels } from './kernel-signatures.ts';
import { meanLosses, sumsOf } from './loss-sums.ts';
import { bindPrograms } from './programs.ts';
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
  const programs = bindPrograms(plan, kernels, buffer, batch, thread, job, now);
  const reduce = createReduce(plan, buffer, thread, threads);
  const stage = createStage(buffer, batch, plan.columns, job.rows, order, job.targets);
  const wait = createBarrier(job.control, threads);
  const distinct = createDistinctStep({ plan, kernels, buffer, batch, thread, wait }, job);
  const update = createUpdate(plan, kernels, job, batch, tables, thread, distinct.done);
  const balanced = createBalancedStep({ plan, kernels, buffer, batch, thread, update, wait, programs }, job);
  const sums = sumsOf(plan, buffer, thread, 0);
  const batchSums = new Float64Array(buffer, own + plan.own.batch, plan.sumBytes / 8);
  // What lies past a block's last column is 0, whatever was here before.
  new Uint8Array(buffer, batch.kept[thread], keptOf(plan, job)).fill(0);
  // Only the first thread's are written where tasks have gradients of their own, and all threads' are read.
  new Float32Array(buffer, own + plan.own.gradients, plan.parameters.length).fill(0);
  const gradients = new Float32Array(buffer, programs.gradients, plan.parameters.length);
  const logVariances = new Float32Array(
    buffer,
    plan.memory.parameters + 4 * plan.parameters.logVariances,
    plan.tasks.length,
  );
  const sizeOf = (step: number) => Math.min(batchSize, order.length - step * batchSize);
  const share = (size: number, which: number) => Math.floor((size * which) / threads);
  const stageShare = (step: number) => {
    const size = sizeOf(step);
    stage(step * batchSize, share(size, thread), share(size, thread + 1), tables === 'deferred' ? step & 1 : 0);
  };
  const isAborted = () => Atomics.load(job.control, control.abort) !== 0;

  /** This thread's rows of a step, a chunk at a time, for as long as `goesOn`. Rows that are not staged yet are. */
  function overChunks(step: number, run: Run, isStaged: boolean, goesOn: () => boolean): void {
    const size = sizeOf(step);
    const first = share(size, thread);
    const last = share(size, thread + 1);
    const chunks = Math.ceil((last - first) / plan.chunk);
    for (let c = 0; c < chunks && goesOn(); c++) {
      const from = first + Math.floor(((last - first) * c) / chunks);
      const to = first + Math.floor(((last - first) * (c + 1)) / chunks);
      if (!isStaged) stage(step * batchSize, from, to, 0);
      run(from, to - from, tables === 'deferred' ? step & 1 : 0, c);
    }
  }

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
    const isAhead = tables === 'deferred';
    const ahead = isAhead ? step & 1 : 0;
    if (isAhead && step + 1 < steps) stageShare(step + 1);
    if (!isAhead && distinct.isPossible) {
      stageShare(step);
      wait();
    }
    distinct.prepare(size, ahead);
    const counts = countRows(plan, job, step * batchSize, size);
    const weights =
      job.taskWeights === 'uncertainty'
        ? Array.from(logVariances, (s, t) => plan.likelihoods[t] * Math.exp(-s))
        : job.taskWeights;
    for (let p = 0; p < plan.penalties.length; p++) now.penaltyScale[p] = plan.penalties[p] / size;
    for (const [m, mask] of plan.masks.entries())
      now.maskKey[m] = dropoutMask(job.seed, job.firstStep + step, mask, mask.rate).key;
    update.transpose();
    programs.added.fill(0);
    sums.fill(0);
    batchSums.fill(0);

    const whole = (run: Run) => overChunks(step, run, isAhead, () => true);
    const current: Step = { step, size, ahead, counts, weights, overChunks: whole };
    const lossWeights = balanced.lossWeights(current);
    for (let t = 0; t < counts.length; t++) now.scale[t] = lossWeights[t] / counts[t];
    for (const [phase, program] of programs.phases.entries()) {
      if (phase > 0) {
        wait();
        reduce.end(programs.phases[phase - 1], size);
      }
      reduce.begin(program);
      overChunks(step, program.run, isAhead || phase > 0 || distinct.isPossible, () => {
        if (!isAborted()) return true;
        Atomics.store(job.control, control.incomplete, 1);
        return false;
      });
    }
    if (job.taskWeights === 'uncertainty')
      for (let t = 0; t < weights.length; t++)
        gradients[plan.parameters.logVariances + t] += (thread === 0 ? 0.5 : 0) - (weights[t] * sums[t]) / counts[t];
    wait();

    if (Atomics.load(job.control, control.incomplete) !== 0) break;
    distinct.back(step, size);
    balanced.take(current);
    if (isAhead && step + 1 < steps) update.catchUp(step + 1, sizeOf(step + 1), 1 - ahead);
    balanced.end(current);
    if (thread === 0) {
      if (job.until === 'updated') updateStatistics(plan, buffer, own, size);
      const losses = meanLosses({ plan, buffer }, threads, counts, 0);
      for (let t = 0; t < losses.length; t++) job.losses[step * losses.length + t] = plan.units[t] * losses[t];
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

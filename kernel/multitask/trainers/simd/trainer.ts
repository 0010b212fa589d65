import { availableParallelism } from 'node:os';
import type { Rows, Task } from '../../data/index.ts';
import { fixedWeights, inLabelUnits, trainedOutputs } from '../common/index.ts';
import type { CreateTrainer, StepLosses, Trainer, TrainingPlan } from '../trainer.ts';
import type { InputColumns } from './compile/input-columns.ts';
import { compile, type Inference } from './compile/plan.ts';
import { bufferOf, checkAddressable, mapBatch } from './memory/batch-memory.ts';
import { count } from './memory/counted-memory.ts';
import { createPassingRows } from './memory/passing-rows.ts';
import { type SharedRows, share, shareRows, shareTargets } from './memory/shared-rows.ts';
import { readGradients, readState, type Weighting, writeState } from './memory/state.ts';
import { batchSizes } from './run/batch-sizes.ts';
import { control, type Job, type TrainingJob } from './run/job.ts';
import { compileKernels, type KernelBuild } from './run/kernels.ts';
import { createTaskJobs } from './task-jobs.ts';
import { createWorkers } from './threads/workers.ts';

export { cannotLookBack, unsupportedBlock } from './compile/unsupported-block.ts';

/**
 * The fast trainer: a network compiled to WebAssembly SIMD kernels over one memory that all its threads share.
 * @param threads as many as there are cores, and fewer for small batches, without this.
 */
export function simdTrainer(threads?: number): CreateTrainer {
  const create = byThreads.get(threads) ?? createWith(threads === undefined ? {} : { threads });
  byThreads.set(threads, create);
  return create;
}

export type SimdOptions = {
  /** Worker threads; without this as many as there are cores, and fewer for small batches. */
  readonly threads?: number;
  /** Which build of the kernels; the fastest that runs here without this. */
  readonly build?: KernelBuild;
  /** Which layers over embeddings are computed by distinct codes; those that gain by it without this. */
  readonly byCodes?: TrainingJob['byCodes'];
};

/** The same with the number of threads, or the kernels, chosen. The same threads and the same seed give the same bits. */
export function createWith(options: SimdOptions): CreateTrainer {
  const sharedBefore = new Map<string, ReturnType<typeof createShared>>();
  /** Trainers that read the same columns of the same rows share one copy of them. */
  const sharedFor = (columns: InputColumns, tasks: readonly Task[]) => {
    const key = JSON.stringify([columns, tasks]);
    const shared = sharedBefore.get(key) ?? createShared(columns, tasks);
    sharedBefore.set(key, shared);
    return shared;
  };
  return async (network, optimizer, state) => {
    const { module, build } = await compileKernels(options.build);
    const { plan, layout, flops, predict, activations } = compile(network, optimizer);
    const allThreads = options.threads ?? Math.min(availableParallelism(), mostThreads);
    const bytes = plan.memory.own + plan.ownBytes * allThreads;
    checkAddressable(bytes);
    const pages = Math.ceil(bytes / 65536);
    const memory = count(new WebAssembly.Memory({ initial: pages, maximum: 65536, shared: true }));
    const workers = createWorkers({ plan, module, memory, allThreads });
    const tasks = trainedOutputs(network.outputs).map(({ task }) => task);
    const shared = sharedFor(plan.columns, tasks);
    const passing = createPassingRows(plan.columns, tasks);
    const names = plan.tasks;
    let step = state.step;
    let weighting: Weighting = state.logVariances ? 'learned' : 'fixed';
    const taskJobs = createTaskJobs(network, layout, state);
    let last: Promise<unknown> = Promise.resolve();

    const threadsFor = (wanted: number) => Math.max(1, Math.min(allThreads, Math.floor(wanted)));

    /** One thing after the other: the threads, and the memory, do one at a time. */
    function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
      const result = last.then(work, work);
      last = result.catch(() => {});
      return result;
    }

    async function training(
      rows: Rows,
      plan: TrainingPlan,
      until: TrainingJob['until'],
      state: Int32Array,
      signal?: AbortSignal,
    ): Promise<TrainingJob> {
      const { order, batchSize, taskWeights, loss, seed, average, l2 } = plan;
      const steps = Math.ceil(order.length / batchSize);
      for (const task of names)
        if (!rows.labels[task])
          throw new Error(`The rows have no labels of task "${task}", but ${Object.keys(rows.labels).join(', ')}.`);
      if (taskWeights === 'uncertainty' && until === 'updated') weighting = 'learned';
      return {
        kind: 'training',
        threads: options.threads ?? threadsFor((batchSize * flops) / flopsPerThread),
        until,
        rows: passing.of(rows) ?? (await shared.rows(rows, signal)),
        targets: plan.rowWeights && (await shared.targets(rows, plan.rowWeights)),
        order: share(order),
        batchSize,
        rates: share(Float64Array.from({ length: steps }, (_, i) => plan.learningRate(step + i))),
        firstStep: step,
        taskWeights: taskWeights === 'uncertainty' ? taskWeights : fixedWeights(names, taskWeights),
        average,
        l2,
        loss,
        seed,
        byCodes: options.byCodes ?? 'where it pays',
        losses: share(new Float32Array(steps * names.length)),
        ...taskJobs.of({ stepsPerEpoch: steps, ...plan }, until, steps),
        control: state,
      };
    }

    function run(job: Job, progress?: (steps: number) => void): Promise<number> {
      bufferOf(memory, mapBatch(plan, job.rows, batchSizes(plan, job, allThreads)).end);
      count(memory);
      return workers.run(job, progress);
    }

    async function infer(
      rows: Rows,
      { operations, results }: Inference,
      signal?: AbortSignal,
    ): Promise<Float32Array[]> {
      const filled = results.map(({ view, width }) => ({
        view,
        width,
        values: share(new Float32Array(rows.length * width)),
      }));
      if (rows.length > 0)
        await abortable(signal, async (state) => {
          const threads = options.threads ?? threadsFor(rows.length / rowsPerThread);
          await run({
            kind: 'inference',
            threads,
            rows: await shared.rows(rows, signal),
            operations,
            results: filled,
            control: state,
          });
        });
      signal?.throwIfAborted();
      return filled.map(({ values }) => new Float32Array(values));
    }

    const place = { network, optimizer, layout, memory, plan };
    await writeState(place, state);
    const trainer: Trainer = {
      name: `simd ×${allThreads}${nameOf[build]}`,
      get bytes() {
        return memory.buffer.byteLength;
      },
      train: (rows, plan, report, signal) =>
        inTurn(async () => {
          if (plan.order.length === 0) return 0;
          return abortable(signal, async (state) => {
            const job = await training(rows, plan, 'updated', state, signal);
            let reported = 0;
            const reportUpTo = (steps: number) => {
              if (steps > reported) report(stretchOf(job, names, reported, steps));
              reported = steps;
            };
            const done = await run(job, reportUpTo);
            passing.end(rows);
            reportUpTo(done);
            step += done;
            if (job.balance && done > 0) taskJobs.kept.keep(job.balance.spec, job.balance.state);
            return done;
          });
        }),
      async prepare(rows, rowWeights) {
        await passing.share(rows);
        if (rowWeights) await shared.targets(rows, rowWeights);
      },
      predict: (rows, signal) =>
        inTurn(async () => {
          const columns = await infer(rows, predict, signal);
          return inLabelUnits(network.outputs, columns);
        }),
      activations: (rows, nodes, signal) => inTurn(() => infer(rows, activations(nodes), signal)),
      gradients: (rows, plan) =>
        inTurn(async () => {
          const order = new Uint32Array(rows.length).map((_, i) => i);
          const all = { ...plan, order, batchSize: Math.max(1, rows.length) };
          const job = await training(rows, all, 'gradients', new Int32Array(new SharedArrayBuffer(4 * control.length)));
          await run(job);
          return readGradients(place, job.threads, plan);
        }),
      read: () => inTurn(async () => ({ ...(await readState(place, step, weighting)), ...taskJobs.kept.read() })),
      write: (state) =>
        inTurn(async () => {
          await writeState(place, state);
          step = state.step;
          taskJobs.kept.write(state);
          weighting = state.logVariances ? 'learned' : 'fixed';
        }),
      dispose: () => workers.dispose(),
    };
    return trainer;
  };
}

/** Behind a trainer's name. */
const nameOf = { wide: ' (256-bit)', relaxed: '', simd: ' (not relaxed)' } as const satisfies Record<
  KernelBuild,
  string
>;

/** One for each number of threads: its trainers share compiled kernels, and copies of rows. */
const byThreads = new Map<number | undefined, CreateTrainer>();

/** More threads than this spend their time on waiting for one another. */
const mostThreads = 8;

/** A step with fewer floating-point operations, some 100 µs of work, is over before a second thread has helped. */
const flopsPerThread = 1e6;

/** Fewer rows are predicted before a second thread has helped. */
const rowsPerThread = 512;

/** What steps `from` … `to` − 1 of a job tell. */
function stretchOf(
  { losses, balance, combination }: TrainingJob,
  tasks: readonly string[],
  from: number,
  to: number,
): StepLosses {
  const ofTask = (t: number) =>
    Float32Array.from({ length: to - from }, (_, i) => losses[(from + i) * tasks.length + t]);
  const ofSteps = (all: Float32Array, steps: number) =>
    new Float32Array(all.subarray((from * all.length) / steps, (to * all.length) / steps));
  const steps = losses.length / tasks.length;
  return {
    losses: Object.fromEntries(tasks.map((task, t) => [task, ofTask(t)])),
    ...(balance && { taskWeights: ofSteps(balance.used, steps) }),
    ...(combination?.conflicts && { conflicts: ofSteps(combination.conflicts, steps) }),
  };
}

type RowWeights = NonNullable<TrainingPlan['rowWeights']>;

/** Copies that threads can read, made once for as long as the originals live. */
function createShared(columns: InputColumns, tasks: readonly Task[]) {
  const found = new WeakMap<Rows, Promise<SharedRows>>();
  const targetsFound = new WeakMap<Rows, { rowWeights: RowWeights; targets: Promise<Float32Array> }>();
  return {
    rows(rows: Rows, signal?: AbortSignal): Promise<SharedRows> {
      const shared = found.get(rows) ?? shareRows(rows, columns, tasks);
      found.set(rows, shared);
      // What an interrupt cuts off may never end: nobody else waits for it.
      const forget = () => found.delete(rows);
      const settled = () => signal?.removeEventListener('abort', forget);
      signal?.addEventListener('abort', forget);
      shared.then(settled, settled);
      return shared;
    },
    targets(rows: Rows, rowWeights: RowWeights): Promise<Float32Array> {
      const held = targetsFound.get(rows);
      if (held && held.rowWeights === rowWeights) return held.targets;
      const targets = shareTargets(rows, tasks, rowWeights);
      targetsFound.set(rows, { rowWeights, targets });
      return targets;
    },
  };
}

/** Gives work a control array whose abort flag is set when the signal aborts. */
async function abortable<Result>(
  signal: AbortSignal | undefined,
  work: (state: Int32Array) => Promise<Result>,
): Promise<Result> {
  const state = new Int32Array(new SharedArrayBuffer(4 * control.length));
  const abort = () => Atomics.store(state, control.abort, 1);
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  try {
    return await work(state);
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

import type { Argument } from '../compile/operation.ts';
import { bufferOf, mapBatch } from '../memory/batch-memory.ts';
import { createStage } from '../memory/staging.ts';
import { batchSizes } from './batch-sizes.ts';
import { bind } from './bind.ts';
import { control, type InferenceJob } from './job.ts';
import type { Thread } from './training-loop.ts';

/** Computes this thread's share of the rows, a chunk at a time, until the job is aborted. */
export function infer({ plan, kernels, memory, thread, allThreads }: Thread, job: InferenceJob): void {
  const own = plan.memory.own + plan.ownBytes * thread;
  // Each thread has a batch of its own, of one chunk.
  const batch = mapBatch(plan, job.rows, batchSizes(plan, job, allThreads));
  const buffer = bufferOf(memory, batch.end);
  const now = { maskKey: [], scale: [], penaltyScale: [], logLoss: [], epsilon: [] };
  const places = { own, gradients: own + plan.own.gradients, lists: own + plan.constants };
  const run = bind(job.operations, kernels, buffer, places, batch, now, { address: 0, bytes: 0 });
  const stage = createStage(buffer, batch, plan.columns, job.rows, undefined, undefined);
  const floats = new Float32Array(buffer);
  const place = thread * plan.chunk;
  const results = job.results.map(({ view, width, values }) => ({
    from: (own + ownOffset(view.address)) / 4,
    step: typeof view.step === 'number' ? view.step / 4 : 0,
    width,
    values,
  }));
  const last = Math.floor((job.rows.length * (thread + 1)) / job.threads);
  for (let row = Math.floor((job.rows.length * thread) / job.threads); row < last; row += plan.chunk) {
    if (Atomics.load(job.control, control.abort) !== 0) return;
    const rows = Math.min(plan.chunk, last - row);
    stage(row - place, place, place + rows, 0);
    run(place, rows, 0, 0);
    for (const result of results) copyResult(floats, result, row, rows);
  }
}

type Result = { readonly from: number; readonly step: number; readonly width: number; readonly values: Float32Array };

/** The rows of a chunk lie `step` floats apart, those of a result side by side. */
function copyResult(floats: Float32Array, { from, step, width, values }: Result, row: number, rows: number): void {
  let to = row * width;
  for (let at = from, end = from + rows * step; at < end; at += step)
    for (let i = at, last = at + width; i < last; i++) values[to++] = floats[i];
}

function ownOffset(address: Argument): number {
  if (typeof address === 'object' && address.kind === 'own') return address.offset;
  throw new TypeError('Results are in the thread’s own memory.');
}

import { parentPort, workerData } from 'node:worker_threads';
import { infer } from './inference-loop.ts';
import type { Job, JobReport } from './job.ts';
import { instantiateKernels } from './kernels.ts';
import { train } from './training-loop.ts';
import type { ThreadData } from './workers.ts';

/** The entry of a worker thread: does its share of every job it is sent. */
const { plan, module, memory, thread, allThreads } = workerData as ThreadData;
const kernels = instantiateKernels(module, memory);
const report = (message: JobReport) => parentPort?.postMessage(message);

parentPort?.on('message', async (job: Job) => {
  const me = { plan, kernels: await kernels, memory, thread, allThreads };
  if (job.kind === 'training') {
    const steps = train(me, job, (done) => report({ kind: 'progress', steps: done }));
    report({ kind: 'done', steps });
  } else {
    infer(me, job);
    report({ kind: 'done', steps: 0 });
  }
});

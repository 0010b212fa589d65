import { parentPort } from 'node:worker_threads';
import { count } from '../memory/counted-memory.ts';
import { infer } from '../run/inference-loop.ts';
import type { JobReport } from '../run/job.ts';
import type { Kernels } from '../run/kernel-signatures.ts';
import { instantiateKernels } from '../run/kernels.ts';
import { train } from '../run/training-loop.ts';
import type { ThreadMessage, Workplace } from './thread-pool.ts';

/** The entry of a worker thread: does its share of every job it is sent. */
const workplaces = new Map<number, { readonly workplace: Workplace; readonly kernels: Promise<Kernels> }>();
const report = (message: JobReport) => parentPort?.postMessage(message);

parentPort?.on('message', async (message: ThreadMessage) => {
  if (message.kind === 'closed') {
    workplaces.delete(message.workplace);
    return;
  }
  const { thread, job } = message;
  const { workplace, kernels } = enter(message.workplace);
  const me = { ...workplace, kernels: await kernels, thread };
  if (job.kind === 'training') {
    const steps = train(me, job, (done) => report({ kind: 'progress', steps: done }));
    report({ kind: 'done', steps });
  } else {
    infer(me, job);
    report({ kind: 'done', steps: 0 });
  }
});

function enter(given: Workplace | number) {
  if (typeof given !== 'number')
    workplaces.set(given.id, { workplace: given, kernels: instantiateKernels(given.module, count(given.memory)) });
  const found = workplaces.get(typeof given === 'number' ? given : given.id);
  if (!found) throw new Error('This thread does not know the trainer.');
  return found;
}

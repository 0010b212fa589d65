import { Worker } from 'node:worker_threads';
import type { Plan } from '../compile/plan.ts';
import { builtFile } from '../run/built-file.ts';
import type { Job, JobReport } from '../run/job.ts';

/** What the jobs of one trainer run on. */
export type Workplace = {
  /** Unique in the process. */
  readonly id: number;
  readonly plan: Plan;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Threads that the memory was made for. */
  readonly allThreads: number;
};

/** What a thread is sent: a job as the `thread`-th of those that do it together, or the end of a workplace. */
export type ThreadMessage =
  | { readonly kind: 'job'; readonly workplace: Workplace | number; readonly thread: number; readonly job: Job }
  | { readonly kind: 'closed'; readonly workplace: number };

/** A thread does one job at a time, for any trainer. It does not keep the process alive while it has none. */
export type PooledThread = {
  /** Returns the steps done. */
  readonly run: (
    workplace: Workplace,
    thread: number,
    job: Job,
    progress: ((steps: number) => void) | undefined,
  ) => Promise<number>;
  /** Lets go of a workplace. */
  readonly close: (workplace: number) => void;
  readonly end: () => Promise<unknown>;
};

/**
 * The threads of this process, as many as ever worked at the same time. They stay: a thread takes some 100 ms to start and
 * to be fast, and ending one while V8 still compiles for it can block for ever (nodejs/node#54918).
 */
const idle = new Set<PooledThread>();
const all = new Set<PooledThread>();

/** Takes threads that do nothing else, until they are given back. */
export function borrowThreads(count: number): PooledThread[] {
  const borrowed = [...idle].slice(0, count);
  for (const thread of borrowed) idle.delete(thread);
  while (borrowed.length < count) borrowed.push(startThread());
  return borrowed;
}

export function giveBackThreads(threads: readonly PooledThread[]): void {
  for (const thread of threads) if (all.has(thread)) idle.add(thread);
}

/** Every thread lets go of a trainer's memory. */
export function closeWorkplace(workplace: number): void {
  for (const thread of all) thread.close(workplace);
}

function startThread(): PooledThread {
  // Without the process's own arguments, of which --input-type would end it.
  const worker = new Worker(builtFile('threads/worker.js'), { name: 'trainer', execArgv: [] });
  worker.unref();
  const known = new Set<number>();
  const post = (message: ThreadMessage) => worker.postMessage(message);
  const thread: PooledThread = {
    run(workplace, which, job, progress) {
      return new Promise((resolve, reject) => {
        const onMessage = (report: JobReport) => {
          if (report.kind === 'progress') progress?.(report.steps);
          else settle(() => resolve(report.steps));
        };
        const onError = (error: unknown) => settle(() => reject(error));
        const onExit = () => settle(() => reject(new Error('A thread of the trainer ended while it was working.')));
        const settle = (end: () => void) => {
          worker.off('message', onMessage).off('error', onError).off('exit', onExit).unref();
          end();
        };
        worker.on('message', onMessage).on('error', onError).on('exit', onExit).ref();
        post({ kind: 'job', workplace: known.has(workplace.id) ? workplace.id : workplace, thread: which, job });
        known.add(workplace.id);
      });
    },
    close(workplace) {
      if (known.delete(workplace)) post({ kind: 'closed', workplace });
    },
    end() {
      leave();
      return worker.terminate();
    },
  };
  const leave = () => {
    all.delete(thread);
    idle.delete(thread);
  };
  worker.on('error', leave).on('exit', leave);
  all.add(thread);
  return thread;
}

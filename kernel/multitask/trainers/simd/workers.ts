import { Worker } from 'node:worker_threads';
import { builtFile } from './built-file.ts';
import type { Job, JobReport } from './job.ts';
import type { Plan } from './plan.ts';

/** What a worker thread starts with. */
export type ThreadData = {
  readonly plan: Plan;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly thread: number;
  readonly allThreads: number;
};

/** Threads that do jobs together. They start when they are first needed, and do not keep the process alive. */
export type Workers = {
  /** Sends a job to the first `job.threads` threads; returns the steps done once all have finished. */
  readonly run: (job: Job, progress?: (steps: number) => void) => Promise<number>;
  readonly dispose: () => Promise<void>;
};

export function createWorkers(data: Omit<ThreadData, 'thread'>): Workers {
  const workers: Worker[] = [];
  let failure: Error | undefined;

  function start(thread: number): Worker {
    const worker = new Worker(builtFile('worker.js'), {
      workerData: { ...data, thread } satisfies ThreadData,
      name: `trainer ${thread}`,
    });
    worker.unref();
    return worker;
  }

  function finish(worker: Worker, job: Job, progress: ((steps: number) => void) | undefined): Promise<number> {
    return new Promise((resolve, reject) => {
      const onMessage = (report: JobReport) => {
        if (report.kind === 'progress') progress?.(report.steps);
        else settle(() => resolve(report.steps));
      };
      const onError = (error: unknown) => settle(() => reject(error));
      const onExit = () => settle(() => reject(new Error('The trainer was disposed while it was working.')));
      const settle = (end: () => void) => {
        worker.off('message', onMessage).off('error', onError).off('exit', onExit).unref();
        end();
      };
      worker.on('message', onMessage).on('error', onError).on('exit', onExit).ref();
      worker.postMessage(job);
    });
  }

  return {
    async run(job, progress) {
      if (failure) throw failure;
      while (workers.length < job.threads) workers.push(start(workers.length));
      const shares = workers.slice(0, job.threads).map((worker) => finish(worker, job, progress));
      try {
        const [steps] = await Promise.all(shares);
        return steps;
      } catch (error) {
        // The others wait at a barrier for the thread that failed.
        failure = error instanceof Error ? error : new Error(String(error));
        await Promise.allSettled([...workers.map((worker) => worker.terminate()), ...shares]);
        throw failure;
      }
    },
    async dispose() {
      failure ??= new Error('The trainer was disposed.');
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

import { control, type Job } from '../run/job.ts';
import { borrowThreads, closeWorkplace, giveBackThreads, type PooledThread, type Workplace } from './thread-pool.ts';

/** Does a trainer's jobs, one at a time, on threads that it borrows for each. */
export type Workers = {
  /** Sends a job to `job.threads` threads; returns the steps done once all have finished. */
  readonly run: (job: Job, progress?: (steps: number) => void) => Promise<number>;
  /** Aborts what is being done, whose promise rejects, and lets go of the memory. */
  readonly dispose: () => Promise<void>;
};

export function createWorkers(of: Omit<Workplace, 'id'>): Workers {
  const workplace: Workplace = { ...of, id: nextId() };
  let failure: Error | undefined;
  let running: { readonly job: Job; readonly done: Promise<unknown> } | undefined;

  async function share(job: Job, threads: readonly PooledThread[], progress: ((steps: number) => void) | undefined) {
    const shares = threads.map((thread, which) => thread.run(workplace, which, job, progress));
    try {
      const [steps] = await Promise.all(shares);
      giveBackThreads(threads);
      return steps;
    } catch (error) {
      // The others wait at a barrier for the thread that failed.
      failure ??= error instanceof Error ? error : new Error(String(error));
      await Promise.allSettled([...threads.map((thread) => thread.end()), ...shares]);
      throw failure;
    }
  }

  return {
    async run(job, progress) {
      if (failure) throw failure;
      const done = share(job, borrowThreads(job.threads), progress);
      running = { job, done: done.catch(() => {}) };
      const steps = await done;
      running = undefined;
      if (failure) throw failure;
      return steps;
    },
    async dispose() {
      failure ??= new Error('The trainer was disposed.');
      if (running) Atomics.store(running.job.control, control.abort, 1);
      await running?.done;
      closeWorkplace(workplace.id);
    },
  };
}

const ids = { last: 0 };

function nextId(): number {
  ids.last++;
  return ids.last;
}

/**
 * Does jobs side by side, at most `atOnce` of them, each begun in order. A job that throws ends nothing: whoever makes jobs
 * turns errors into results. After `signal` aborts no further job begins; those that run are waited for.
 */
export async function runPool(
  jobs: readonly (() => Promise<void>)[],
  atOnce: number,
  signal: AbortSignal,
): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < jobs.length && !signal.aborted) {
      const job = jobs[next];
      next += 1;
      await job();
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, jobs.length) }, work));
}

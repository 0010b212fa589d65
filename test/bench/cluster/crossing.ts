import type { Measured, Rate } from './result.ts';

/** How fast a cluster of so many workers would be if each did what one of the largest measured does, and the beginning took as long. */
export function ofWorkers({ cluster }: Measured, workers: number): Rate {
  const { rate, fixed, workers: measured } = cluster[cluster.length - 1];
  return { rate: (rate / measured) * workers, fixed };
}

/** Below how many rows this machine is done before the cluster; infinite where it always is. */
export function crossing(here: Rate, there: Rate): number {
  const gained = 1 / here.rate - 1 / there.rate;
  return gained > 0 ? Math.max(0, there.fixed - here.fixed) / gained : Number.POSITIVE_INFINITY;
}

/** From how many workers on such a cluster is faster once it runs. */
export function workersToMatch(measured: Measured): number {
  return Math.floor(measured.here.rate / ofWorkers(measured, 1).rate) + 1;
}

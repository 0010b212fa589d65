import { below, endProcesses, processes } from './process-tree.ts';

/**
 * Ends what `execSync` and its like wait for: the children of this process but `others`, and what those started. It is called from
 * another thread than the one that is blocked, which cannot say which child it is.
 */
export async function endBlockingChildren(others: readonly number[]): Promise<void> {
  const all = await processes();
  const blocking = all.filter(({ parent, pid }) => parent === process.pid && !others.includes(pid));
  await endProcesses([...blocking, ...blocking.flatMap(({ pid }) => below(all, pid))].map(({ pid }) => pid));
}

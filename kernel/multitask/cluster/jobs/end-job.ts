import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterError, hasEnded, type RayCluster } from '../index.ts';

/**
 * Stops a job, waits for its end and takes it off the cluster's list.
 * @returns why it could not, e.g. when the cluster has gone; undefined once it is gone.
 */
export async function endJob({ client }: RayCluster, id: string): Promise<string | undefined> {
  try {
    const deadline = performance.now() + 60_000;
    for (let job = await client.job(id); job && !hasEnded(job.state); job = await client.job(id)) {
      if (performance.now() > deadline) throw new ClusterError('failed', 'it does not end');
      await client.stop(id);
      await sleep(500);
    }
    await client.remove(id);
    // Ray still looks at a job that has ended for a second or two, longer where it is busy, and puts one back that was removed meanwhile.
    const again = () => void client.remove(id).catch(() => {});
    setTimeout(again, 3_000);
    setTimeout(again, 15_000).unref();
    return undefined;
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    return error.message;
  }
}

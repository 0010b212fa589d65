import { clusters } from '../../kernel/multitask/index.ts';
import { until } from './hosts.ts';

/**
 * Waits until the cluster lists no job: those that have ended are taken off a little later. Of one whose host was cut off Ray writes,
 * behind its deletion, that it has died. `endJob` deletes it again some seconds later, but not of a file of tests whose process has
 * ended.
 */
export async function noJobIsLeft(url: string): Promise<void> {
  const { client } = clusters.ray(url);
  await until(async () => {
    const left = await client.jobs();
    const dead = left.filter(
      ({ state, message }) => state === 'FAILED' && message.startsWith('Job supervisor actor died'),
    );
    for (const { id } of dead) await client.remove(id);
    return left.length === 0;
  }, 60);
}

import type { createMultitask } from '../../multitask/create-multitask.ts';
import { type FlagTable, type FlagValues, UsageError } from '../command-line/index.ts';
import { clusterFlags } from '../train/cluster-flags.ts';

/** The flags that let a cluster train the trials of a comparison. */
export const trialFlags = {
  cluster: {
    ...clusterFlags.cluster,
    without: 'this machine',
    about:
      'The dashboard of the Ray cluster whose hosts train the trials, e.g. http://head:8265, with the same numbers; its token is read from RAY_AUTH_TOKEN',
  },
  storage: clusterFlags.storage,
  workers: { ...clusterFlags.workers, about: 'Trials that a cluster trains at once, where --at-once does not say' },
} as const satisfies FlagTable;

/** The cluster of a comparison, where the flags name one. @throws UsageError when it is told of storage alone. */
export function trialsClusterOf(
  { clusters }: Pick<ReturnType<typeof createMultitask>, 'clusters'>,
  { cluster: url, storage, workers }: FlagValues<{ cluster: typeof trialFlags }>['cluster'],
) {
  if (url === undefined) {
    if (storage === undefined) return undefined;
    throw new UsageError('--storage needs --cluster: the dashboard of a Ray cluster, e.g. --cluster http://head:8265.');
  }
  const { RAY_AUTH_TOKEN: token } = process.env;
  return clusters.ray(url, { workers, ...(storage === undefined ? {} : { storage }), ...(token ? { token } : {}) });
}

import { rayOptions } from '../../multitask/cluster/index.ts';
import type { createMultitask } from '../../multitask/create-multitask.ts';
import { text } from '../../multitask/options/index.ts';
import { type FlagTable, type FlagValues, UsageError } from '../command-line/index.ts';

/** The flags that let a cluster train. */
export const clusterFlags = {
  cluster: {
    type: text,
    value: 'URL',
    without: 'RAY_API_SERVER_ADDRESS, where --rows is given',
    about: 'The dashboard of the Ray cluster that trains, e.g. http://head:8265; its token is read from RAY_AUTH_TOKEN',
    also: ['ray', 'on', 'address'],
  },
  rows: {
    type: text,
    value: 'PATH',
    about:
      'The Parquet files that it trains on, as its hosts see them; columns, validation and test rows are those of --data, a sample of other rows',
    also: ['remote', 'trainOn'],
  },
  storage: { ...rayOptions.storage, value: 'DIR' },
  workers: rayOptions.workers,
} as const satisfies FlagTable;

/** The rows and the cluster of a run, where the flags name them. @throws UsageError when one is given without the other. */
export function clusterOf(
  { clusters, remote }: Pick<ReturnType<typeof createMultitask>, 'clusters' | 'remote'>,
  { cluster: url, rows, storage, workers }: FlagValues<{ cluster: typeof clusterFlags }>['cluster'],
) {
  if (rows === undefined) {
    if (url === undefined && storage === undefined) return undefined;
    throw new UsageError(
      "--rows is missing: the Parquet files that the cluster trains on, as its hosts see them, e.g. --rows '/mnt/log/*.parquet'.",
    );
  }
  const { RAY_AUTH_TOKEN: token } = process.env;
  const options = { workers, ...(storage === undefined ? {} : { storage }), ...(token ? { token } : {}) };
  return { rows: remote(rows), on: clusters.ray(url, options) };
}

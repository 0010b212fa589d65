import { predictOptions } from '../../multitask/cluster/scoring/index.ts';
import type { createMultitask } from '../../multitask/create-multitask.ts';
import { text } from '../../multitask/options/index.ts';
import { type FlagTable, type FlagValues, UsageError } from '../command-line/index.ts';
import { clusterFlags } from '../train/cluster-flags.ts';

/** The flags that let a cluster score. */
export const scoringFlags = {
  cluster: {
    ...clusterFlags.cluster,
    about: 'The dashboard of the Ray cluster that scores, e.g. http://head:8265; its token is read from RAY_AUTH_TOKEN',
  },
  rows: {
    type: text,
    value: 'PATH',
    about:
      'The Parquet files that it scores, as its hosts see them; --output is then a folder, as they see it, which gets a file of scores for each. What is scored there already stays',
    also: ['remote'],
  },
  keys: { ...predictOptions.keys, value: 'COLUMN,…' },
  workers: clusterFlags.workers,
} as const satisfies FlagTable;

/** The rows of a cluster, and how it scores them, where the flags name them. @throws UsageError when one lacks the other. */
export function scoringOf(
  { clusters, remote }: Pick<ReturnType<typeof createMultitask>, 'clusters' | 'remote'>,
  { cluster: url, rows, keys, workers }: FlagValues<{ cluster: typeof scoringFlags }>['cluster'],
) {
  if (rows === undefined) {
    const lonely = Object.entries({ cluster: url, keys }).find(([, given]) => given !== undefined)?.[0];
    if (lonely === undefined) return undefined;
    throw new UsageError(
      `--${lonely} needs --rows: the Parquet files that the cluster scores, as its hosts see them, e.g. --rows '/mnt/log/*.parquet'.`,
    );
  }
  const { RAY_AUTH_TOKEN: token } = process.env;
  const on = clusters.ray(url, { workers, ...(token ? { token } : {}) });
  return { rows: remote(rows), on, ...(keys === undefined ? {} : { keys }) };
}

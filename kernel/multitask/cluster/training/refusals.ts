import type { RowStream, Rows } from '../../data/index.ts';
import type { Network } from '../../network/index.ts';
import type { FitOptions } from '../../training/index.ts';
import { isRemote, type RayCluster, type RemoteRows } from '../index.ts';

/** Options of `fit` that a cluster does not have, each with what to do instead. */
const refused: Readonly<Record<string, string>> = {
  conflicts: 'a cluster takes one backward pass for all tasks; look at conflicts on a sample, on this machine',
  gradients: 'a cluster adds the gradients of the tasks up; combine them otherwise on this machine',
  rowWeights: 'the rows of a cluster have no numbers; leave rows out of its Parquet files, or their labels empty',
};

/**
 * Which cluster trains on which rows; undefined where this machine does.
 * @param stepsIntoEpoch of the run that is to be resumed.
 * @throws where rows and cluster do not fit, or an option is none of a cluster's.
 */
export function remoteFit(
  network: Network,
  rows: Rows | RowStream | RemoteRows,
  options: FitOptions,
  stepsIntoEpoch: number,
): { readonly cluster: RayCluster; readonly rows: RemoteRows } | undefined {
  const { on } = options;
  if (!isRemote(rows)) {
    if (!on) return undefined;
    throw new Error(
      "fit: on a cluster, rows are Parquet files that its workers see: fit(remote('/mnt/log/*.parquet'), { on: … }).",
    );
  }
  if (!on)
    throw new Error(
      `fit: remote('${rows.path}') is read by a cluster: give one, { on: clusters.ray(url, …) }; on this machine, datasets.table reads it.`,
    );
  const { weight } = network.features.readWith ?? {};
  if (weight !== undefined)
    throw unsupported('weight', `the rows of its table are weighed by ${JSON.stringify(weight)}; leave it out there`);
  refuseUnsupported(options, stepsIntoEpoch);
  return { cluster: on, rows };
}

/** @throws where an option was given that a cluster does not have, by its name. */
function refuseUnsupported(options: FitOptions, stepsIntoEpoch: number): void {
  for (const [name, reason] of Object.entries(refused)) {
    const given = options[name as keyof FitOptions];
    if (given !== undefined && given !== false) throw unsupported(name, reason);
  }
  const { taskWeights, optimizer, resume } = options;
  const isMethod = typeof taskWeights === 'object' && typeof taskWeights.kind === 'string';
  if (typeof taskWeights === 'string' || isMethod)
    throw unsupported(
      'taskWeights',
      'a cluster takes a number for each task, { click: 1, buy: 3 }; weights are learned on this machine',
    );
  if (typeof optimizer === 'object' && 'embeddings' in optimizer && optimizer.embeddings === 'lazy')
    throw unsupported('optimizer.embeddings', "'lazy' updates are of this machine; leave it out for 'dense'");
  if (resume && stepsIntoEpoch > 0)
    throw unsupported(
      'resume',
      `the run was broken off ${stepsIntoEpoch} steps into an epoch, and a cluster goes on with whole ones; end the epoch on this machine`,
    );
}

function unsupported(name: string, reason: string): Error {
  return new Error(`fit: ${name} is not for a run on a cluster: ${reason}.`);
}

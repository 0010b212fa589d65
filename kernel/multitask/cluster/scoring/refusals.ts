import type { Network } from '../../network/index.ts';
import { checkWholePath, type RayCluster, type RemoteRows } from '../index.ts';
import type { PredictOptions } from './score-options.ts';

/** What a cluster is to score. */
export type Scoring = {
  readonly cluster: RayCluster;
  readonly rows: RemoteRows;
  /** Without a slash at its end. */
  readonly output: string;
  readonly keys: readonly string[];
};

/** @throws where an option is a cluster's: the rows are here. */
export function refuseClusterOptions({ on, output, keys }: PredictOptions): void {
  for (const [name, given] of Object.entries({ on, output, keys }))
    if (given !== undefined)
      throw new Error(
        `predict: ${name} is for rows that a cluster reads, predict(remote('/mnt/log/*.parquet'), { on: …, output: '/mnt/scores' }); these rows are here, and predict gives what it predicts.`,
      );
}

/**
 * What a cluster is to score.
 * @throws where cluster and options do not fit.
 */
export function remoteScoring(
  network: Network,
  rows: RemoteRows,
  { on, output, keys, trainer, threads }: PredictOptions,
): Scoring {
  if (!on)
    throw new Error(
      `predict: remote('${rows.path}') is read by a cluster: give one, { on: clusters.ray(url, …) }; on this machine, model.read reads a file.`,
    );
  if (output === undefined)
    throw new Error(
      "predict: a cluster writes its scores into a folder: give one that its workers see, { on: …, output: '/mnt/scores' }.",
    );
  for (const [name, given] of Object.entries({ trainer, threads }))
    if (given !== undefined)
      throw new Error(
        `predict: ${name} is not for scores of a cluster, which PyTorch computes; how many CPUs a worker has is clusters.ray(url, { cpus: … }).`,
      );
  checkWholePath('predict: output', output);
  if (/\.(parquet|csv|tsv|json|jsonl|ndjson)$/i.test(output))
    throw new Error(
      `predict: output ${JSON.stringify(output)} looks like a file; it is a folder, which gets a Parquet file for each of the rows' files.`,
    );
  const named = [...new Set(keys)];
  const clash = named.find((key) => network.outputs.some(({ name }) => name === key));
  if (clash !== undefined)
    throw new Error(
      `predict: keys has ${JSON.stringify(clash)}, which is also an output of the model: a file has no two columns of one name.`,
    );
  return { cluster: on, rows, output: output.replace(/(?<=[^/:])\/+$/, ''), keys: named };
}

import type { Model } from '../../model/index.ts';
import { type RayCluster, type RayOptions, rayCluster } from '../index.ts';
import { type Attached, type AttachOptions, attach } from './attach.ts';

/** Clusters that train and score what one machine cannot hold. */
export type Clusters = {
  /**
   * A Ray cluster, for `on`: `model.fit(remote('/mnt/log/*.parquet'), { on: clusters.ray('http://head:8265', { workers: 8, storage: '/mnt/shared' }) })`.
   * Nothing is asked of it before a job is.
   *
   * @param url of its dashboard; `RAY_API_SERVER_ADDRESS` of the environment without this.
   * @throws where there is no address, or one of another kind.
   */
  readonly ray: (url?: string, options?: RayOptions) => AttachableCluster;
};

/** A Ray cluster on which runs are begun, and found again. */
export type AttachableCluster = RayCluster & {
  /**
   * Finds a run again whose notebook has gone, and follows it to its end as `fit` does: with the live plot, from its first step on.
   *
   * @param job its name, which its plot and the dashboard show.
   * @returns the model with the weights of the run, and the run.
   * @throws where the cluster has no such run, or the run fails.
   */
  readonly attach: (job: string, options?: AttachOptions) => Promise<Attached>;
};

/** @param load reads a checkpoint, as `models.load`. */
export function createClusters(load: (folder: string) => Promise<Model>): Clusters {
  return {
    ray(url, options, ...more: readonly unknown[]) {
      const cluster = rayCluster(url, options, more);
      return { ...cluster, attach: (job, options, ...more) => attach(cluster, load, job, options, more) };
    },
  };
}

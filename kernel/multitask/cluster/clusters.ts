import { type RayCluster, rayCluster } from './ray-cluster.ts';
import type { RayOptions } from './ray-options.ts';

/** Clusters that train and score what one machine cannot hold. */
export type Clusters = {
  /**
   * A Ray cluster, for `on`: `model.fit(remote('/mnt/log/*.parquet'), { on: clusters.ray('http://head:8265', { workers: 8, storage: '/mnt/shared' }) })`.
   * Nothing is asked of it before a job is.
   *
   * @param url of its dashboard; `RAY_API_SERVER_ADDRESS` of the environment without this.
   * @throws where there is no address, or one of another kind.
   */
  readonly ray: (url?: string, options?: RayOptions) => RayCluster;
};

export function createClusters(): Clusters {
  return {
    ray: (url, options, ...more: readonly unknown[]) => rayCluster(url, options, more),
  };
}

export type { Attached, AttachOptions } from './attach.ts';
export { type AttachableCluster, type Clusters, createClusters } from './clusters.ts';

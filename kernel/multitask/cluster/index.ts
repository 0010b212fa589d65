export { ClusterError, hasEnded, type Job, type JobState, type RayClient, type Submission } from './ray/index.ts';
export { on, onRemote, type RayCluster, rayCluster } from './ray-cluster.ts';
export { type RayOptions, rayOptions } from './ray-options.ts';
export { checkWholePath, isRemote, type RemoteRows, remote } from './remote.ts';

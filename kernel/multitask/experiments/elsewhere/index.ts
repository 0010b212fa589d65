export { refuseElsewhere, type TrialsOnCluster, trialsOn } from './on-cluster.ts';

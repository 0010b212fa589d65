export {
  hasEnded,
  type Job,
  type JobState,
  type RayClient,
  rayClient,
  type Submission,
} from './client.ts';
export { type Address, ClusterError } from './request.ts';

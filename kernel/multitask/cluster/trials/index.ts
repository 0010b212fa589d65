export { openTrialJob } from './trial-job.ts';

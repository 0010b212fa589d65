export { endJob } from './end-job.ts';
export { type Followed, follow } from './follow.ts';
export type { Message } from './messages.ts';
export { pythonFiles } from './python-files.ts';
export { jobName, submitJob } from './submit-job.ts';
export { troubleOf } from './troubles.ts';

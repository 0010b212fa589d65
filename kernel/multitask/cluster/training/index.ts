export { remoteFit } from './refusals.ts';
export { openRemoteRun, type RemoteRun } from './remote-run.ts';

export { runDetails } from './describe.ts';
export { readPayloadBytes } from './read.ts';
export { trainingRuns } from './view.ts';

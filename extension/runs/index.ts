export { trainingRuns } from './view.ts';

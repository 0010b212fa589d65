export { metricsTable } from './metrics-table.ts';
export { Model } from './model.ts';
export { type Run, runWords } from './run.ts';

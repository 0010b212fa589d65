export { metricsTable } from './metrics-table.ts';
export { Model } from './model.ts';
export type { Run } from './run.ts';

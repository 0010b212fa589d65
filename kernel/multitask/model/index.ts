export { metricsTable } from './metrics-table.ts';
export { type EvaluateOptions, Model, type RowOptions } from './model.ts';
export { type Run, runWords } from './run.ts';

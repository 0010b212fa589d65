export { createImportance, type ImportanceHost, type MeasureImportance, type PredictingModel } from './importance.ts';
export type { ImportanceOptions } from './importance-options.ts';
export type { FeatureImportance, Importance, ImportanceTask, Loss } from './report.ts';
export { importanceTable } from './table.ts';

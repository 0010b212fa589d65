/** Multi-task models for scripts: `import { datasets, models } from 'multitask-notebook'`. */
import { createMultitask } from './create-multitask.ts';

export type { Blocks, BuildModel } from './blocks.ts';
export { createMultitask } from './create-multitask.ts';
export type { Dataset, RowStream, Rows } from './dataset.ts';
export type * from './datasets/index.ts';
export type { Environment } from './environment.ts';
export type * from './features.ts';
export type { GateLevel, GateReport, GateSummary } from './gate-report/report.ts';
export type { GatedModel, GateReportOptions } from './gate-report.ts';
export type { Model } from './model.ts';
export type * from './network.ts';
export type { Run } from './run.ts';
export type * from './tasks.ts';
export type { FitOptions } from './training/fit-options.ts';
export type * from './training-events.ts';

export const { models, datasets, metrics, gateReport } = createMultitask();

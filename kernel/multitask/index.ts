/** Multi-task models for scripts: `import { datasets, models } from 'multitask-notebook'`. */
import { createMultitask } from './create-multitask.ts';

export { createMultitask } from './create-multitask.ts';
export type { Dataset, RowStream, Rows } from './data/dataset.ts';
export type * from './data/features.ts';
export type * from './data/tasks.ts';
export type * from './datasets/index.ts';
export type { Environment } from './environment.ts';
export type { GatedModel, GateReportOptions } from './gate-report/gate-report.ts';
export type { GateLevel, GateReport, GateSummary } from './gate-report/report.ts';
export type { Model } from './model/model.ts';
export type { Run } from './model/run.ts';
export type { Blocks, BuildModel } from './network/blocks.ts';
export type * from './network/network.ts';
export type * from './training/events.ts';
export type { FitOptions } from './training/fit-options.ts';

export const { models, datasets, metrics, gateReport } = createMultitask();

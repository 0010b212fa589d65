import { aliCcp } from './ali-ccp.ts';
import { censusIncome } from './census-income.ts';
import { clickFunnel } from './click-funnel.ts';
import { correlatedTasks } from './correlated-tasks.ts';
import { table } from './table.ts';

export type { AliCcp, AliCcpOptions } from './ali-ccp.ts';
export type { CensusIncomeOptions } from './census-income.ts';
export type { ClickFunnel, ClickFunnelOptions, FunnelTruth } from './click-funnel.ts';
export type { CorrelatedTasksOptions } from './correlated-tasks.ts';
export type { StreamedTable, Table, TableOptions } from './table.ts';

/** Everything a model can be trained on. */
export const datasets = { aliCcp, censusIncome, clickFunnel, correlatedTasks, table } as const;

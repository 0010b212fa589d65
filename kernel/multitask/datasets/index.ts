import { aliCcp } from './ali-ccp.ts';
import { censusIncome } from './census-income.ts';
import { clickFunnel } from './click-funnel.ts';
import { correlatedTasks } from './correlated-tasks.ts';

/** Everything a model can be trained on. */
export const datasets = { aliCcp, censusIncome, clickFunnel, correlatedTasks } as const;

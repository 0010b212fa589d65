import { censusIncome } from './census-income.ts';
import { correlatedTasks } from './correlated-tasks.ts';

/** Everything a model can be trained on. */
export const datasets = { censusIncome, correlatedTasks } as const;

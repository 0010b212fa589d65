import { correlatedTasks } from './correlated-tasks.ts';

/** Everything a model can be trained on. */
export const datasets = { correlatedTasks } as const;

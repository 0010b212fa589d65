import type { ByTask, CensusTask } from './tables/result.ts';

/** A value for each task of census-income. */
export function byTask<Value>(of: (task: CensusTask) => Value): ByTask<Value> {
  return { income: of('income'), marital: of('marital') };
}

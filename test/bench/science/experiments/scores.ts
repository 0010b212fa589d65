import type { Dataset, Rows } from '../../../../kernel/multitask/data/index.ts';
import { outputsByTask } from '../../../../kernel/multitask/experiments/trial.ts';
import type { Model } from '../../../../kernel/multitask/model/index.ts';
import type { FitOptions } from '../../../../kernel/multitask/training/index.ts';
import type { Prepared } from '../experiment.ts';

/** By task its AUC, or its RMSE where it is numeric, and `mean`, the mean over tasks, on the test rows. */
export async function scores(model: Model, test: Rows): Promise<Record<string, number>> {
  const metrics = await model.evaluate(test, { threads: 1 });
  const own = outputsByTask(model.network).map(({ name, kind, task }) => {
    const { auc, rmse } = metrics[name];
    return [task.name, (kind === 'binary' ? auc : rmse) ?? Number.NaN] as const;
  });
  const mean = own.reduce((sum, [, score]) => sum + score, 0) / own.length;
  return { ...Object.fromEntries(own), mean };
}

/** Candidates that read the same rows, are trained alike and scored by task. */
export function scored(
  models: Readonly<Record<string, Model>>,
  data: Dataset,
  fit: FitOptions,
): Readonly<Record<string, Prepared>> {
  const measure = (model: Model) => scores(model, data.test);
  return Object.fromEntries(Object.entries(models).map(([name, model]) => [name, { data, model, fit, measure }]));
}

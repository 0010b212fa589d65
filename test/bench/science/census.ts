import type { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import type { Dataset } from '../../../kernel/multitask/data/index.ts';
import type { Study } from '../../../kernel/multitask/experiments/index.ts';
import { type CatalogName, catalog, methodName } from '../../../kernel/multitask/models/index.ts';
import { estimate } from '../../../kernel/statistics/index.ts';
import { byTask } from '../by-task.ts';
import type { CensusScience } from './result.ts';

type Library = ReturnType<typeof createMultitask>;

/**
 * Every model of the catalog on census-income beside Single-Task, by `compare`: the epoch is chosen on the validation half, the
 * number taken on PaddleRec's test half. A model that refuses these tasks is named with its own words.
 *
 * @param folder keeps each trial, so that a run that was broken off goes on, and only new models are trained.
 */
export async function censusScience(
  { compare, models }: Library,
  data: Dataset,
  seeds: number,
  folder: string,
): Promise<CensusScience> {
  const names = Object.keys(catalog) as CatalogName[];
  const make = (name: CatalogName, seed: number) => models[methodName(name)](data.features, data.tasks, { seed });
  const candidates = Object.fromEntries(names.map((name) => [name, (seed: number) => make(name, seed)]));
  const fit = { epochs, batchSize, earlyStopping: { patience } };
  const study = await compare(candidates, data, { seeds, baseline, fit, folder });
  const refused = names.flatMap((model) => refusal(study, model));
  const trained = names.filter((name) => refused.every(({ model }) => model !== name));
  return {
    seeds: study.seeds,
    baseline,
    epochs,
    batchSize,
    patience,
    refused,
    models: trained.map((model) => {
      const made = make(model, 1);
      const { parameterCount: parameters } = made;
      made.dispose();
      return { model, title: catalog[model].title, parameters, ...found(study, model) };
    }),
    differences: study.differences
      .filter(({ candidate }) => trained.some((name) => name === candidate))
      .map(({ candidate, metric: _, words: __, ...difference }) => ({ model: candidate, ...difference })),
  };
}

const baseline = 'single-task';
const [epochs, batchSize, patience] = [10, 512, 1];

/** What a model says that no seed could be trained with. @throws when only some could: that is no refusal. */
function refusal({ trials }: Study, model: CatalogName): CensusScience['refused'] {
  const own = trials.filter(({ candidate }) => candidate === model);
  const failed = own.filter((trial) => trial.state === 'failed');
  if (failed.length === 0) return [];
  const [{ seed, reason }] = failed;
  if (failed.length < own.length) throw new Error(`${model}, seed ${seed}: ${reason}`);
  return [{ model, title: catalog[model].title, reason }];
}

/** Trials stand in the order of their seeds. */
function found({ trials }: Study, model: CatalogName) {
  const own = trials.flatMap((trial) => (trial.candidate === model && trial.state === 'done' ? [trial] : []));
  const runs = byTask((task) => own.map(({ metrics }) => metrics[task].auc));
  return {
    epochsKept: estimate(own.map(({ epoch }) => epoch)),
    auc: byTask((task) => estimate(runs[task])),
    runs,
  };
}

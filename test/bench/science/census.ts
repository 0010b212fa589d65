import type { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import type { Dataset } from '../../../kernel/multitask/data/index.ts';
import type { Study } from '../../../kernel/multitask/experiments/index.ts';
import { type CatalogName, catalog, methodName } from '../../../kernel/multitask/models/index.ts';
import type { ModelOptions } from '../../../kernel/multitask/models/model-options.ts';
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
  const make = ({ of, options }: Candidate, seed: number) =>
    models[methodName(of)](data.features, data.tasks, { ...options, seed });
  const makers = Object.fromEntries(candidates.map((one) => [one.model, (seed: number) => make(one, seed)]));
  const fit = { epochs, batchSize, earlyStopping: { patience } };
  const study = await compare(makers, data, { seeds, baseline, fit, folder });
  const refused = candidates.flatMap((one) => refusal(study, one));
  const trained = candidates.filter((one) => refused.every(({ model }) => model !== one.model));
  return {
    seeds: study.seeds,
    baseline,
    epochs,
    batchSize,
    patience,
    refused,
    models: trained.map((one) => {
      const made = make(one, 1);
      const { parameterCount: parameters } = made;
      made.dispose();
      return { model: one.model, title: one.title, parameters, ...found(study, one.model) };
    }),
    differences: study.differences
      .filter(({ candidate }) => trained.some(({ model }) => model === candidate))
      .map(({ candidate, metric: _, words: __, ...difference }) => ({ model: candidate, ...difference })),
  };
}

/** A model of the catalog, by its name there or with options of its own. */
type Candidate = {
  readonly model: string;
  readonly title: string;
  readonly of: CatalogName;
  readonly options?: ModelOptions;
};

const candidates: readonly Candidate[] = [
  ...(Object.keys(catalog) as CatalogName[]).map((of) => ({ model: of, title: catalog[of].title, of })),
  { model: 'mmoe, batchNorm', title: 'MMoE, towers with batch norm', of: 'mmoe', options: { batchNorm: true } },
];

const baseline = 'single-task';
const [epochs, batchSize, patience] = [10, 512, 1];

/** What a model says that no seed could be trained with. @throws when only some could: that is no refusal. */
function refusal({ trials }: Study, { model, title }: Candidate): CensusScience['refused'] {
  const own = trials.filter(({ candidate }) => candidate === model);
  const failed = own.filter((trial) => trial.state === 'failed');
  if (failed.length === 0) return [];
  const [{ seed, reason }] = failed;
  if (failed.length < own.length) throw new Error(`${model}, seed ${seed}: ${reason}`);
  return [{ model, title, reason }];
}

/** Trials stand in the order of their seeds. */
function found({ trials }: Study, model: string) {
  const own = trials.flatMap((trial) => (trial.candidate === model && trial.state === 'done' ? [trial] : []));
  const runs = byTask((task) => own.map(({ metrics }) => metrics[task].auc));
  return {
    epochsKept: estimate(own.map(({ epoch }) => epoch)),
    auc: byTask((task) => estimate(runs[task])),
    runs,
  };
}

import { loadCheckpoint } from '../checkpoint/index.ts';
import type { Features, Task } from '../data/index.ts';
import { Model } from '../model/index.ts';
import { type BuildModel, buildNetwork, type Network } from '../network/index.ts';
import {
  isObject,
  noOptions,
  type OptionTable,
  optionsInCode,
  readOptions,
  readValue,
  seen,
  type Table,
  text,
} from '../options/index.ts';
import type { Runtime } from '../runtime.ts';
import { untrained } from '../training/index.ts';
import { type CatalogName, type CatalogOptions, catalog } from './catalog.ts';
import { type ModelOptions, modelOptions } from './model-options.ts';

/** Makes models: those of the catalog, and a user's own. */
export type Models = {
  /** One network for each task, of the same sizes: what a multi-task model has to beat (Caruana 1997). */
  readonly singleTask: MakeModel<'single-task'>;
  /** Shared-Bottom: one bottom under a tower for each task (Caruana 1997). */
  readonly sharedBottom: MakeModel<'shared-bottom'>;
  /** One-gate mixture of experts (Ma et al., KDD 2018, eq. 4–5). */
  readonly omoe: MakeModel<'omoe'>;
  /** Multi-gate mixture of experts: each task weights the experts its own way (Ma et al., KDD 2018, eq. 6–7). */
  readonly mmoe: MakeModel<'mmoe'>;
  /** Entire-space multi-task model: pCTCVR = pCTR · pCVR over all impressions. Tasks: click, then click and conversion (Ma et al., SIGIR 2018). */
  readonly esmm: MakeModel<'esmm'>;
  /** Progressive layered extraction: experts of each task beside shared ones, in levels (Tang et al., RecSys 2020). One level is CGC. */
  readonly ple: MakeModel<'ple'>;
  /** Adaptive information transfer along the steps of a funnel (Xi et al., KDD 2021). */
  readonly aitm: MakeModel<'aitm'>;
  /** ESMM with a loss of pCVR itself over all impressions, by inverse propensity or doubly robust (Wang et al., SIGIR 2022). */
  readonly escm2: MakeModel<'escm2'>;
  /** ESMM whose pCVR has a twin that the impressions without a click teach (Zhu et al., ICDE 2023). */
  readonly dcmt: MakeModel<'dcmt'>;
  /** Deep Bayesian multi-target learning: a task reads what every task before it found (Wang et al. 2019). */
  readonly dbmtl: MakeModel<'dbmtl'>;
  /** Tables of embeddings for each task beside shared ones; a task teaches its own and the shared experts alone (Su et al., AAAI 2024). */
  readonly stem: MakeModel<'stem'>;
  /** Adaptive task-to-task fusion: gates over the experts of all tasks, and a task's own experts beside them, in levels (Li et al., KDD 2023). */
  readonly adatt: MakeModel<'adatt'>;
  /** Embeddings scaled by the domain, and every task's layers by user and item (Chang et al., KDD 2023). */
  readonly pepnet: MakeModel<'pepnet'>;
  /** Meta experts of groups of tasks under experts of their own, all of them normalised, with gates on what each reads (Wang et al., KDD 2025). */
  readonly home: MakeModel<'home'>;
  /** MMoE whose gates choose at most k experts, smoothly while they are undecided (Hazimeh et al., NeurIPS 2021). */
  readonly dselectK: MakeModel<'dselect-k'>;
  /**
   * A model that was saved, as far trained as it was.
   *
   * @param folder what `model.save` or `fit({ checkpoint })` wrote.
   * @returns the model with its weights, and the epochs it was trained for.
   * @throws when the folder has no checkpoint, or a torn or foreign one.
   */
  readonly load: (folder: string) => Promise<Model>;
  /**
   * A model of your own, written in building blocks.
   *
   * @param name for plots and errors.
   * @param build called once, with the tasks and the blocks; gives the outputs, each [batch, 1].
   * @returns an untrained model, as those of the catalog.
   * @throws when a block is given what does not fit (the error names it), or features, tasks or an option do not.
   */
  readonly define: (
    name: string,
    features: Features,
    tasks: readonly Task[],
    build: BuildModel,
    options?: DefineOptions,
  ) => Model;
};

/**
 * Makes a model of the catalog, with first weights of its seed.
 *
 * @param features the columns it reads, e.g. `data.features`.
 * @param tasks what it predicts, e.g. `data.tasks`; of a funnel in the order of its steps.
 * @returns an untrained model; `fit` trains it, `predict` gives columns, [row].
 * @throws when features, tasks or an option do not fit: the error says which, and what fits.
 */
export type MakeModel<Name extends CatalogName> = (
  features: Features,
  tasks: readonly Task[],
  options?: CatalogOptions[Name],
) => Model;

/** What `models.define` takes. */
export type DefineOptions = Pick<ModelOptions, 'inputs' | 'seed'>;

const defineOptions = {
  inputs: modelOptions.inputs,
  seed: modelOptions.seed,
} as const satisfies OptionTable<DefineOptions>;

export function createModels(runtime: Runtime): Models {
  function create(network: Network, title: string, table: Table, options: Pick<ModelOptions, 'seed'>): Model {
    const { seed = 1 } = options;
    const settings = optionsInCode(table, options);
    return new Model({ network, title, seed, settings }, untrained(network, seed), runtime);
  }

  function maker<Name extends CatalogName>(name: Name): MakeModel<Name> {
    const { title } = catalog[name];
    const table = catalog[name].options as Table;
    const build = catalog[name].build as (features: Features, options?: CatalogOptions[Name]) => BuildModel;
    // A cell may give more than its types allow.
    const make = (features: Features, tasks: readonly Task[], given: unknown, ...more: readonly unknown[]) => {
      checkArguments(name, features, tasks);
      const options = readOptions(name, table, given, more) as CatalogOptions[Name];
      return create(buildNetwork(name, features, tasks, build(features, options), options), title, table, options);
    };
    return make;
  }

  return {
    singleTask: maker('single-task'),
    sharedBottom: maker('shared-bottom'),
    omoe: maker('omoe'),
    mmoe: maker('mmoe'),
    esmm: maker('esmm'),
    ple: maker('ple'),
    aitm: maker('aitm'),
    escm2: maker('escm2'),
    dcmt: maker('dcmt'),
    dbmtl: maker('dbmtl'),
    stem: maker('stem'),
    adatt: maker('adatt'),
    pepnet: maker('pepnet'),
    home: maker('home'),
    dselectK: maker('dselect-k'),
    async load(folder, ...more: readonly unknown[]) {
      noOptions('models.load', more);
      readValue('models.load', 'its folder', text, folder);
      const { definition, progress } = await loadCheckpoint(folder);
      return new Model(definition, progress, runtime);
    },
    define(name, features, tasks, build, given, ...more: readonly unknown[]) {
      checkArguments(`define ${JSON.stringify(name)}`, features, tasks);
      const options = readOptions(`define ${JSON.stringify(name)}`, defineOptions, given, more);
      return create(buildNetwork(name, features, tasks, build, options), name, defineOptions, options);
    },
  };
}

/** @throws where a dataset, or its parts in another order, were given. */
function checkArguments(model: string, features: unknown, tasks: unknown): void {
  const isFeatures = isObject(features) && Array.isArray(features.columns);
  if (isFeatures && Array.isArray(tasks)) return;
  const seenOnes = `${seen(features)} and ${seen(tasks)}`;
  throw new Error(
    `${model}: it takes features and tasks, (data.features, data.tasks, options); it was given ${seenOnes}.`,
  );
}

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
  /** One network for each task, of the same sizes: what a multi-task model has to beat. */
  readonly singleTask: MakeModel<'single-task'>;
  /** Shared-Bottom: one bottom under a tower for each task. */
  readonly sharedBottom: MakeModel<'shared-bottom'>;
  /** One-gate mixture of experts. */
  readonly omoe: MakeModel<'omoe'>;
  /** Multi-gate mixture of experts: each task weights the experts its own way. */
  readonly mmoe: MakeModel<'mmoe'>;
  /** Entire-space multi-task model: pCTCVR = pCTR · pCVR over all impressions. Tasks: click, then click and conversion. */
  readonly esmm: MakeModel<'esmm'>;
  /** Progressive layered extraction: experts of each task beside shared ones, in levels. One level is CGC. */
  readonly ple: MakeModel<'ple'>;
  /** Adaptive information transfer along the steps of a funnel. */
  readonly aitm: MakeModel<'aitm'>;
  /** ESMM with a loss of pCVR itself over all impressions, by inverse propensity or doubly robust. */
  readonly escm2: MakeModel<'escm2'>;
  /** ESMM whose pCVR has a twin that the impressions without a click teach. */
  readonly dcmt: MakeModel<'dcmt'>;
  /** Deep Bayesian multi-target learning: a task reads what every task before it found. */
  readonly dbmtl: MakeModel<'dbmtl'>;
  /** Tables of embeddings for each task beside shared ones; a task teaches its own and the shared experts alone. */
  readonly stem: MakeModel<'stem'>;
  /** Adaptive task-to-task fusion: gates over the experts of all tasks, and a task's own experts beside them, in levels. */
  readonly adatt: MakeModel<'adatt'>;
  /** Embeddings scaled by the domain, and every task's layers by user and item. */
  readonly pepnet: MakeModel<'pepnet'>;
  /** Meta experts of groups of tasks under experts of their own, all of them normalised, with gates on what each reads. */
  readonly home: MakeModel<'home'>;
  /** MMoE whose gates choose at most k experts, smoothly while they are undecided. */
  readonly dselectK: MakeModel<'dselect-k'>;
  /**
   * A model that was saved, as far trained as it was.
   * @throws when the folder has no checkpoint, or a torn or foreign one.
   */
  readonly load: (folder: string) => Promise<Model>;
  /** A model of your own, written in building blocks. */
  readonly define: (
    name: string,
    features: Features,
    tasks: readonly Task[],
    build: BuildModel,
    options?: DefineOptions,
  ) => Model;
};

type MakeModel<Name extends CatalogName> = (
  features: Features,
  tasks: readonly Task[],
  options?: CatalogOptions[Name],
) => Model;

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

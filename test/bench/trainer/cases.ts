import { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import type { Dataset, Rows } from '../../../kernel/multitask/data/dataset.ts';
import type { Model } from '../../../kernel/multitask/model/model.ts';
import { type CatalogName, catalog, methodName } from '../../../kernel/multitask/models/index.ts';
import type { ModelOptions } from '../../../kernel/multitask/models/model-options.ts';
import { buildNetwork } from '../../../kernel/multitask/network/build-network.ts';
import { compile } from '../../../kernel/multitask/trainers/simd/compile/plan.ts';
import type { FitOptions } from '../../../kernel/multitask/training/fit-options.ts';
import { adam } from '../../support/tfjs-trainers.ts';
import { aliCcpRows, census, funnel } from '../bench-data.ts';

/**
 * A model on some data at a batch size. `rows`: those of the embedding table, for ESMM. With `like` as that library has it: an
 * embedding for each column and batch norm in the towers.
 */
export type TrainerCase = {
  readonly model: CatalogName;
  readonly batch: number;
  readonly rows?: number;
  readonly like?: 'torch-rechub';
};

const batches = [32, 256, 1024, 4096];

export const trainerCases: readonly TrainerCase[] = [
  ...batches.map((batch) => ({ model: 'mmoe', batch }) as const),
  ...batches.map((batch) => ({ model: 'shared-bottom', batch }) as const),
  ...batches.map((batch) => ({ model: 'esmm', batch, rows: 100_000 }) as const),
  { model: 'esmm', batch: 1024, rows: 1_000_000 },
  ...batches.map((batch) => ({ model: 'esmm', batch, rows: aliCcpRows }) as const),
];

/** One case for each model: those of clicks and conversions read the simulated log, the others census-income. */
export function modelCases(models: readonly CatalogName[], batch: number): readonly TrainerCase[] {
  const ofClicks: readonly CatalogName[] = ['esmm', 'escm2', 'dcmt'];
  return models.map((model) => ({ model, batch, ...(ofClicks.includes(model) ? { rows: 100_000 } : {}) }));
}

/** The models that torch-rechub has as public classes, beside which ours are built as they are there. */
export function publicCases(models: readonly CatalogName[], batch: number): readonly TrainerCase[] {
  const published: readonly CatalogName[] = ['shared-bottom', 'mmoe', 'ple', 'esmm', 'aitm'];
  const some = models.filter((model) => published.includes(model));
  return modelCases(some, batch).map((one) => ({ ...one, like: 'torch-rechub' }));
}

/** The options of a case; without `like` the catalog's own. */
function optionsOf({ model, like }: TrainerCase): ModelOptions {
  if (like === undefined) return {};
  return { batchNorm: true, ...(model === 'aitm' || model === 'esmm' ? {} : { embedding: 12 }) };
}

/** Examples per second of wall time and of processor time. */
export type Speed = { readonly perSecond: number; readonly perCpuSecond: number; readonly trainer: string };

/** The data of the cases, each read or made once. */
export function createBenchData(): (of: TrainerCase) => Promise<Dataset> {
  const found = new Map<number, Promise<Dataset>>();
  return ({ rows = 0 }) => {
    const data = found.get(rows) ?? (rows === 0 ? census() : Promise.resolve(funnel(rows)));
    found.set(rows, data);
    return data;
  };
}

/**
 * `model.fit` event by event, from where an epoch begins to its last step: what evaluates the epoch is not counted, and the
 * first epoch is not either. The median of the others.
 */
export function measureFit(of: TrainerCase, data: Dataset, options: MeasureOptions): Promise<Speed> {
  const { models } = createMultitask();
  return measureModel(models[methodName(of.model)](data.features, data.tasks, optionsOf(of)), of.batch, data, options);
}

/** Floating-point operations that training on one example takes, as they are really executed. */
export function flopsOf(of: TrainerCase, { features, tasks }: Dataset): number {
  return compile(buildNetwork(of.model, features, tasks, catalog[of.model].build(features, optionsOf(of))), adam).flops;
}

/** How long to measure in all, and with how many epochs. */
export type MeasureOptions = {
  readonly seconds: number;
  readonly epochs?: number;
  readonly trainer?: 'simd' | 'tfjs';
  /** Rows of an epoch; as many as fill the time without this. */
  readonly rows?: number;
  /** How else `fit` trains. */
  readonly fit?: FitOptions;
};

export async function measureModel(
  model: Model,
  batch: number,
  data: Dataset,
  { seconds, epochs = 6, trainer, rows: given, fit = {} }: MeasureOptions,
): Promise<Speed> {
  // Rows enough for an epoch of `seconds ÷ epochs`, as a first short fit tells.
  const options = { ...fit, ...(trainer ? { trainer } : {}) };
  const probe = await timedEpochs(model, firstRows(data.train, Math.max(batch * 4, 4096)), batch, 3, options);
  const wanted = Math.max(batch * 8, Math.round((median(probe.map((e) => e.perSecond)) * seconds) / epochs));
  const rows = firstRows(data.train, Math.min(data.train.length, given ?? wanted));
  const measured = await timedEpochs(model, rows, batch, epochs, options);
  model.dispose();
  const later = measured.slice(1);
  return {
    perSecond: median(later.map((epoch) => epoch.perSecond)),
    perCpuSecond: median(later.map((epoch) => epoch.perCpuSecond)),
    trainer: measured[0].trainer,
  };
}

async function timedEpochs(
  model: Model,
  rows: Rows,
  batchSize: number,
  epochs: number,
  options: FitOptions,
): Promise<Speed[]> {
  const found: Speed[] = [];
  let name = '';
  let begun = { at: performance.now(), cpu: process.cpuUsage() };
  let ended = { seconds: 0, cpu: 0 };
  for await (const event of model.train(rows, { epochs, batchSize, seed: 1, ...options })) {
    if (event.kind === 'started') name = event.run.trainer;
    const { user, system } = process.cpuUsage(begun.cpu);
    if (event.kind === 'steps') ended = { seconds: (performance.now() - begun.at) / 1000, cpu: (user + system) / 1e6 };
    if (event.kind === 'epoch') {
      found.push({ perSecond: rows.length / ended.seconds, perCpuSecond: rows.length / ended.cpu, trainer: name });
      begun = { at: performance.now(), cpu: process.cpuUsage() };
    }
  }
  return found;
}

/** The first rows of a table, without copying. */
function firstRows(rows: Rows, length: number): Rows {
  return {
    columns: rows.columns,
    length,
    numeric: rows.numeric.map((column) => column.subarray(0, length)),
    categorical: rows.categorical.map((column) => column.subarray(0, length)),
    lists: rows.lists.map(({ offsets, codes }) => ({ offsets: offsets.subarray(0, length + 1), codes })),
    labels: Object.fromEntries(Object.entries(rows.labels).map(([task, labels]) => [task, labels.subarray(0, length)])),
  };
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

import { readFile } from 'node:fs/promises';
import { errorMessage } from '../../../text/index.ts';
import type { Model, Run } from '../../model/index.ts';
import { noSuch, type OptionTable, readOptions, readValue, text } from '../../options/index.ts';
import { type FitOptions, fitOptions } from '../../training/index.ts';
import type { RayCluster } from '../index.ts';
import { openStorage } from '../storage/index.ts';

/** What of a run stays with its notebook: it is given again. */
export type AttachOptions = Pick<
  FitOptions,
  'validation' | 'earlyStopping' | 'metrics' | 'checkpoint' | 'signal' | 'plot' | 'trainer' | 'threads'
>;

/** A run that was found again, and ended. */
export type Attached = {
  /** With the weights that the run left. */
  readonly model: Model;
  /** What `fit` gives. */
  readonly run: Run;
};

const attachOptions = {
  validation: fitOptions.validation,
  earlyStopping: fitOptions.earlyStopping,
  metrics: fitOptions.metrics,
  checkpoint: fitOptions.checkpoint,
  signal: fitOptions.signal,
  plot: fitOptions.plot,
  trainer: fitOptions.trainer,
  threads: fitOptions.threads,
} as const satisfies OptionTable<AttachOptions>;

export async function attach(
  on: RayCluster,
  load: (folder: string) => Promise<Model>,
  id: string,
  given: AttachOptions = {},
  more: readonly unknown[] = [],
): Promise<Attached> {
  const options = readOptions('attach', attachOptions, given, more);
  const job = await on.client.job(readValue('attach', 'its job', text, id), options.signal);
  const folder = job?.metadata.storage;
  if (folder === undefined) {
    const ours = (await on.client.jobs(options.signal)).filter(({ metadata }) => metadata.storage !== undefined);
    const names = ours.map((each) => each.id);
    throw new Error(
      `attach: the cluster at ${on.url} has ${names.length === 0 ? `no run ${JSON.stringify(id)}, and no other` : noSuch('run', id, names)}.`,
    );
  }
  const { saved, model } = await begun(folder, load, id);
  const { earlyStopping, ...kept } = saved.options;
  // Without validation rows nothing judges its epochs.
  const judged = options.validation && earlyStopping ? { earlyStopping } : {};
  const rows = { kind: 'remote', path: saved.data, job: id } as const;
  const run = await model.fit(rows, { ...kept, ...judged, ...options, restart: false, on });
  return { model, run };
}

/** What a run was begun with. */
async function begun(folder: string, load: (folder: string) => Promise<Model>, id: string) {
  const storage = await openStorage(folder);
  try {
    const saved = JSON.parse(await readFile(await storage.fetch('fit.json'), 'utf8')) as Saved;
    return { saved, model: await load(await storage.fetchFolder('model')) };
  } catch (error) {
    throw new Error(
      `attach: this machine does not find what the run ${id} was begun with, in ${folder}: ${errorMessage(error)}.`,
      { cause: error },
    );
  } finally {
    await storage.close();
  }
}

type Saved = { readonly data: string; readonly options: FitOptions };

import { codeLiteral, errorMessage } from '../../../text/index.ts';
import { saveCheckpoint } from '../../checkpoint/index.ts';
import type { RowStream, Rows } from '../../data/index.ts';
import type { ModelDefinition } from '../../network/index.ts';
import type { FitOptions, Progress, TrainEpoch } from '../../training/index.ts';
import type { RayCluster, RemoteRows } from '../index.ts';
import { endJob, type Followed, follow, jobName, pythonFiles, submitJob, troubleOf } from '../jobs/index.ts';
import { makeStorage, openStorage, type Storage } from '../storage/index.ts';
import { writePlan } from './plan.ts';
import { readState } from './state.ts';
import { lossesByTask } from './told-losses.ts';

/** A job that trains on a cluster, as a run on this machine sees it. */
export type RemoteRun = {
  /** How many rows the job has found, and as its only chunk the sample that it has left: what a run looks at before it begins. */
  readonly rows: RowStream;
  /** For people, e.g. "Ray ×4". */
  readonly trainer: string;
  /** What the run is told to have been, beside its options. */
  readonly settings: Readonly<Record<string, string>>;
  /** Waits for the job's next epoch and takes its weights home, into the trainer of the run. */
  readonly train: TrainEpoch;
  /** Stops the job, and removes it and its files. Safe when the cluster has gone: then the files stay. */
  close(): Promise<void>;
};

export type RemoteFit = {
  readonly cluster: RayCluster;
  /** With the `job` of one that runs already, which is then found again. */
  readonly rows: RemoteRows;
  readonly definition: ModelDefinition;
  readonly begun: Progress;
  /** As `fit` has read them, with all defaults. */
  readonly options: FitOptions & Required<Pick<FitOptions, 'batchSize' | 'shuffle'>>;
  readonly warn: (line: string) => void;
  readonly signal: AbortSignal;
};

/**
 * Starts a job, or finds one, and waits until it has found its rows.
 * @throws in words that say what to do; nothing is left then, here or there.
 */
export async function openRemoteRun(fit: RemoteFit): Promise<RemoteRun> {
  const { cluster, rows, warn, signal, definition } = fit;
  const { client, url, workers } = cluster;
  const { id, storage } = rows.job === undefined ? await start(fit) : await find(fit, rows.job);
  const close = () => closeJob(cluster, id, storage, warn);
  try {
    const told = follow(client, id, signal);
    warn(`Training on the Ray cluster at ${url}, job ${id}: a first epoch takes a minute to start.`);
    const ready = await untilReady(cluster, told, warn);
    const { features, tasks } = definition.network;
    const { readTable } = await import('../../datasets/table/table.ts');
    const sample = await readTable(await storage.fetch('sample.parquet'), features, tasks, { signal });
    const stream: RowStream = {
      length: ready.rows,
      name: rows.path,
      async *chunks() {
        yield sample;
      },
    };
    const train = trainer({ ...fit, id, storage, told, sample, steps: ready.steps });
    const settings = { on: codeLiteral(url), job: codeLiteral(id) };
    return { rows: stream, trainer: `Ray ×${workers}`, settings, train, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What a job is: its name on the cluster, and its folder. */
type Known = { readonly id: string; readonly storage: Storage };

async function start({ cluster, rows, definition, begun, options, signal }: RemoteFit): Promise<Known> {
  const { client, workers, cpus, gpus } = cluster;
  if (cluster.storage === undefined)
    throw new Error(
      "fit: a run on a cluster needs storage, a folder that this machine and all workers see, or a bucket: clusters.ray(url, { storage: '/mnt/shared/runs' }).",
    );
  // What is wrong with the address is said before anything is written.
  await client.version(signal);
  const { network } = definition;
  const id = jobName(network.model);
  const storage = await makeStorage(cluster.storage, id);
  try {
    const { batchSize, shuffle } = options;
    const names = [...new Set([...network.features.columns, ...network.tasks].map(({ name }) => name))];
    const spec = { data: rows.path, names, sample: sampledRows, batchSize, shuffled: shuffle, workers, cpus, gpus };
    await storage.writeFolder('model', (folder) => saveCheckpoint(folder, definition, begun));
    await storage.write('fit.json', JSON.stringify({ data: rows.path, options: plain(options) }));
    await storage.write('spec.json', JSON.stringify(spec));
    const uri = await client.upload(await pythonFiles(), signal);
    signal.throwIfAborted();
    await submitJob(cluster, {
      id,
      script: 'ray_train.py',
      argument: storage.folder,
      uri,
      env: { RAY_TRAIN_V2_ENABLED: '1' },
      title: definition.title,
      metadata: { storage: storage.folder },
    });
    return { id, storage };
  } catch (error) {
    // Where nothing can be removed, nothing could be written: the first error says why.
    await storage.remove().catch(() => {});
    throw error;
  }
}

async function find({ cluster, signal }: RemoteFit, id: string): Promise<Known> {
  const job = await cluster.client.job(id, signal);
  const folder = job?.metadata.storage;
  if (folder === undefined) throw new Error(`There is no run ${JSON.stringify(id)} on the cluster at ${cluster.url}.`);
  return { id, storage: await openStorage(folder) };
}

/** Options that say the same in another process: no rows, functions and signals. */
function plain(options: FitOptions): FitOptions {
  const { validation: _, metrics: __, signal: ___, on: ____, learningRate, checkpoint: _____, ...rest } = options;
  // The rates of a function are in the plan.
  return typeof learningRate === 'function' || learningRate === undefined ? rest : { ...rest, learningRate };
}

async function untilReady(cluster: RayCluster, told: AsyncIterator<Followed>, warn: (line: string) => void) {
  for (;;) {
    const { value, done } = await told.next();
    if (done) throw new Error('A job that is followed ends with its end.');
    if (value.kind === 'ready') return value;
    if (value.kind === 'told') warn(value.text);
    if (value.kind === 'failed' || value.kind === 'over') throw troubleOf(cluster, value);
  }
}

type Training = RemoteFit &
  Known & { readonly told: AsyncIterator<Followed>; readonly sample: Rows; readonly steps: number };

function trainer({ cluster, rows, storage, told, sample, steps, warn, signal }: Training): TrainEpoch {
  let first: { readonly steps: number; readonly epochs: number } | undefined;
  // Steps that the plot has seen: a worker that was lost does some again.
  let reported = 0;
  return async (job, run, seconds, emit) => {
    const seen = () => sample;
    const { tasks } = job.network;
    if (!first) {
      first = run;
      if (rows.job === undefined) await writePlan(storage, job, rows, steps);
    }
    try {
      for (;;) {
        const { value } = await told.next();
        if (value.kind === 'told') warn(value.text);
        if (value.kind === 'failed' || value.kind === 'over') throw troubleOf(cluster, value);
        if (value.kind === 'steps' && value.step > reported) {
          const losses = lossesByTask(tasks, value.losses, value.step - reported, first.steps + reported);
          reported = value.step;
          emit({ kind: 'steps', epoch: run.epochs + 1, step: first.steps + value.step, losses, seconds: seconds() });
        }
        if (value.kind === 'epoch' && value.epoch > run.epochs - first.epochs) {
          await job.trainer.write(
            await readState(storage, job.network, job.options.optimizer, job.progress.state, value),
          );
          const done = { ...run, steps: first.steps + value.step, stepsIntoEpoch: job.run.stepsPerEpoch };
          return { run: done, seen };
        }
      }
    } catch (error) {
      if (!signal.aborted) throw error;
      // The weights are those of the last whole epoch.
      return { run, seen };
    }
  };
}

async function closeJob(cluster: RayCluster, id: string, storage: Storage, warn: (line: string) => void) {
  const trouble = await endJob(cluster, id);
  if (trouble === undefined) {
    // A run that has ended well is not lost with the way to its storage.
    await storage.remove().catch((error: unknown) => {
      warn(`What the job ${id} has written could not be removed from ${storage.folder}: ${errorMessage(error)}`);
    });
    return;
  }
  warn(
    `The job ${id} on ${cluster.url} could not be ended (${trouble}). What it has written stays in ${storage.folder}; clusters.ray('${cluster.url}', …).attach('${id}') finds it once the cluster answers.`,
  );
}

/** Train rows that epochs are evaluated on. */
const sampledRows = 10_000;

import { readFile } from 'node:fs/promises';
import { packageRoot } from '../../../package/index.ts';
import { hasEnded, type RayCluster } from '../index.ts';
import { endJob, follow, jobName, type Message, pythonFiles, submitJob, troubleOf } from '../jobs/index.ts';
import { makeStorage, openStorage } from '../storage/index.ts';
import { nodeFiles, program } from './node-files.ts';

/** A job that does pieces of work on the hosts of a cluster. */
type TrialJob = {
  /**
   * @returns what the program gives.
   * @throws what it says went wrong with this piece; and for each piece what went wrong with the job, or the signal's reason.
   */
  run(piece: Piece): Promise<Uint8Array>;
  /** Stops the job, and removes it and its files. Safe when the cluster has gone: then the files stay. */
  close(): Promise<void>;
};

type Piece = {
  /** Of its file; they begin in the order of their names. */
  readonly name: string;
  readonly work: Uint8Array;
  /** The piece whose state this one goes on with; that one can be gone on with once. */
  readonly after?: string | undefined;
  readonly onEpoch: (epoch: number) => void;
};

type TrialJobOptions = {
  /** For people, e.g. `compare`. */
  readonly what: string;
  readonly cluster: RayCluster;
  /** What every piece of work is given. */
  readonly rows: Uint8Array;
  readonly atOnce: number;
  /** Of what the job is for: one that does the same for nobody any more is gone on with. */
  readonly digest: string;
  readonly warn: (line: string) => void;
  readonly signal: AbortSignal;
  /** Hears why the job failed, once. */
  readonly lose: (error: unknown) => void;
};

type Told = Extract<Message, { readonly kind: 'trial' }>;

/** @throws in words that say what to do; nothing is left then, here or there. */
export async function openTrialJob(options: TrialJobOptions): Promise<TrialJob> {
  const { cluster, what, warn, signal, lose } = options;
  const { client, url } = cluster;
  const { id, storage } = await begunJob(options);
  const ended = new AbortController();
  const waiting = new Map<string, { readonly hear: (told: Told) => void; readonly fail: (error: unknown) => void }>();
  /** Of pieces that ended before somebody asked for them: those of a job that is gone on with. */
  const before = new Map<string, Told>();
  let failure: { readonly error: unknown } | undefined;

  async function listen(): Promise<void> {
    const said = new Set<string>();
    const until = AbortSignal.any([signal, ended.signal]);
    try {
      for await (const told of follow(client, id, until, { goOn: `the same ${what} goes on with it` })) {
        if (told.kind === 'failed' || told.kind === 'over') throw troubleOf(cluster, told);
        if (told.kind === 'told' && !said.has(told.text)) warn(told.text);
        if (told.kind === 'told') said.add(told.text);
        if (told.kind !== 'trial') continue;
        const asked = waiting.get(told.name);
        if (asked) asked.hear(told);
        else if (told.state !== 'running') before.set(told.name, told);
      }
    } catch (error) {
      failure = { error };
      for (const { fail } of waiting.values()) fail(error);
      if (!until.aborted) lose(error);
    }
  }

  async function run({ name, work, after, onEpoch }: Piece): Promise<Uint8Array> {
    if (failure) throw failure.error;
    const end = await new Promise<Told>((resolve, reject) => {
      const hear = (told: Told) => (told.state === 'running' ? onEpoch(told.epoch ?? 0) : resolve(told));
      waiting.set(name, { hear, fail: reject });
      const known = before.get(name);
      if (known) hear(known);
      else {
        const piece = JSON.stringify({ after: after ?? null, work: Buffer.from(work).toString('base64') });
        storage.write(`work-${name}.json`, piece).catch(reject);
      }
    }).finally(() => waiting.delete(name));
    if (end.state === 'failed') throw new Error(end.message);
    return readFile(await storage.fetch(`result-${name}.bin`));
  }

  warn(`Trials run on the Ray cluster at ${url}, job ${id}: the first begins in half a minute.`);
  const listening = listen();
  return {
    run,
    async close() {
      ended.abort();
      await listening;
      const trouble = await endJob(cluster, id);
      if (trouble === undefined) return storage.remove();
      await storage.close();
      warn(
        `The job ${id} on ${url} could not be ended (${trouble}). What it has written stays in ${storage.folder}; the same ${what} goes on with it once the cluster answers.`,
      );
    },
  };
}

/** Of a notebook that has gone, where there is one; else a new one. */
async function begunJob({ what, cluster, rows, atOnce, digest, signal }: TrialJobOptions) {
  const { client, cpus } = cluster;
  if (cluster.storage === undefined)
    throw new Error(
      `${what}: trials on a cluster need storage, a folder that this machine and the head of the cluster see, or a bucket: clusters.ray(url, { storage: '/mnt/shared/runs' }).`,
    );
  // What is wrong with the address is said before anything is made.
  const jobs = await client.jobs(signal);
  const uri = await client.upload({ ...(await pythonFiles()), ...(await nodeFiles()) }, signal);
  const same = jobs.find(({ metadata }) => metadata.trials === digest && metadata.package === uri);
  if (same?.metadata.folder !== undefined && !hasEnded(same.state))
    return { id: same.id, storage: await openStorage(same.metadata.folder) };
  const id = jobName(what);
  const storage = await makeStorage(cluster.storage, id);
  try {
    const { engines } = JSON.parse(await readFile(`${packageRoot()}/package.json`, 'utf8'));
    const spec = { atOnce, cpus, program, node: /\d[\d.]*/.exec(engines.node)?.[0] };
    await storage.write('rows.bin', [rows]);
    await storage.write('spec.json', JSON.stringify(spec));
    signal.throwIfAborted();
    await submitJob(cluster, {
      id,
      script: 'ray_trials.py',
      argument: storage.folder,
      uri,
      // Else a task that runs out of memory is tried for ever.
      env: { RAY_task_oom_retries: '1' },
      title: what,
      metadata: { folder: storage.folder, trials: digest, package: uri },
    });
    return { id, storage };
  } catch (error) {
    // Where nothing can be removed, nothing could be written: the first error says why.
    await storage.remove().catch(() => {});
    throw error;
  }
}

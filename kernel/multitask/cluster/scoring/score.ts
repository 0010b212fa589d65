import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { hasEnded, type RayCluster } from '../index.ts';
import { endJob, follow, jobName, submitJob, troubleOf } from '../jobs/index.ts';
import { type ScoredModel, scoringPackage } from './package.ts';
import type { Scoring } from './refusals.ts';

/** Where the scores of a cluster are. */
export type Scores = {
  /** The folder of Parquet files, as the workers see it. */
  readonly output: string;
  /** Columns of its files: keys, then outputs. */
  readonly columns: readonly string[];
  /** In all files. */
  readonly rows: number;
  /** How many there are. */
  readonly files: number;
  /** What earlier jobs had written already, which stays. */
  readonly kept: {
    /** In these files. */
    readonly rows: number;
    /** How many there are. */
    readonly files: number;
  };
  /** From the call on, the start of the job included. */
  readonly seconds: number;
};

/** How a host shows that much of something is done. */
export type ProgressBar = {
  /** How many rows are done. */
  value: number;
  /** Says that no more will come. */
  readonly done: () => void;
};

export type ScoringHost = {
  readonly warn: (line: string) => void;
  /** Shows how much of so many rows is done; none without this. */
  readonly progress?: ((label: string, total: number) => ProgressBar) | undefined;
  readonly signal: AbortSignal;
};

/**
 * Scores rows on a cluster: starts a job, or follows the one that does this work already, and waits for its end.
 * @throws in words that say what to do. What is scored then stays, and the same call goes on.
 */
export async function scoreOn(scoring: Scoring, model: ScoredModel, host: ScoringHost): Promise<Scores> {
  const { cluster, output, keys } = scoring;
  const { warn, signal } = host;
  const begin = performance.now();
  const { id, isOurs } = await begunJob(scoring, model, signal);
  warn(
    `${isOurs ? 'Scoring' : 'Following what scores already'} on the Ray cluster at ${cluster.url}, job ${id}: the first scores take a minute to come.`,
  );
  let bar: ProgressBar | undefined;
  let isWhole = false;
  try {
    let found = { rows: 0, files: 0, kept: { rows: 0, files: 0 } };
    for await (const told of follow(cluster.client, id, signal, { goOn: 'the same predict goes on with it' })) {
      if (told.kind === 'told') warn(told.text);
      if (told.kind === 'failed' || told.kind === 'over') throw troubleOf({ ...cluster, output }, told);
      if (told.kind === 'found') {
        found = told;
        bar = host.progress?.(`Scoring on ${cluster.url}`, told.rows);
        if (bar) bar.value = told.kept.rows;
      }
      if (told.kind === 'scored' && bar) bar.value = told.rows;
      if (told.kind === 'done') break;
    }
    isWhole = true;
    if (output.startsWith('/')) await lookHere(output, warn);
    const { rows, files, kept } = found;
    const columns = [...keys, ...model.network.outputs.map(({ name }) => name)];
    const seconds = (performance.now() - begin) / 1000;
    return { output, columns, rows, files, kept: { rows: kept.rows, files: kept.files }, seconds };
  } finally {
    bar?.done();
    // The job of another call is that call's to take off the list.
    if (isOurs || !isWhole) await end(cluster, id, warn);
  }
}

/** Two jobs in one folder would write the same files: the second call follows the first job, or is refused. */
async function begunJob(scoring: Scoring, model: ScoredModel, signal: AbortSignal) {
  const { cluster, output } = scoring;
  const { client, url } = cluster;
  // What is wrong with the address is said before anything is made.
  const jobs = await client.jobs(signal);
  const files = await scoringPackage(scoring, model);
  const uri = await client.upload(files, signal);
  const other = jobs.find(({ metadata, state }) => metadata.output === output && !hasEnded(state));
  if (other?.metadata.package === uri) return { id: other.id, isOurs: false };
  if (other)
    throw new Error(
      `predict: the job ${other.id} on ${url} writes to ${output} at the moment, for another model or other options: wait for its end, or give another folder.`,
    );
  const id = jobName('scores');
  signal.throwIfAborted();
  await submitJob(cluster, {
    id,
    script: 'ray_score.py',
    argument: id,
    uri,
    // Else a task that runs out of memory is tried for ever.
    env: { RAY_task_oom_retries: '3' },
    title: `Scores of ${model.title}`,
    metadata: { output, package: uri },
  });
  return { id, isOurs: true };
}

async function end(cluster: RayCluster, id: string, warn: (line: string) => void): Promise<void> {
  const trouble = await endJob(cluster, id);
  if (trouble !== undefined)
    warn(
      `The job ${id} on ${cluster.url} could not be ended (${trouble}). What it has scored stays; the same predict goes on with it once the cluster answers.`,
    );
}

/** The files may be where only the workers are; then a cell cannot read them. */
async function lookHere(output: string, warn: (line: string) => void): Promise<void> {
  await access(join(output, '_multitask.json')).catch(() =>
    warn(`The workers have written ${output}, which this machine does not see: read it where they are.`),
  );
}

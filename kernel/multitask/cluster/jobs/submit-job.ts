import { randomBytes } from 'node:crypto';
import type { RayCluster } from '../index.ts';
import { endJob } from './end-job.ts';

/** A name that no other job has, and that says when it began. @param what for people, e.g. `scores`. */
export function jobName(what: string): string {
  const time = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  return `multitask-${what.replaceAll(/[^A-Za-z0-9]+/g, '-')}-${time}-${randomBytes(3).toString('hex')}`;
}

type NewJob = {
  readonly id: string;
  /** Of the uploaded files. */
  readonly script: string;
  /** What the script is given. */
  readonly argument: string;
  /** Where the cluster has the uploaded files. */
  readonly uri: string;
  /** Of the environment of its processes, beside what the person gives. */
  readonly env: Readonly<Record<string, string>>;
  /** For people: what the cluster's dashboard shows it as. */
  readonly title: string;
  /** What a later call finds it by. */
  readonly metadata: Readonly<Record<string, string>>;
};

/**
 * Submits a job of ours. It is not to be interrupted: whether a job has begun would not be known.
 * @throws what the cluster says; the job is ended then, where it has begun all the same.
 */
export async function submitJob(cluster: RayCluster, job: NewJob): Promise<void> {
  const { client, pip, env } = cluster;
  const { id, script, argument, uri, title, metadata } = job;
  try {
    await client.submit({
      id,
      entrypoint: `python ${script} '${argument.replaceAll("'", "'\\''")}'`,
      runtimeEnv: { working_dir: uri, env_vars: { ...job.env, ...env }, ...(pip ? { pip } : {}) },
      metadata: { made_by: 'multitask-notebook', title, ...metadata },
    });
  } catch (error) {
    await endJob(cluster, id);
    throw error;
  }
}

import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';
import { isObject } from '../../options/index.ts';
import { type Address, type Answered, type Asked, ask, ClusterError } from './request.ts';

/** What a cluster is asked to run. */
export type Submission = {
  /** A name of the job that nobody else has; Ray refuses one that is taken. */
  readonly id: string;
  /** A line for the shell on the cluster's head. */
  readonly entrypoint: string;
  /** Where it runs: `{ working_dir: await client.upload(files), pip: […], env_vars: {…} }`. */
  readonly runtimeEnv?: Readonly<Record<string, unknown>>;
  /** Shown in the dashboard, and found again by `job`. */
  readonly metadata?: Readonly<Record<string, string>>;
};

/** How far a job is, in Ray's words. */
export type JobState = 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'STOPPED';

/** A job, as Ray tells of it. */
export type Job = {
  /** Its name. */
  readonly id: string;
  /** How far it is. */
  readonly state: JobState;
  /** What Ray says of it, e.g. why it failed. */
  readonly message: string;
  /** What was given when it was submitted. */
  readonly metadata: Readonly<Record<string, string>>;
};

/** Ray's Jobs REST API (its dashboard, port 8265), of what we use. Every call throws `ClusterError`, or the signal's reason. */
export type RayClient = {
  /** Of the dashboard. */
  readonly url: string;
  /** Of Ray, e.g. "2.60.0". */
  version(signal?: AbortSignal): Promise<string>;
  /** Takes files to the cluster, by path, and gives their address for `working_dir`. What is there already is not sent again. */
  upload(files: Readonly<Record<string, Uint8Array>>, signal?: AbortSignal): Promise<string>;
  /** Runs a job. @returns its id. */
  submit(submission: Submission, signal?: AbortSignal): Promise<string>;
  /** Undefined of one that the cluster does not know. */
  job(id: string, signal?: AbortSignal): Promise<Job | undefined>;
  /** All that the cluster knows. */
  jobs(signal?: AbortSignal): Promise<readonly Job[]>;
  /** All that it has printed so far. */
  logs(id: string, signal?: AbortSignal): Promise<string>;
  /** Asks for its end, which comes a little later; nothing happens to one that has ended. */
  stop(id: string): Promise<void>;
  /** Takes a job that has ended, or is unknown, off the cluster's list. */
  remove(id: string): Promise<void>;
};

export function rayClient(address: Address): RayClient {
  const { url } = address;

  async function answer(asked: Asked): Promise<Answered> {
    const answered = await ask(address, asked);
    if (answered.status < 400) return answered;
    const kind = answered.status === 404 ? 'missing' : 'failed';
    throw new ClusterError(kind, `The cluster at ${url} refuses ${asked.method} ${asked.path}: ${reasonIn(answered)}`);
  }

  async function json(asked: Asked): Promise<unknown> {
    const { text } = await answer(asked);
    try {
      return JSON.parse(text);
    } catch {
      throw new ClusterError(
        'failed',
        `What answers at ${url} is no Ray dashboard: ${asked.path} gives ${begin(text)}.`,
      );
    }
  }

  async function exists(path: string, signal?: AbortSignal): Promise<boolean> {
    return answer({ method: 'GET', path, signal }).then(() => true, unlessMissing(false));
  }

  return {
    url,
    async version(signal) {
      const found = await json({ method: 'GET', path: '/api/version', signal });
      if (isObject(found) && typeof found.ray_version === 'string') return found.ray_version;
      throw new ClusterError('failed', `What answers at ${url} is no Ray dashboard: it tells no version of Ray.`);
    },
    async upload(files, signal) {
      const bytes = zipped(files);
      const name = `_ray_pkg_${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}.zip`;
      const path = `/api/packages/gcs/${name}`;
      if (!(await exists(path, signal)))
        await answer({ method: 'PUT', path, body: { type: 'application/octet-stream', bytes }, signal });
      return `gcs://${name}`;
    },
    async submit({ id, entrypoint, runtimeEnv = {}, metadata = {} }, signal) {
      const submission = { submission_id: id, entrypoint, runtime_env: runtimeEnv, metadata };
      await json({ method: 'POST', path: '/api/jobs/', body: jsonBody(submission), signal });
      return id;
    },
    job: (id, signal) =>
      json({ method: 'GET', path: `/api/jobs/${encodeURIComponent(id)}`, signal }).then(
        (found) => jobOf(url, found),
        unlessMissing(undefined),
      ),
    async jobs(signal) {
      const found = await json({ method: 'GET', path: '/api/jobs/', signal });
      if (!Array.isArray(found)) throw new ClusterError('failed', `${url} does not list its jobs.`);
      // A program that connects to a cluster by itself is a job without a name.
      return found.filter((each) => isObject(each) && each.submission_id).map((each) => jobOf(url, each));
    },
    async logs(id, signal) {
      const found = await json({ method: 'GET', path: `/api/jobs/${encodeURIComponent(id)}/logs`, signal });
      return isObject(found) && typeof found.logs === 'string' ? found.logs : '';
    },
    async stop(id) {
      await answer({ method: 'POST', path: `/api/jobs/${encodeURIComponent(id)}/stop` }).catch(
        unlessMissing(undefined),
      );
    },
    async remove(id) {
      await answer({ method: 'DELETE', path: `/api/jobs/${encodeURIComponent(id)}` }).catch(unlessMissing(undefined));
    },
  };
}

export function hasEnded(state: JobState): boolean {
  return state === 'SUCCEEDED' || state === 'FAILED' || state === 'STOPPED';
}

/** The same files are the same bytes, so that their name tells whether they are there. */
function zipped(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  // Ray takes a single folder at the top for the whole, so that the files are at the top.
  return zipSync(Object.fromEntries(sorted), { mtime: '1980-01-01T00:00:00', level: 6 });
}

function jsonBody(value: unknown): Asked['body'] {
  return { type: 'application/json', bytes: Buffer.from(JSON.stringify(value)) };
}

function jobOf(url: string, found: unknown): Job {
  if (!isObject(found) || typeof found.status !== 'string')
    throw new ClusterError('failed', `What answers at ${url} tells no state of a job.`);
  const { submission_id: id, status, message, metadata } = found;
  return {
    id: `${id}`,
    state: status as JobState,
    message: typeof message === 'string' ? message : '',
    metadata: isObject(metadata) ? (metadata as Record<string, string>) : {},
  };
}

function unlessMissing<Value>(value: Value): (error: unknown) => Value {
  return (error) => {
    if (error instanceof ClusterError && error.kind === 'missing') return value;
    throw error;
  };
}

/** Ray answers with a traceback, whose last line says why; a proxy with a page. */
function reasonIn({ status, text }: Answered): string {
  const told = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const last = told.at(-1) ?? 'nothing';
  return `status ${status}, ${begin(last)}`;
}

function begin(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

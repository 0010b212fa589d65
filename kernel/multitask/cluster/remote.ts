import { inspect } from 'node:util';
import { addressOf } from '../object-store/index.ts';
import { noOptions, readValue, text } from '../options/index.ts';

/**
 * Rows that this machine does not read: Parquet files where a cluster's workers see them.
 * What it is made of is `remote('…/*.parquet')`.
 */
export type RemoteRows = {
  readonly kind: 'remote';
  /** A file, a folder, or a pattern of files, as the workers see it. */
  readonly path: string;
  /** The job that reads them already: what `attach` goes on with. */
  readonly job?: string;
};

/**
 * Names Parquet files that a cluster reads: `model.fit(remote('/mnt/log/*.parquet'), { on: clusters.ray(url, …) })`. Nothing of them is
 * read here.
 *
 * @param path a file, a folder, or a pattern with `*`, as the workers see it: absolute, or of a file system of their own (`s3://…`, `gs://…`, `hdfs://…`).
 * @throws where the path is relative, as a worker's working folder is another, or of a kind that workers do not read.
 */
export function remote(path: string): RemoteRows;
export function remote(path: string, ...more: readonly unknown[]): RemoteRows {
  noOptions('remote', more);
  const given = readValue('remote', 'its path', text, path);
  checkWholePath('remote', given);
  if (/\.(csv|tsv|json|jsonl|ndjson|txt|gz)$/i.test(given))
    throw new Error(
      `remote: ${JSON.stringify(given)} is no Parquet: workers read Parquet. Small files are read here: datasets.table(…).`,
    );
  const rows = { kind: 'remote', path: given } as const;
  return Object.defineProperty(rows, inspect.custom, { value: () => `remote('${given}')` });
}

export function isRemote(value: unknown): value is RemoteRows {
  return typeof value === 'object' && value !== null && (value as RemoteRows).kind === 'remote';
}

/** @throws where a path is relative, as a worker's working folder is another, or an address of a kind that workers do not read. */
export function checkWholePath(what: string, path: string): void {
  const scheme = addressOf(path)?.scheme;
  if (scheme === undefined && !path.startsWith('/'))
    throw new Error(
      `${what}: ${JSON.stringify(path)} is relative to a folder that the workers do not have; write the whole path, as they see it.`,
    );
  if (scheme !== undefined && !workerSchemes.includes(scheme))
    throw new Error(
      `${what}: workers do not read ${scheme}://; they read folders, and ${workerSchemes.map((each) => `${each}://`).join(', ')}${/^s3[an]$/.test(scheme) ? ': write s3://' : ''}.`,
    );
}

/** What PyArrow has file systems of. */
const workerSchemes = ['s3', 'gs', 'hdfs', 'viewfs', 'abfs', 'abfss', 'file'];

import { join } from 'node:path';
import { s3AddressOf } from './address.ts';
import { openObjectStore } from './object-store.ts';

/**
 * Brings the files that an address names to this machine, at the same paths below a folder: `s3://log/day/*.parquet` becomes
 * `FOLDER/log/day/*.parquet`, and means the same there.
 *
 * @param place a file, a folder, or a pattern with `*`.
 * @returns that path.
 * @throws where nothing is there, or more than is fetched for a sample.
 */
export async function fetchTables(place: string, folder: string, signal?: AbortSignal): Promise<string> {
  const { bucket, key } = s3AddressOf('datasets.table', place);
  const path = key.replace(/\/+$/, '');
  const store = await openObjectStore('datasets.table', place, signal);
  try {
    const first = path.search(/[*?[]/);
    const isWanted = wanted(path, first >= 0);
    const found = (await store.list(first < 0 ? path : path.slice(0, first))).filter(({ key }) => isWanted(key));
    if (found.length === 0) throw new Error(`There is nothing at ${place}.`);
    const bytes = found.reduce((sum, each) => sum + each.bytes, 0);
    if (bytes > most)
      throw new Error(
        `${place} has ${(bytes / 1e9).toFixed(1)} GB, and this machine fetches at most ${most / 1e9}: name some of its files as a sample, and let a cluster read all, model.fit(remote('${place}'), { on: clusters.ray(url, …) }).`,
      );
    const outside = found.find(({ key }) => key.split('/').includes('..'));
    if (outside) throw new Error(`${place} has the key ${JSON.stringify(outside.key)}, which no folder here can hold.`);
    for (const { key } of found) await store.fetch(key, join(folder, bucket, key));
    return join(folder, bucket, path);
  } finally {
    store.close();
  }
}

/** Which keys an address means: itself, what is below it, or what fits a pattern, in which `*` is no slash and `**` is. */
function wanted(path: string, isPattern: boolean): (key: string) => boolean {
  if (!isPattern) return (key) => key === path || (key.startsWith(path === '' ? '' : `${path}/`) && !key.endsWith('/'));
  const source = path
    .replaceAll(/[\\^$.|+(){}]/g, '\\$&')
    .replaceAll(/\*\*\/?|\*|\?/g, (wild) => (wild.startsWith('**') ? '.*' : wild === '*' ? '[^/]*' : '[^/]'));
  const pattern = new RegExp(`^${source}$`, 's');
  return (key) => pattern.test(key);
}

/** Bytes. */
const most = 10e9;

import { makeFolder } from '../../../files/index.ts';
import { errorMessage } from '../../../text/index.ts';
import { addressOf } from '../../object-store/index.ts';
import { bucketStorage } from './bucket-storage.ts';
import { folderStorage } from './folder-storage.ts';
import type { Storage } from './storage.ts';

/** The folder of a job that runs: a folder that this machine and all workers see, or `s3://…`. */
export async function openStorage(folder: string): Promise<Storage> {
  return addressOf(folder) ? await bucketStorage(folder) : folderStorage(folder);
}

/**
 * A folder for a new job.
 * @throws when `place` is no storage, or this machine cannot write there.
 */
export async function makeStorage(place: string, job: string): Promise<Storage> {
  const folder = `${place.replace(/\/+$/, '')}/${job}`;
  if (addressOf(place)) return openStorage(folder);
  if (!place.startsWith('/'))
    throw new Error(
      `clusters.ray: storage ${JSON.stringify(place)} is not a whole path: give it as this machine and all workers see it, e.g. /mnt/shared/runs or s3://bucket/runs.`,
    );
  try {
    await makeFolder(folder);
  } catch (error) {
    throw new Error(
      `clusters.ray: this machine cannot write to the storage ${place}: ${errorMessage(error)}. It must be a folder that this machine and all workers see.`,
      { cause: error },
    );
  }
  return openStorage(folder);
}

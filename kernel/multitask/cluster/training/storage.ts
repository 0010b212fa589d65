import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, replaceFile } from '../../../files/index.ts';
import { errorMessage } from '../../../text/index.ts';

/** The folder of one job, in the storage that this machine and the cluster share. */
export type Storage = {
  /** As the cluster names it. */
  readonly folder: string;
  write(name: string, content: string | Iterable<Uint8Array>): Promise<void>;
  /** A file on this machine with what is there. @throws where the storage does not have it. */
  fetch(name: string): Promise<string>;
  /** The whole folder, with what others have put into it. */
  remove(): Promise<void>;
};

/** @throws when this machine cannot write there. */
export async function openStorage(place: string, job: string): Promise<Storage> {
  if (!place.startsWith('/'))
    throw new Error(
      `clusters.ray: storage ${JSON.stringify(place)} is not a whole path: give it as this machine and all workers see it, e.g. /mnt/shared/runs.`,
    );
  const folder = join(place, job);
  try {
    await makeFolder(folder);
  } catch (error) {
    throw new Error(
      `clusters.ray: this machine cannot write to the storage ${place}: ${errorMessage(error)}. It must be a folder that this machine and all workers see.`,
      { cause: error },
    );
  }
  const fetch = async (name: string) => {
    const path = join(folder, name);
    await access(path).catch((error: unknown) => {
      throw new Error(
        `The job has written ${name} into ${folder}, but this machine does not see it there: storage must be one folder, seen by this machine and all workers.`,
        { cause: error },
      );
    });
    return path;
  };
  return {
    folder,
    write: (name, content) => replaceFile(join(folder, name), content),
    fetch,
    // A worker that is about to end may still be writing.
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}

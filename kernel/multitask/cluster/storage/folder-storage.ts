import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../../files/index.ts';
import type { Storage } from './storage.ts';

/** In a folder that this machine and all workers see. */
export function folderStorage(folder: string): Storage {
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
    writeFolder: async (name, make) => {
      await make(join(folder, name));
    },
    fetch,
    fetchFolder: fetch,
    close: async () => {},
    // A worker that is about to end may still be writing.
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}

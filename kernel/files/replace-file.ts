import { randomUUID } from 'node:crypto';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from './make-folder.ts';

/**
 * Writes a file whole or not at all, whatever stood there before, and makes its folder. No other process ever sees half of it.
 *
 * @param mode of the new file: 0o600 keeps it from everyone but its owner, from its first byte on.
 */
export async function replaceFile(
  path: string,
  content: string | Iterable<Uint8Array>,
  { mode = 0o666 }: { readonly mode?: number } = {},
): Promise<void> {
  await replaceFileBy(path, (temporary) => writeFile(temporary, content, { flag: 'wx', mode }));
}

/**
 * The same for a file that `write` makes at the path it is given: beside the place and with its ending, because readers of
 * compressed data and DuckDB go by it. It is flushed and renamed once `write` has ended well, else removed.
 */
export async function replaceFileBy(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const folder = dirname(path);
  await makeFolder(folder);
  const temporary = join(folder, `.${randomUUID()}-${basename(path)}`);
  try {
    await write(temporary);
    await flush(temporary);
    await rename(temporary, path);
  } catch (error) {
    // What went wrong first is what the caller has to hear.
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

/** Renamed before its bytes are on the disk, a file could be empty after a crash. Windows flushes only what may be written. */
async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

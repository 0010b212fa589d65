import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { addressOf, openObjectStore } from '../../object-store/index.ts';
import type { Storage } from './storage.ts';

/** In a bucket of S3, or of a server that speaks like it. What is fetched lies in a folder of this machine until it is closed. */
export async function bucketStorage(folder: string): Promise<Storage> {
  const store = await openObjectStore('clusters.ray: storage', folder);
  const base = addressOf(folder)?.key ?? '';
  const here = await mkdtemp(join(tmpdir(), 'multitask-storage-'));
  const close = async () => {
    store.close();
    await rm(here, { recursive: true, force: true });
  };
  return {
    folder,
    write: (name, content) => store.put(`${base}/${name}`, bytesOf(content)),
    async writeFolder(name, make) {
      const made = join(here, name);
      await make(made);
      for (const file of await readdir(made)) await store.putFile(`${base}/${name}/${file}`, join(made, file));
    },
    async fetch(name) {
      const path = join(here, basename(name));
      await store.fetch(`${base}/${name}`, path);
      return path;
    },
    async fetchFolder(name) {
      const keys = (await store.list(`${base}/${name}/`)).map(({ key }) => key).filter((key) => !key.endsWith('/'));
      if (keys.length === 0) throw new Error(`There is nothing at ${folder}/${name}.`);
      for (const key of keys) await store.fetch(key, join(here, name, basename(key)));
      return join(here, name);
    },
    close,
    async remove() {
      try {
        await store.remove((await store.list(`${base}/`)).map(({ key }) => key));
      } finally {
        await close();
      }
    },
  };
}

function bytesOf(content: string | Iterable<Uint8Array>): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : Buffer.concat([...content]);
}

import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeFolder } from '../../files/index.ts';
import { s3AddressOf } from './address.ts';
import { awsClient } from './aws-client.ts';
import { troubleOf } from './troubles.ts';

/** Objects of a bucket whose keys begin alike: what a folder is elsewhere. Every call throws in words that say what to do. */
export type ObjectStore = {
  /** Keys in the bucket, sorted, that begin with `prefix`. */
  list(prefix: string): Promise<readonly StoredObject[]>;
  /** Writes what an object holds into a file of this machine, and makes its folder. */
  fetch(key: string, file: string): Promise<void>;
  /** Whole or not at all. */
  put(key: string, content: Uint8Array): Promise<void>;
  /** The same with what a file of this machine holds. */
  putFile(key: string, file: string): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
  close(): void;
};

export type StoredObject = { readonly key: string; readonly bytes: number };

/**
 * Opens the bucket of an address, e.g. `s3://log/2026/*.parquet`. Nothing is asked of it yet.
 * @param what names the address to a person, e.g. "clusters.ray: storage".
 * @throws where the address is none of S3, or its client is not installed.
 */
export async function openObjectStore(what: string, place: string, signal?: AbortSignal): Promise<ObjectStore> {
  const { bucket } = s3AddressOf(what, place);
  const { aws, client } = await awsClient(place);
  const options = signal ? { abortSignal: signal } : {};
  async function told<Value>(doing: string, key: string, ask: () => Promise<Value>): Promise<Value> {
    signal?.throwIfAborted();
    try {
      return await ask();
    } catch (error) {
      signal?.throwIfAborted();
      throw troubleOf(error, doing, { bucket, key });
    }
  }
  return {
    list: (prefix) =>
      told('list', prefix, async () => {
        const found: StoredObject[] = [];
        const pages = aws.paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix }, options);
        for await (const { Contents = [] } of pages)
          for (const { Key, Size = 0 } of Contents) if (Key !== undefined) found.push({ key: Key, bytes: Size });
        return found.sort((a, b) => (a.key < b.key ? -1 : 1));
      }),
    fetch: (key, file) =>
      told('read', key, async () => {
        const { Body } = await client.send(new aws.GetObjectCommand({ Bucket: bucket, Key: key }), options);
        await makeFolder(dirname(file));
        await pipeline(Body instanceof Readable ? Body : Readable.from([]), createWriteStream(file), { signal });
      }),
    put: (key, content) =>
      told('write', key, async () => {
        await client.send(new aws.PutObjectCommand({ Bucket: bucket, Key: key, Body: content }), options);
      }),
    putFile: (key, file) =>
      told('write', key, async () => {
        const { size: ContentLength } = await stat(file);
        const Body = createReadStream(file);
        await client.send(new aws.PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentLength }), options);
      }),
    async remove(keys) {
      // One by one: not every server that speaks like S3 takes several at once.
      const waiting = [...keys];
      const removeWaiting = async () => {
        for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
          const command = new aws.DeleteObjectCommand({ Bucket: bucket, Key: key });
          await told('delete', key, () => client.send(command));
        }
      };
      await Promise.all(Array.from({ length: 8 }, removeWaiting));
    },
    close: () => client.destroy(),
  };
}

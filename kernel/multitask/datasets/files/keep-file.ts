import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { replaceFileBy } from '../../../files/index.ts';
import { decompressed } from '../scan/decompressed.ts';

/**
 * Copies a file into a folder, or downloads it there, and makes sure that its text is the one expected: what is
 * not never stands in its place.
 *
 * @param from a path, or a URL with a scheme.
 * @param name of the file in the folder; its ending says how it is compressed.
 * @param sha256 of the text, decompressed.
 * @returns the path of the file kept.
 */
export async function keepFile(from: string | URL, folder: string, name: string, sha256: string): Promise<string> {
  const place = join(folder, name);
  await replaceFileBy(place, async (beside) => {
    // Not copyFile: it would keep the permissions of a file that may not be written.
    await write(from instanceof URL ? await download(from) : () => createReadStream(from), beside);
    const found = await textHash(beside);
    if (found !== sha256) {
      throw new Error(
        `${from instanceof URL ? from.href : from} is not the file expected: the SHA-256 of its text is ${found} instead of ` +
          `${sha256}. It is damaged, or another version. If you trust it, put it into ${folder} yourself, as ${name}.`,
      );
    }
  });
  return place;
}

/** The SHA-256 of a file's text, decompressed as its name says, in hexadecimal. */
export async function textHash(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of decompressed(file)) hash.update(chunk);
  return hash.digest('hex');
}

async function download(url: URL): Promise<() => Readable> {
  const response = await fetch(url).catch((error: unknown) => {
    const { cause } = error as { cause?: unknown };
    const reason = cause instanceof Error && cause.message !== '' ? cause.message : String(error);
    throw new Error(`${url.host} cannot be reached: ${reason}`, { cause: error });
  });
  const { body } = response;
  if (!response.ok || !body) {
    throw new Error(`${url.host} answers ${response.status} ${response.statusText} for ${basename(url.pathname)}.`);
  }
  return () => Readable.fromWeb(body as ReadableStream);
}

/** Opened before there are bytes: a source that fails at once would leave a file that its opening makes only later. */
async function write(bytes: () => Readable, file: string): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await pipeline(bytes(), handle.createWriteStream());
  } finally {
    await handle.close();
  }
}

import { randomUUID } from 'node:crypto';
import { type FileHandle, open, statfs, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorMessage } from '../../../text/index.ts';
import {
  arranged,
  bytesOf,
  type EncodedColumns,
  type RowMemory,
  type RowSizes,
  sizesOf,
  viewsOf,
} from '../../data/index.ts';

/**
 * Rows that wait in a file: written once, piece by piece, and read as often as anybody wants, in the same pieces, each by one read
 * whose bytes are its arrays. The file lies in the system's temporary folder and has no name, so that nobody else can open it and it
 * goes with the process, however that ends, or before, when nobody has the rows any more.
 */
export class KeptRows {
  readonly #name: string;
  readonly #expected: number;
  #file: FileHandle | undefined;
  #failure: Error | undefined;
  /** What the pieces look like: rows of theirs, of which there are none. */
  #like: EncodedColumns | undefined;
  readonly #sizes: RowSizes[] = [];

  /** @param name of the rows, for people. @param expected about how many rows will come. */
  constructor(name: string, expected: number) {
    this.#name = name;
    this.#expected = expected;
  }

  /** Writes a piece behind those that are there. Where that fails, `pieces` says so: not everybody wants to read them. */
  async add(rows: EncodedColumns): Promise<void> {
    if (rows.length === 0 || this.#failure) return;
    const sizes = sizesOf(rows);
    const bytes = Buffer.allocUnsafeSlow(bytesOf(rows, sizes));
    const next = viewsOf(bytes.buffer);
    arranged(rows, sizes, (values, length) => {
      const view = next(values, length);
      view.set(values);
      return view;
    });
    try {
      this.#file ??= await this.#open((bytes.length / rows.length) * this.#expected);
      await this.#file.appendFile(bytes);
    } catch (error) {
      this.#failure = error instanceof NoRoom ? error : new NoRoom(this.#name, errorMessage(error));
      return this.close();
    }
    this.#like ??= arranged(rows, [0, ...rows.lists.map(() => 0)], (values) => values.slice(0, 0) as typeof values);
    this.#sizes.push(sizes);
  }

  /**
   * The pieces, in their order.
   * @param memory for the arrays of a piece; they are the reader's own without this.
   * @throws where the file could not be written, or `signal` aborts.
   */
  async *pieces(signal?: AbortSignal, memory: RowMemory = ownMemory): AsyncGenerator<EncodedColumns> {
    if (this.#failure) throw this.#failure;
    let at = 0;
    for (const sizes of this.#sizes) {
      signal?.throwIfAborted();
      if (!this.#file || !this.#like) throw new Error(`The rows of ${this.#name} are not kept any more.`);
      const bytes = bytesOf(this.#like, sizes);
      const into = memory(bytes);
      await fill(new Uint8Array(into, 0, bytes), this.#file, at);
      at += bytes;
      yield arranged(this.#like, sizes, viewsOf(into));
    }
  }

  async close(): Promise<void> {
    left.unregister(this);
    await this.#file?.close();
    this.#file = undefined;
  }

  async #open(bytes: number): Promise<FileHandle> {
    const { bavail, bsize } = await statfs(tmpdir());
    if (bytes > bavail * bsize)
      throw new NoRoom(this.#name, `they need about ${megabytes(bytes)} where ${megabytes(bavail * bsize)} are left`);
    const path = join(tmpdir(), `multitask-notebook-${process.pid}-${randomUUID()}.rows`);
    const file = await open(path, 'wx+', 0o600);
    left.register(this, file, this);
    await unlink(path);
    return file;
  }
}

class NoRoom extends Error {
  constructor(name: string, why: string) {
    const variable = process.platform === 'win32' ? 'TEMP' : 'TMPDIR';
    super(
      `A stream keeps the rows of ${name}, encoded, in a file of ${tmpdir()} for as long as it lives, and here that fails: ${why}. ` +
        `Make room there, or open the table again with another temporary folder, e.g. process.env.${variable} = '/large'.`,
    );
  }
}

/** Closes the files of rows that nobody has any more. */
const left = new FinalizationRegistry<FileHandle>((file) => {
  file.close().catch(() => {});
});

async function fill(bytes: Uint8Array, file: FileHandle, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, at, Math.min(bytes.length - at, mostAtOnce), position + at);
    if (bytesRead === 0) throw new Error(`The file that kept the rows of a stream in ${tmpdir()} was cut short.`);
    at += bytesRead;
  }
}

function ownMemory(bytes: number): ArrayBuffer {
  return Buffer.allocUnsafeSlow(bytes).buffer;
}

/** Systems refuse to read 2 GiB. */
const mostAtOnce = 2 ** 30;

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString('en-US')} MB`;
}

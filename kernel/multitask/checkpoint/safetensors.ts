import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { sizeOf } from '../network/index.ts';

/** Numbers in their shape, row-major, 32-bit floats. */
export type Tensor = { readonly shape: readonly number[]; readonly values: Float32Array };

/**
 * A file of tensors by name, as the safetensors library of Hugging Face has it (format version 0.x): 8 bytes with the length of a JSON
 * header, the header, then the numbers, little-endian, one tensor after the other.
 */
export function safetensors(tensors: Readonly<Record<string, Tensor>>): Uint8Array[] {
  let end = 0;
  const entries = Object.entries(tensors).map(([name, { shape, values }]) => {
    const begin = end;
    end += values.byteLength;
    return [name, { dtype: 'F32', shape, data_offsets: [begin, end] }] as const;
  });
  const header = JSON.stringify({ __metadata__: { format: 'pt' }, ...Object.fromEntries(entries) });
  const bytes = Buffer.from(header);
  // Numbers begin at a multiple of 8 bytes: readers map them into memory as they lie.
  const padded = Buffer.concat([bytes, Buffer.alloc(-bytes.length & 7, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return [length, padded, ...Object.values(tensors).map(({ values }) => bytesOf(values))];
}

/**
 * Reads a file of 32-bit floats, tensor by tensor, so that it may be larger than what Node reads at once.
 *
 * @returns the tensors, and the SHA-256 of the whole file.
 * @throws in words without the file's name when it is cut off, longer than it says, or has other numbers than 32-bit floats.
 */
export async function readSafetensors(
  path: string,
): Promise<{ readonly tensors: ReadonlyMap<string, Tensor>; readonly sha256: string }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const hash = createHash('sha256');
    const take = async (bytes: Uint8Array, at: number) => {
      await readExactly(file, bytes, at);
      addTo(hash, bytes);
      return bytes;
    };
    if (size < 8) throw new Error('it ends within its first 8 bytes');
    const headerLength = Buffer.from(await take(new Uint8Array(8), 0)).readBigUInt64LE();
    if (headerLength > BigInt(Math.min(size - 8, longestHeader))) throw new Error('it ends within its header');
    const header = await take(new Uint8Array(Number(headerLength)), 8);
    const first = 8 + header.length;
    const tensors = new Map<string, Tensor>();
    for (const { name, shape, begin, end } of entriesOf(header, size - first)) {
      const values = new Float32Array((end - begin) / 4);
      await take(bytesOf(values), first + begin);
      tensors.set(name, { shape, values });
    }
    return { tensors, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

/** SHA-256 of what the chunks are together. */
export function sha256(chunks: Iterable<Uint8Array>): string {
  const hash: Hash = createHash('sha256');
  for (const chunk of chunks) addTo(hash, chunk);
  return hash.digest('hex');
}

type Entry = { readonly name: string; readonly shape: readonly number[]; readonly begin: number; readonly end: number };

/** The tensors of a header in the order of their numbers, which follow each other without a gap up to the file's end. */
function entriesOf(header: Uint8Array, available: number): Entry[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(header).toString());
  } catch {
    throw new Error('its header is no JSON');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Error('its header lists no tensors');
  const entries = Object.entries(parsed)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, entry]) => entryOf(name, entry))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== at) throw new Error(`the numbers of "${name}" do not follow those before`);
    if (end > available) throw new Error(`it ends within the numbers of "${name}"`);
    at = end;
  }
  if (at !== available) throw new Error(`${available - at} bytes follow its last tensor`);
  return entries;
}

function entryOf(name: string, entry: unknown): Entry {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (dtype !== 'F32') throw new Error(`"${name}" has numbers of type ${dtype}; 32-bit floats (F32) are read`);
  if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2 || offsets[1] - offsets[0] !== 4 * sizeOf({ shape }))
    throw new Error(`"${name}" has a shape that does not fit its numbers`);
  return { name, shape, begin: offsets[0], end: offsets[1] };
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** Node takes less than 2 GiB at once. */
function addTo(hash: Hash, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += most) hash.update(bytes.subarray(at, at + most));
}

async function readExactly(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const length = Math.min(bytes.length - done, most);
    const { bytesRead } = await file.read(bytes, done, length, at + done);
    if (bytesRead === 0) throw new Error('it was cut off while it was read');
    done += bytesRead;
  }
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** As the library itself has it: 100 MB. */
const longestHeader = 100_000_000;
/** Bytes that are read, or hashed, at once. */
const most = 2 ** 30;

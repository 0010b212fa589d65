import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { errorMessage } from '../../../text/index.ts';

/**
 * The bytes of a file, decompressed when its name ends in .gz or .br, chunk by chunk: memory does not grow with the file,
 * and decompression runs in a thread of Node's while the caller works on the chunk before.
 *
 * @throws an error that names the file, when it cannot be read or is torn.
 */
export async function* decompressed(file: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const source = createReadStream(file, { highWaterMark: chunkBytes, signal });
  const decoder = decoderOf(file);
  // The callback is there so that errors reach the loop below and no one else.
  const bytes = decoder ? pipeline(source, decoder, () => {}) : source;
  try {
    for await (const chunk of bytes) yield chunk;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Error(`${basename(file)} cannot be read to its end: ${reason(error)} (${file})`, { cause: error });
  }
}

const chunkBytes = 1 << 18;

function decoderOf(file: string) {
  if (file.endsWith('.gz')) return createGunzip({ chunkSize: chunkBytes });
  if (file.endsWith('.br')) return createBrotliDecompress({ chunkSize: chunkBytes });
  return undefined;
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR') return 'the compressed data ends early. The file is torn; fetch it again';
  if (code.startsWith('Z_') || code.startsWith('ERR__ERROR') || code.startsWith('ERR_BROTLI')) {
    return 'its compressed data is damaged, or its ending does not say how it is compressed';
  }
  return errorMessage(error);
}

import { Buffer } from 'node:buffer';
import { writeJson } from './json.ts';

/**
 * Messages as bytes. A message is one or more records of at most 256 KB, so that one 20 MB line neither needs a ring of its size
 * nor, cut off by an interrupt, swallows what follows: a record that begins a message ends an unfinished one.
 *
 * record = length of the text (4 bytes, little-endian), flags (1 byte: 1 begins, 2 ends a message), text (UTF-8).
 */
export const header = 5;
const begins = 1;
const ends = 2;
export const longestRecord = 256 * 1024;

/** Makes a record of `length` bytes of text that are behind the `header` bytes; without flags, of a whole message. */
export function writeHeader(record: Uint8Array, length: number, flags: number = begins | ends): void {
  for (let i = 0; i < 4; i++) record[i] = length >>> (8 * i);
  record[4] = flags;
}

/** The records of a message. */
export function* encodeFrame(message: unknown): Generator<Uint8Array> {
  const text = Buffer.from(writeJson(message));
  const step = longestRecord - header;
  for (let start = 0; start < text.length; start += step) {
    const part = text.subarray(start, start + step);
    const record = Buffer.allocUnsafe(header + part.length);
    writeHeader(record, part.length, (start === 0 ? begins : 0) | (start + step >= text.length ? ends : 0));
    record.set(part, header);
    yield record;
  }
}

/**
 * A function that takes bytes as they come and calls `receive` for each whole message.
 * @throws when they are not what `encodeFrame` makes
 */
export function frameDecoder(receive: (message: unknown) => void): (bytes: Buffer) => void {
  let chunks: Buffer[] = [];
  let length = 0;
  let parts: Buffer[] = [];
  return (bytes) => {
    chunks.push(bytes);
    length += bytes.length;
    // A record comes in many chunks; they are joined once, when the whole of it is there.
    if (length < header || length < wholeRecord(chunks)) return;
    let rest = joined(chunks);
    while (rest.length >= header) {
      const end = recordLength(rest);
      if (rest.length < end) break;
      const flags = rest[4] ?? 0;
      if (flags & begins) parts = [];
      parts.push(rest.subarray(header, end));
      rest = rest.subarray(end);
      if (!(flags & ends)) continue;
      const text = parts.length === 1 ? parts[0] : Buffer.concat(parts);
      parts = [];
      receive(JSON.parse(String(text)));
    }
    chunks = rest.length > 0 ? [rest] : [];
    length = rest.length;
  };
}

/** The length of the first record that `chunks` begin with. */
function wholeRecord(chunks: readonly Buffer[]): number {
  const [first] = chunks;
  return recordLength(first && first.length >= 4 ? first : joined(chunks));
}

function recordLength(bytes: Buffer): number {
  const length = header + bytes.readUInt32LE(0);
  if (length > longestRecord) throw new RangeError(`These bytes are no record: it would be ${length} bytes long.`);
  return length;
}

function joined(chunks: readonly Buffer[]): Buffer {
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

import {
  Bytes,
  bufferOf,
  lengthOf,
  load,
  min,
  notify,
  now,
  offsetOf,
  setBytes,
  store,
  wait,
} from '../built-ins/index.ts';

/**
 * A byte queue in shared memory from the thread that runs cells to the thread that writes to the kernel: output flows while
 * a cell spins, and a cell that prints faster than anyone reads waits. One writer, one reader.
 *
 * A cell can be terminated at any instruction, also inside `put`. So a record is copied first and becomes visible by one
 * store afterwards: the reader sees whole records or nothing.
 */
export type Ring = {
  /** Bytes put in and taken out since the start, modulo 2³². */
  readonly counters: Int32Array;
  readonly bytes: Uint8Array;
};

const put = 0;
const taken = 1;
const readerSleeps = 2;
const urgent = 3;

export type RingMemory = { readonly counters: SharedArrayBuffer; readonly bytes: SharedArrayBuffer };

/** Memory for a ring of `size` bytes, a power of two. */
export function ringMemory(size: number): RingMemory {
  return { counters: new SharedArrayBuffer(4 * Int32Array.BYTES_PER_ELEMENT), bytes: new SharedArrayBuffer(size) };
}

export function openRing(memory: RingMemory): Ring {
  return { counters: new Int32Array(memory.counters), bytes: new Uint8Array(memory.bytes) };
}

/** Puts a record of at most half the ring, the first `length` bytes of `record`; waits while there is no room. */
export function putRecord({ counters, bytes }: Ring, record: Uint8Array, length: number = lengthOf(record)): void {
  const size = lengthOf(bytes);
  if (length > size / 2) throw new RangeError(`A record of ${length} bytes is too long for this ring.`);
  for (;;) {
    const end = load(counters, put);
    const start = load(counters, taken);
    if (size - ((end - start) >>> 0) < length) {
      wait(counters, taken, start, 100);
      continue;
    }
    const offset = end & (size - 1);
    const untilEdge = min(length, size - offset);
    setBytes(bytes, part(record, 0, untilEdge), offset);
    setBytes(bytes, part(record, untilEdge, length - untilEdge), 0);
    store(counters, put, (end + length) | 0);
    if (load(counters, readerSleeps)) notify(counters, put);
    return;
  }
}

/** `subarray` asks the class of its bytes, which is a cell's to change. */
function part(record: Uint8Array, start: number, length: number): Uint8Array {
  return new Bytes(bufferOf(record), offsetOf(record) + start, length);
}

/** Tells the reader not to wait for more before it takes what is there. */
export function hurry({ counters }: Ring): void {
  store(counters, urgent, 1);
  notify(counters, urgent);
}

/** Waits at most `milliseconds` for the reader to take everything. */
export function drained({ counters }: Ring, milliseconds: number): boolean {
  const end = load(counters, put);
  const deadline = now() + milliseconds;
  for (;;) {
    const start = load(counters, taken);
    if (((end - start) | 0) <= 0) return true;
    if (now() > deadline) return false;
    wait(counters, taken, start, 5);
  }
}

/**
 * Takes what is there, waiting for it if need be, and hands it to `write`, which returns how many bytes it took. After
 * waking it gathers for up to `gather` milliseconds, so that a thousand short lines are one write.
 */
export function takeBytes({ counters, bytes }: Ring, gather: number, write: (part: Uint8Array) => number): void {
  const start = load(counters, taken);
  if (load(counters, put) === start) {
    store(counters, readerSleeps, 1);
    if (load(counters, put) === start) wait(counters, put, start, 1000);
    store(counters, readerSleeps, 0);
  }
  const waiting = (load(counters, put) - start) >>> 0;
  if (waiting === 0) return;
  if (waiting < bytes.length / 4) wait(counters, urgent, 0, gather);
  store(counters, urgent, 0);

  const offset = start & (bytes.length - 1);
  const length = Math.min((load(counters, put) - start) >>> 0, bytes.length - offset);
  const written = write(bytes.subarray(offset, offset + length));
  store(counters, taken, (start + written) | 0);
  notify(counters, taken);
}

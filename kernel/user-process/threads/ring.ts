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

/** Puts a record of at most half the ring; waits while there is no room. */
export function putRecord({ counters, bytes }: Ring, record: Uint8Array): void {
  const size = bytes.length;
  if (record.length > size / 2) throw new RangeError(`A record of ${record.length} bytes is too long for this ring.`);
  for (;;) {
    const end = Atomics.load(counters, put);
    const start = Atomics.load(counters, taken);
    if (size - ((end - start) >>> 0) < record.length) {
      Atomics.wait(counters, taken, start, 100);
      continue;
    }
    const offset = end & (size - 1);
    const untilEdge = Math.min(record.length, size - offset);
    bytes.set(record.subarray(0, untilEdge), offset);
    bytes.set(record.subarray(untilEdge), 0);
    Atomics.store(counters, put, (end + record.length) | 0);
    if (Atomics.load(counters, readerSleeps)) Atomics.notify(counters, put);
    return;
  }
}

/** Tells the reader not to wait for more before it takes what is there. */
export function hurry({ counters }: Ring): void {
  Atomics.store(counters, urgent, 1);
  Atomics.notify(counters, urgent);
}

/** Waits at most `milliseconds` for the reader to take everything. */
export function drained({ counters }: Ring, milliseconds: number): boolean {
  const end = Atomics.load(counters, put);
  const deadline = performance.now() + milliseconds;
  for (;;) {
    const start = Atomics.load(counters, taken);
    if (((end - start) | 0) <= 0) return true;
    if (performance.now() > deadline) return false;
    Atomics.wait(counters, taken, start, 5);
  }
}

/**
 * Takes what is there, waiting for it if need be, and hands it to `write`, which returns how many bytes it took. After
 * waking it gathers for up to `gather` milliseconds, so that a thousand short lines are one write.
 */
export function takeBytes({ counters, bytes }: Ring, gather: number, write: (part: Uint8Array) => number): void {
  const start = Atomics.load(counters, taken);
  if (Atomics.load(counters, put) === start) {
    Atomics.store(counters, readerSleeps, 1);
    if (Atomics.load(counters, put) === start) Atomics.wait(counters, put, start, 1000);
    Atomics.store(counters, readerSleeps, 0);
  }
  const waiting = (Atomics.load(counters, put) - start) >>> 0;
  if (waiting === 0) return;
  if (waiting < bytes.length / 4) Atomics.wait(counters, urgent, 0, gather);
  Atomics.store(counters, urgent, 0);

  const offset = start & (bytes.length - 1);
  const length = Math.min((Atomics.load(counters, put) - start) >>> 0, bytes.length - offset);
  const written = write(bytes.subarray(offset, offset + length));
  Atomics.store(counters, taken, (start + written) | 0);
  Atomics.notify(counters, taken);
}

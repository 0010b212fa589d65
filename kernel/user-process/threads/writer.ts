/** The thread that writes to the kernel, so that output flows while a cell spins. */
import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { openRing, type RingMemory, takeBytes } from './ring.ts';

/** How long to gather after output begins, in milliseconds: a thousand short lines are one write. */
const gather = 2;

const { fd, ringMemory } = workerData as { fd: number; ringMemory: RingMemory };
const ring = openRing(ringMemory);
const pause = new Int32Array(new SharedArrayBuffer(4));

for (;;) {
  takeBytes(ring, gather, (bytes) => {
    try {
      return writeSync(fd, bytes);
    } catch (error) {
      // A pipe that does not block says EAGAIN when it is full. With any other error no output can ever leave again.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') process.kill(process.pid, 'SIGKILL');
      Atomics.wait(pause, 0, 0, 1);
      return 0;
    }
  });
}

import { control } from '../run/job.ts';

/** A function that returns once `threads` threads have called it: after a short spin, which most waits end in, by sleeping. */
export function createBarrier(state: Int32Array, threads: number): () => void {
  if (threads === 1) return () => {};
  return () => {
    const generation = Atomics.load(state, control.generation);
    if (Atomics.add(state, control.arrived, 1) === threads - 1) {
      Atomics.store(state, control.arrived, 0);
      Atomics.add(state, control.generation, 1);
      Atomics.notify(state, control.generation);
      return;
    }
    for (let spin = 0; spin < 8_000; spin++) if (Atomics.load(state, control.generation) !== generation) return;
    while (Atomics.load(state, control.generation) === generation) Atomics.wait(state, control.generation, generation);
  };
}

import { control } from '../run/job.ts';
import { createPatience } from './patience.ts';

/** A function that returns once `threads` threads have called it: after a spin, which most waits end in, by sleeping. */
export function createBarrier(state: Int32Array, threads: number): () => void {
  if (threads === 1) return () => {};
  const patience = createPatience();
  return () => {
    const generation = Atomics.load(state, control.generation);
    if (Atomics.add(state, control.arrived, 1) === threads - 1) {
      Atomics.store(state, control.arrived, 0);
      Atomics.add(state, control.generation, 1);
      Atomics.notify(state, control.generation);
      return;
    }
    let rounds = patience.rounds();
    while (rounds > 0 && Atomics.load(state, control.generation) === generation) rounds--;
    patience.spun(rounds > 0);
    while (Atomics.load(state, control.generation) === generation) Atomics.wait(state, control.generation, generation);
  };
}

import { randomStream, shuffled } from '../random.ts';

/**
 * The order in which an epoch visits the rows: a function of the seed and of how many epochs the weights have lived, so
 * that a run that was broken off goes on as if it had not been.
 */
export function epochOrder(rows: number, seed: number, epoch: number, order: 'shuffled' | 'as given'): Uint32Array {
  if (order === 'shuffled') return shuffled(rows, randomStream(seed, `epoch ${epoch}`));
  return Uint32Array.from({ length: rows }, (_, i) => i);
}

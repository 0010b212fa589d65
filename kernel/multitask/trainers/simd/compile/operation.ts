import type { BehindRows, KernelName } from '../run/kernel-signatures.ts';

/** One call of a kernel on the rows of a chunk; their number is the kernel's first argument and is not listed. */
export type Operation = { readonly kernel: KernelName; readonly arguments: readonly Argument[] };

/** What a kernel is called with. Steps and offsets are in bytes. */
export type Argument =
  /** A size, a step, a flag, or the address of something that all threads share. */
  | number
  /** An address in the thread's own memory. */
  | { readonly kind: 'own'; readonly offset: number }
  /** An address in the gradients that the pass adds up, which are laid out like the parameters. */
  | { readonly kind: 'gradient'; readonly offset: number }
  /** An address in what the thread keeps of every chunk of its rows, at this chunk's. */
  | { readonly kind: 'kept'; readonly offset: number }
  /** An address in a field of the batch, at the first row of the chunk. */
  | { readonly kind: 'field'; readonly field: string; readonly offset: number }
  /** The step between the rows of a field. */
  | { readonly kind: 'fieldStep'; readonly field: string }
  /** The address of these values, one 32-bit number after the other. */
  | { readonly kind: 'list'; readonly values: readonly Argument[] }
  /** What is known only when a step is taken. */
  | { readonly kind: 'now'; readonly value: StepValue; readonly index: number };

/**
 * `row`: the chunk's first row within the batch. `maskKey`: the key of dropout mask `index`. `scale`: what the loss of
 * output `index` is multiplied by. `penaltyScale`: 1 ÷ rows of the batch. `logLoss`, `epsilon`: the kind of loss.
 */
export type StepValue = 'row' | 'maskKey' | 'scale' | 'penaltyScale' | 'logLoss' | 'epsilon';

/** What stands side by side in a kernel's parameters, as a matrix' address, its step and a flag do. */
export type Three = readonly [Argument, Argument, Argument];

/** The operation that calls a kernel with an argument for each of its parameters behind the rows. */
export function call<Name extends KernelName>(kernel: Name, ...args: BehindRows<Name, Argument>): Operation {
  return { kernel, arguments: args };
}

/** The same address further on. */
export function shifted(address: Argument, bytes: number): Argument {
  if (typeof address === 'number') return address + bytes;
  if (address.kind === 'own' || address.kind === 'field') return { ...address, offset: address.offset + bytes };
  throw new TypeError(`A ${address.kind} is no address.`);
}

import type { Worker } from 'node:worker_threads';
import type { ToUser } from './protocol.ts';

/**
 * Messages from the agent thread to the thread that runs cells, none lost and none doubled, although an interrupt may
 * terminate whatever that thread does at the moment, the reception of a message included. A message has a number; the receiver
 * publishes the last number it keeps; after an interrupt the agent sends again what is above that number.
 */
export type Letter = { readonly number: number; readonly message: ToMain };

/** What the agent tells the thread that runs cells. */
export type ToMain =
  | Exclude<ToUser, { kind: 'interrupt' }>
  /** Asks the runs to stop: their AbortSignal. */
  | { readonly kind: 'abort'; readonly executions: readonly number[] }
  /** The runs had their chance. */
  | { readonly kind: 'abandon'; readonly executions: readonly number[] };

/** One number in shared memory: the last letter that was received. */
export function openReceipt(memory: SharedArrayBuffer): Int32Array {
  return new Int32Array(memory);
}

/** `urgent` is called at once, also between the parts of a cell that waits; `ordinary` by itself and in order. */
export function receiveLetters(
  agent: Pick<Worker, 'on'>,
  receipt: Int32Array,
  handlers: { urgent(message: ToMain): void; ordinary(message: ToMain): void },
): { withdraw(where: (message: ToMain) => boolean): ToMain[] } {
  const { setImmediate } = globalThis;
  let waiting: ToMain[] = [];

  const next = (): void => {
    const message = waiting.shift();
    if (waiting.length > 0) setImmediate(next);
    // Last, and alone on the stack: it may run a cell, and a cell may be terminated together with its callers.
    if (message) handlers.ordinary(message);
  };

  agent.on('message', ({ number, message }: Letter) => {
    const isNew = number > Atomics.load(receipt, 0);
    if (isNew && !isUrgent(message)) waiting.push(message);
    if (isNew) Atomics.store(receipt, 0, number);
    // Also for a letter that came twice: the turn that it asked for may have been terminated.
    if (waiting.length > 0) setImmediate(next);
    if (isNew && isUrgent(message)) handlers.urgent(message);
  });

  return {
    withdraw(where) {
      const withdrawn = waiting.filter(where);
      waiting = waiting.filter((message) => !where(message));
      return withdrawn;
    },
  };
}

function isUrgent({ kind }: ToMain): boolean {
  return kind === 'abort' || kind === 'abandon' || kind === 'input';
}

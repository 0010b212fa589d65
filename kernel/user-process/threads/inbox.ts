import type { MessagePort } from 'node:worker_threads';
import type { ToUser } from '../../link/index.ts';
import { giveBuiltIns, ours, shift } from '../built-ins/index.ts';
import type { AgentMemory } from './agent-memory.ts';

/**
 * Messages from the agent thread to the thread that runs cells, none lost and none doubled, although an interrupt may
 * terminate whatever that thread does at the moment, the reception of a message included. A message has a number; the receiver
 * publishes the last number it keeps; after an interrupt the agent sends again what is above that number.
 */
export type NumberedMessage = { readonly number: number; readonly message: ToMain };

/** What the agent tells the thread that runs cells. */
export type ToMain =
  | Exclude<ToUser, { kind: 'interrupt' | 'debug' | 'undebug' }>
  /** Asks the runs to stop: their AbortSignal. */
  | { readonly kind: 'abort'; readonly executions: readonly number[] }
  /** The runs had their chance. */
  | { readonly kind: 'abandon'; readonly executions: readonly number[] }
  /** Something was terminated, perhaps the handling of a message: what waits is looked at again. */
  | { readonly kind: 'wake' };

/** `urgent` is called for what must not wait behind a message that runs a cell, `ordinary` in order. */
export function receiveMessages(
  messageBox: MessagePort,
  memory: AgentMemory,
  handlers: { urgent(message: ToMain): void; ordinary(message: ToMain): void },
): { withdraw(where: (message: ToMain) => boolean): ToMain[] } {
  let waiting: ToMain[] = [];

  const receive = ({ number, message }: NumberedMessage): void => {
    if (number > memory.receivedMessage()) {
      if (isUrgent(message)) {
        memory.confirmMessage(number);
        handlers.urgent(message);
        return;
      }
      waiting.push(message);
      memory.confirmMessage(number);
    }
    // Here and not in a callback of setImmediate: when one is terminated, Node forgets all that wait behind it.
    for (let next = shift(waiting); next; next = shift(waiting)) ours(() => handlers.ordinary(next));
  };

  messageBox.on('message', (sent: NumberedMessage) => {
    // The last code of ours may have been terminated before it could do so.
    giveBuiltIns();
    ours(() => receive(sent));
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

import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { XPublisher } from 'zeromq';
import { createSender, type Sender } from './sender.ts';

export type PublisherOptions = {
  /** How long nothing can be sent before clients that do not read are left behind, in milliseconds. */
  readonly patience: number;
  log(line: string): void;
};

/** ZeroMQ sets a reader that lagged behind free again within microseconds; after so many turns of the loop it is a slow one. */
const quickTries = 20;
const longestPause = 10;

/**
 * Sends on iopub in order, each message when every client has room for it: a slow client slows the cell, and loses nothing. One that
 * reads nothing for as long as `patience` is left behind: it misses what follows until it reads again, and nobody waits for it.
 */
export function createPublisher(
  socket: Pick<XPublisher, 'send' | 'noDrop' | 'closed'>,
  { patience, log }: PublisherOptions,
): Sender {
  const isTaken = async (frames: Uint8Array[]): Promise<boolean> => {
    try {
      await socket.send(frames);
      return true;
    } catch (error) {
      // With `noDrop` it says so at once when a client's queue is full; it tells nobody when that has changed.
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return false;
      throw error;
    }
  };

  /**
   * A message that may be dropped goes to everyone but those whose queue is full, and ZeroMQ leaves these out from then on, until
   * they read. Everybody else has read everything long ago, so nobody else misses anything.
   */
  const leaveBehind = async (frames: Uint8Array[]): Promise<void> => {
    log(`A client has read nothing for ${patience / 1000} s: it misses output until it reads again.`);
    quietly(() => {
      socket.noDrop = false;
    });
    try {
      await socket.send(frames);
    } finally {
      quietly(() => {
        socket.noDrop = true;
      });
    }
  };

  /** A cell is on its way to its process before anybody hears that it began, and ZeroMQ's thread wakes once for all of a turn. */
  let turn: Promise<void> | undefined;
  const endOfTurn = (): Promise<void> => {
    turn ??= nextTurn().then(() => {
      turn = undefined;
    });
    return turn;
  };

  const send = createSender({
    async send(frames) {
      const start = performance.now();
      for (let tries = 0; !(await isTaken(frames)); tries++) {
        if (tries < quickTries) await nextTurn();
        else await delay(Math.min(tries - quickTries + 1, longestPause));
        if (socket.closed) return;
        if (performance.now() - start > patience) return leaveBehind(frames);
      }
    },
  });
  return async (frames) => {
    await endOfTurn();
    await send(frames);
  };
}

/** zeromq warns, of any option that is changed on a bound socket, that it would not take effect; this one does at once. */
function quietly(change: () => void): void {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    change();
  } finally {
    process.emitWarning = emitWarning;
  }
}

import { theirs } from '../built-ins/index.ts';
import type { Run, Runs } from '../execution/runs.ts';

/** Hears one event after another; a promise resolves when the event was dealt with. */
export type Handler<Event> = (key: string, event: Event) => Promise<void> | undefined;

/**
 * Calls a person's function with events, of which the latest counts: while a call waits for something, only the last event of each key
 * is kept. A call that was interrupted holds nobody up.
 */
export function createHandler<Event>(runs: Pick<Runs, 'current'>, handle: (event: Event) => unknown): Handler<Event> {
  const waiting = new Map<string, Event>();
  let working: { readonly run: Run | undefined } | undefined;

  return (key, event) => {
    const isWorking =
      working !== undefined && working.run?.interruptedAt === undefined && working.run?.isGoing !== false;
    if (isWorking) {
      waiting.set(key, event);
      return undefined;
    }
    const mine = { run: runs.current() };
    working = mine;
    waiting.clear();
    let first: unknown;
    try {
      first = theirs(() => handle(event));
    } catch (error) {
      working = undefined;
      throw error;
    }
    if (!isPromise(first)) {
      working = undefined;
      return undefined;
    }
    return finish(first, mine);
  };

  async function finish(first: PromiseLike<unknown>, mine: { readonly run: Run | undefined }): Promise<void> {
    try {
      await first;
      for (let next = takeFirst(waiting); next !== undefined; next = takeFirst(waiting)) {
        if (mine.run?.interruptedAt !== undefined) return;
        await handle(next.event);
      }
    } finally {
      if (working === mine) working = undefined;
    }
  }
}

function takeFirst<Event>(waiting: Map<string, Event>): { readonly event: Event } | undefined {
  const [entry] = waiting;
  if (!entry) return undefined;
  waiting.delete(entry[0]);
  return { event: entry[1] };
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

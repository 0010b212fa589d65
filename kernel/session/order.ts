import type { FromUser } from '../link/index.ts';

/** What a user process says, and what is written past it, in the order in which it was written. */
export interface Order {
  message(message: FromUser): void;
  raw(name: 'stdout' | 'stderr', text: string): void;
  /** Resolves when two turns of the loop brought no text. */
  quiet(): Promise<void>;
  /** Nobody reads the pipes from now on: that they bring nothing says nothing. */
  pause(): void;
  resume(): void;
}

/**
 * Messages come through one pipe, text of native code and of children through two others, and the event loop reads pipes in any
 * order. What was in a pipe at some moment has been read two turns of the loop later: so text waits for two turns, and a message that must
 * come after text (the end of a cell) until two turns brought none.
 */
export function createOrder(onRaw: Order['raw'], onMessage: Order['message']): Order {
  let held: FromUser[] | undefined;
  let texts = 0;
  let paused: { readonly over: Promise<void>; readonly end: () => void } | undefined;

  const twoTurns = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

  const quiet = async (): Promise<void> => {
    // Bounded: a grandchild that prints without end must not keep a cell from ending.
    for (let turn = 0, seen = -1; turn < 20 && seen !== texts; turn++) {
      while (paused) await paused.over;
      seen = texts;
      await twoTurns();
    }
  };

  const message = (each: FromUser): void => {
    if (held) held.push(each);
    else if (each.kind !== 'done' && each.kind !== 'raw') onMessage(each);
    else {
      held = [];
      void quiet().then(() => {
        const next = held ?? [];
        held = undefined;
        onMessage(each);
        next.forEach(message);
      });
    }
  };

  return {
    message,
    quiet,
    pause() {
      if (paused) return;
      let end = (): void => {};
      const over = new Promise<void>((resolve) => {
        end = resolve;
      });
      paused = { over, end };
    },
    resume() {
      paused?.end();
      paused = undefined;
    },
    raw(name, text) {
      texts += 1;
      void twoTurns().then(() => {
        texts += 1;
        onRaw(name, text);
      });
    },
  };
}

import { promiseHooks } from 'node:v8';

/**
 * Runs `body` and calls `began` with the first promise that is made meanwhile: of a cell that V8 evaluates, the promise of the cell
 * itself, which is made before the first line of it runs. Nobody else can name it, and whoever abandons the cell must hold it for
 * ever: when it is collected before it is settled, V8's inspector answers from within the collection, which ends the process on
 * Node 22 and 24.
 */
export function firstPromiseOf(body: () => void, began: (first: Promise<unknown>) => void): void {
  let isFirst = true;
  const stop = promiseHooks.onInit((promise) => {
    if (!isFirst) return;
    isFirst = false;
    // The code that follows is a cell's, which shall not pay for a hook.
    stop();
    began(promise);
  }) as () => void;
  try {
    body();
  } finally {
    stop();
  }
}

import { promisify } from 'node:util';
import type { Run, Runs } from './runs.ts';

/** After an interrupt, timers that the run started may tidy up for this long (milliseconds); then they never fire again. */
const tidying = 2_000;

/** Makes callbacks of the global timers belong to the run that started them. */
export function installTimers(runs: Runs): void {
  const { setTimeout, setInterval, setImmediate, clearInterval } = globalThis;

  const carry = (callback: unknown): unknown => {
    const run = runs.current();
    if (typeof callback !== 'function' || !run) return callback;
    return function (this: unknown, ...values: unknown[]): unknown {
      if (hasStopped(run)) {
        clearInterval(this as NodeJS.Timeout);
        return undefined;
      }
      runs.enter(run);
      return Reflect.apply(callback, this, values);
    };
  };

  /** Node hangs the promise form on the function itself. */
  const wrap = (original: (callback: never, ...rest: never[]) => unknown): unknown => {
    const wrapped = (callback: unknown, ...rest: unknown[]) => original(carry(callback) as never, ...(rest as never[]));
    const promiseForm = Object.getOwnPropertyDescriptor(original, promisify.custom);
    if (promiseForm) Object.defineProperty(wrapped, promisify.custom, promiseForm);
    return Object.defineProperty(wrapped, 'name', { value: original.name });
  };

  Object.assign(globalThis, {
    setTimeout: wrap(setTimeout),
    setInterval: wrap(setInterval),
    setImmediate: wrap(setImmediate),
  });
}

function hasStopped(run: Run): boolean {
  return run.interruptedAt !== undefined && performance.now() - run.interruptedAt > tidying;
}

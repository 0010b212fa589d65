import { promisify } from 'node:util';
import { MessageChannel } from 'node:worker_threads';
import { apply, mapDelete, mapGet, mapSet, method, now } from '../built-ins/index.ts';
import type { Run, Runs } from './runs.ts';

/** After an interrupt, timers that the run started may tidy up for this long (milliseconds); then they never fire again. */
const tidying = 2_000;

type Callback = (...values: unknown[]) => unknown;

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
      return apply(callback, this, values);
    };
  };

  const soon = runOutside(setImmediate);
  const carried =
    (timer: (...all: never[]) => unknown) =>
    (...all: unknown[]): unknown => {
      all[0] = carry(all[0]);
      return apply(timer, undefined, all);
    };
  replace('setTimeout', carried(setTimeout));
  replace('setInterval', carried(setInterval));
  replace('setImmediate', (callback, ...values) =>
    typeof callback === 'function' ? soon(carry(callback) as Callback, values) : setImmediate(callback as Callback),
  );
}

/** Keeps the name and the promise form, which Node hangs on the function itself. */
function replace(name: 'setTimeout' | 'setInterval' | 'setImmediate', timer: (...all: unknown[]) => unknown): void {
  const promiseForm = Object.getOwnPropertyDescriptor(globalThis[name], promisify.custom);
  if (promiseForm) Object.defineProperty(timer, promisify.custom, promiseForm);
  Object.defineProperty(timer, 'name', { value: name });
  Object.assign(globalThis, { [name]: timer });
}

/**
 * When a callback of setImmediate is terminated, Node runs into the same one for ever (processImmediate relies on its
 * `finally`, which a termination skips). So ours only sends a message, and the callback runs when that arrives.
 */
function runOutside(setImmediate: typeof globalThis.setImmediate) {
  const { port1, port2 } = new MessageChannel();
  const waiting = new Map<number, () => void>();
  let number = 0;
  port2.on('message', (arrived: number) => {
    const callback = mapGet(waiting, arrived);
    mapDelete(waiting, arrived);
    callback?.();
  });
  port2.unref();

  const { clearImmediate } = globalThis;
  const numbers = new WeakMap<NodeJS.Immediate, number>();
  const numberOf: (from: typeof numbers, immediate: NodeJS.Immediate) => number | undefined = method(numbers.get);
  const setNumber: (of: typeof numbers, immediate: NodeJS.Immediate, number: number) => unknown = method(numbers.set);
  const send: (arrived: number) => void = port1.postMessage.bind(port1);
  globalThis.clearImmediate = (immediate) => {
    if (immediate) mapDelete(waiting, numberOf(numbers, immediate) ?? 0);
    clearImmediate(immediate);
  };

  return (callback: Callback, values: readonly unknown[]): NodeJS.Immediate => {
    number += 1;
    const own = number;
    mapSet(waiting, own, () => apply(callback, undefined, values));
    const immediate = setImmediate(() => send(own));
    setNumber(numbers, immediate, own);
    return immediate;
  };
}

function hasStopped(run: Run): boolean {
  return run.interruptedAt !== undefined && now() - run.interruptedAt > tidying;
}

import { apply, asOurs } from '../built-ins/index.ts';

type Listeners = Readonly<Record<string, (value: unknown) => void>>;

/**
 * Hears events by which Node asks what to do about an error, or says that the process ends. Programs replace `process.emit`, and Node's
 * own calls listeners by `Function.prototype.apply`; where that throws, or tells nobody, Node would end the process, with all variables.
 */
export function hearAlways(given: Listeners): void {
  const listeners: Listeners = Object.assign(Object.create(null), given);
  let wasHeard = false;
  for (const [event, listener] of Object.entries(given)) {
    process.on(event, (value: unknown) => {
      wasHeard = true;
      listener(value);
    });
  }

  const thatTells = (emit: Emit): Emit =>
    function (...values) {
      const listener = typeof values[0] === 'string' ? listeners[values[0]] : undefined;
      if (!listener) return apply(emit, this, values);
      wasHeard = false;
      try {
        apply(emit, this, values);
      } catch {
        // The error that is to be told is the one that the event is about.
      }
      if (!wasHeard) listener(values[1]);
      return true;
    };
  const own = thatTells(process.emit as Emit);
  /** Also what a program took from here and puts back. */
  const made = new Set<unknown>([own]);
  let current = own;
  const set = asOurs((emit: unknown) => {
    current = made.has(emit) ? (emit as Emit) : typeof emit === 'function' ? thatTells(emit as Emit) : own;
    made.add(current);
  });
  Object.defineProperty(process, 'emit', { configurable: true, enumerable: false, get: () => current, set });
}

type Emit = (this: unknown, ...values: unknown[]) => unknown;

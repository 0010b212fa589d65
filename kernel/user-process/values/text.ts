import { type InspectOptions, inspect } from 'node:util';
import { inspecting } from '../built-ins/index.ts';

/** As Node shows it. Where its own ways to show itself throw, without them. */
export function textOf(value: unknown, options: InspectOptions = { depth: 4 }): string {
  const ways = [
    () => inspecting(() => inspect(value, { colors: false, ...options })),
    () => inspect(value, { colors: false, ...options, customInspect: false }),
    () => Object.prototype.toString.call(value),
  ];
  for (const way of ways) {
    try {
      return way();
    } catch {
      // The next way reads less of it.
    }
  }
  return `[${typeof value}]`;
}

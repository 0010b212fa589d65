import { inspect } from 'node:util';
import { encodeBinary, isBundle } from './display.ts';
import type { Bundle } from './protocol.ts';

/** A value in the MIME types that show it best, always with text/plain among them. */
export function bundleOf(value: unknown): Bundle | Promise<Bundle> {
  const own = ownDisplay(value);
  if (own instanceof Promise) return own.then((data) => finished(data, value));
  return finished(own, value);
}

function finished(own: unknown, value: unknown): Bundle {
  if (isBundle(own)) return { data: { 'text/plain': textOf(value), ...encodeBinary(own) }, metadata: {} };
  return { data: { 'text/plain': textOf(value) }, metadata: {} };
}

/** Deno's convention: an object says itself how notebooks show it. */
const displaySymbol = Symbol.for('Jupyter.display');

export function hasOwnDisplay(value: unknown): boolean {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  return typeof Reflect.get(value, displaySymbol) === 'function';
}

function ownDisplay(value: unknown): unknown {
  return hasOwnDisplay(value) ? (value as Record<symbol, () => unknown>)[displaySymbol]?.() : undefined;
}

function textOf(value: unknown): string {
  return inspect(value, { colors: false, depth: 4 });
}

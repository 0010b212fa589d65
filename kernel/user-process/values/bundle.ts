import { inspect, types } from 'node:util';
import type { Bundle } from '../../link/index.ts';
import { describeError } from '../execution/traceback.ts';
import { pictureBundle } from './picture.ts';
import { tableBundle } from './table.ts';
import { tableOf } from './tabular.ts';
import { tensorBundle } from './tensor.ts';

/** A value in the MIME types that show it best, always with text/plain among them. */
export function bundleOf(value: unknown): Bundle | Promise<Bundle> {
  const own = ownDisplay(value);
  if (types.isPromise(own)) return own.then((data) => finished(data, value));
  return finished(own, value);
}

/** An object is a bundle when it has keys and all of them are MIME types. */
export function isBundle(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => /^[a-z]+\/[\w.+-]+$/i.test(key));
}

/** Bytes cross as base64, as the messaging specification wants pictures; text that JSON cannot carry is left out. */
export function encodeBinary(bundle: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const encode = (value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value);
  return Object.fromEntries(Object.entries(bundle).map(([mime, value]) => [mime, encode(value)]));
}

function finished(own: unknown, value: unknown): Bundle {
  const data = isBundle(own) ? encodeBinary(own) : richData(value);
  return { data: 'text/plain' in data ? data : { ...data, 'text/plain': textOf(value) }, metadata: {} };
}

function richData(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return {};
  if (types.isNativeError(value)) return { 'text/plain': describeError(value).traceback.join('\n') };
  const table = tableOf(value);
  return pictureBundle(value) ?? tensorBundle(value) ?? (table ? tableBundle(table) : {});
}

/** Deno's convention: an object says itself how notebooks show it. */
const displaySymbol = Symbol.for('Jupyter.display');

export function hasOwnDisplay(value: unknown): value is { readonly [displaySymbol]: () => unknown } {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || types.isProxy(value))
    return false;
  return typeof Reflect.get(value, displaySymbol) === 'function';
}

function ownDisplay(value: unknown): unknown {
  return hasOwnDisplay(value) ? value[displaySymbol]() : undefined;
}

function textOf(value: unknown): string {
  return inspect(value, { colors: false, depth: 4 });
}

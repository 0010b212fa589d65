import { Buffer } from 'node:buffer';
import { types } from 'node:util';
import { fieldsOf } from '../../guards/index.ts';
import type { Bundle } from '../../link/index.ts';
import { gatesMime, tableMime } from '../../payloads/mime.ts';
import { settle, theirs } from '../built-ins/index.ts';
import { describeError } from '../execution/traceback.ts';
import { jsonValue } from './json-value.ts';
import { pictureBundle } from './picture.ts';
import { dataTableBundle } from './table.ts';
import { tableOf } from './tabular.ts';
import { tensorBundle } from './tensor.ts';
import { textOf } from './text.ts';

/** What a value that is a table is beside its HTML: none where nobody draws it. */
export type GridOf = (value: unknown) => Readonly<Record<string, unknown>>;

/** A value in the MIME types that show it best, always with text/plain among them. */
export function bundleOf(value: unknown, grid: GridOf = () => ({})): Bundle | Promise<Bundle> {
  const own = ownDisplay(value);
  if (types.isPromise(own)) {
    return new Promise((resolve, reject) => settle(own, (data) => resolve(finished(data, value, grid)), reject));
  }
  return finished(own, value, grid);
}

/** An object is a bundle when it has keys and all of them are MIME types. */
export function isBundle(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => /^[a-z]+\/[\w.+-]+$/i.test(key));
}

/** What names the display of a value that changes later: the id of a gate report, which can still be asked. */
export function displayIdOf({ data }: Bundle): string | undefined {
  const { id } = fieldsOf(data[gatesMime]);
  return typeof id === 'string' ? id : undefined;
}

/**
 * What each type of a bundle crosses as: JSON without loss, text as text, and other bytes as base64, as the messaging
 * specification wants pictures.
 */
export function encodeBundle(bundle: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(bundle).map(([mime, value]) => [mime, encode(mime, value)]));
}

function encode(mime: string, value: unknown): unknown {
  if (typeof value === 'string' || isJsonMime(mime)) return jsonValue(value);
  const bytes = bytesOf(value);
  if (isTextMime(mime)) return bytes?.toString('utf8') ?? (Array.isArray(value) ? jsonValue(value) : textIn(value));
  return bytes?.toString('base64') ?? jsonValue(value);
}

function isJsonMime(mime: string): boolean {
  return /^application\/(.+\+)?json$/i.test(mime);
}

function isTextMime(mime: string): boolean {
  return /^text\/|^image\/svg\+xml$|^application\/javascript$/i.test(mime);
}

function bytesOf(value: unknown): Buffer | undefined {
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return types.isAnyArrayBuffer(value) ? Buffer.from(value) : undefined;
}

/** Text that was given as something else: a number, an element of JSX. */
function textIn(value: unknown): unknown {
  if (value === undefined || value === null) return value;
  return typeof value === 'object' && !(Symbol.toPrimitive in value) ? textOf(value) : String(value);
}

function finished(own: unknown, value: unknown, grid: GridOf): Bundle {
  const data = isBundle(own) ? { ...saidAbove(grid, value, own), ...encodeBundle(own) } : richData(value, grid);
  return { data: 'text/plain' in data ? data : { ...data, 'text/plain': textOf(value) }, metadata: {} };
}

/** Which kind a value is of is seen by reading it, and its getters may throw: then it is shown as any other value. */
function richData(value: unknown, grid: GridOf): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return {};
  if (types.isNativeError(value)) return { 'text/plain': describeError(value).traceback.join('\n') };
  try {
    const table = tableOf(value);
    return (
      pictureBundle(value) ?? tensorBundle(value) ?? { ...gridIn(grid, value), ...(table && dataTableBundle(table)) }
    );
  } catch {
    return {};
  }
}

/** A value that shows itself and is a table, too: what it says stands above its rows, the first line as their title. */
function saidAbove(
  grid: GridOf,
  value: unknown,
  own: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return {};
  const { [tableMime]: payload } = gridIn(grid, value);
  const words = own['text/plain'];
  if (payload === undefined || typeof words !== 'string') return {};
  const [title = '', ...said] = words.slice(0, mostSaid).split('\n');
  return { [tableMime]: { ...fieldsOf(payload), title, said: said.join('\n') } };
}

/** Characters. */
const mostSaid = 20_000;

/** A table that cannot be read whole is still shown by its first rows. */
function gridIn(grid: GridOf, value: unknown): Readonly<Record<string, unknown>> {
  try {
    return grid(value);
  } catch {
    return {};
  }
}

/** Deno's convention: an object says itself how notebooks show it. */
const displaySymbol = Symbol.for('Jupyter.display');

export function hasOwnDisplay(value: unknown): value is { readonly [displaySymbol]: () => unknown } {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || types.isProxy(value))
    return false;
  try {
    return typeof Reflect.get(value, displaySymbol) === 'function';
  } catch {
    return false; // A getter, or a proxy among its prototypes.
  }
}

function ownDisplay(value: unknown): unknown {
  return hasOwnDisplay(value) ? theirs(() => value[displaySymbol]()) : undefined;
}

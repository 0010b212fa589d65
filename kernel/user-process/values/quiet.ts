import { inspect, types } from 'node:util';

/**
 * Whether a value can be put in words without running code of the person who made it: a question about a value changes nothing.
 * Node's `inspect` reads a few things that may be getters (the name of a class, `Symbol.toStringTag`, an error's stack), and
 * looks through proxies; a value in which any of those is found, as deep as it would be shown, is not quiet.
 */
export function isQuiet(value: unknown, depth: number, budget: Budget = { left: mostValues }): boolean {
  budget.left -= 1;
  if (budget.left < 0) return false;
  if (!isObject(value)) return true;
  // An error's stack is made when it is first read, perhaps by a function that the person installed.
  if (types.isProxy(value) || types.isNativeError(value) || types.isExternal(value)) return false;
  if (!isQuietInName(value) || !isNative(value)) return false;
  if (types.isRegExp(value)) return Object.getPrototypeOf(value) === RegExp.prototype && ownKeys(value) <= 1;
  if (depth < 0) return true;
  return contentsOf(value, budget)?.every((each) => isQuiet(each, depth - 1, budget)) ?? false;
}

/** A value in words, without running any code of the person's. */
export function quietText(value: unknown, { depth = 2, ...options }: QuietOptions = {}): string {
  if (!isQuiet(value, depth)) return quietName(value);
  return inspect(value, { ...options, depth, colors: false, customInspect: false, getters: false });
}

/** "Array(3)", "Map(2)", "Proxy", the message of an error, or the name of a class: what is known of a value without a look inside. */
export function quietName(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'symbol') return value.toString();
  if (!isObject(value)) return typeof value;
  if (types.isProxy(value)) return 'Proxy';
  if (typeof value === 'function') return 'function';
  if (types.isNativeError(value)) {
    const text = [dataOf(value, 'name'), dataOf(value, 'message')].filter(
      (part) => typeof part === 'string' && part !== '',
    );
    return text.length > 0 ? text.join(': ') : 'Error';
  }
  const maker = dataOf(Object.getPrototypeOf(value), 'constructor');
  const name = typeof maker === 'function' && !types.isProxy(maker) ? dataOf(maker, 'name') : undefined;
  return `${typeof name === 'string' && name !== '' ? name : 'Object'}${sizeOf(value)}`;
}

/**
 * A property that holds a value, own or inherited, as the object says it without being asked: undefined for an accessor, and
 * behind a proxy.
 */
export function dataOf(object: unknown, key: PropertyKey): unknown {
  const found = propertyOf(object, key);
  return found && 'value' in found ? found.value : undefined;
}

export type QuietOptions = {
  readonly depth?: number;
  readonly breakLength?: number;
  readonly maxArrayLength?: number;
  readonly maxStringLength?: number;
};

type Budget = { left: number };

/** Looked at before something is shown; what is larger than this takes too long to show, too. */
const mostValues = 5_000;
const longestChain = 100;

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function ownKeys(value: object): number {
  return Reflect.ownKeys(value).length;
}

function sizeOf(value: object): string {
  if (types.isMap(value)) return `(${sizes.map.call(value)})`;
  if (types.isSet(value)) return `(${sizes.set.call(value)})`;
  if (Array.isArray(value)) return `(${value.length})`;
  return types.isTypedArray(value) ? `(${sizes.list.call(value)})` : '';
}

/** What `inspect` reads of V8's own collections is V8's, and not of a class that inherits. */
function isNative(value: object): boolean {
  const kind = kinds.find(({ is }) => is(value));
  return kind?.parts.every(([key, own]) => partOf(propertyOf(value, key)) === own) ?? true;
}

function partOf(property: PropertyDescriptor | undefined): unknown {
  return property?.get ?? property?.value;
}

const kinds = [
  nativeKind(types.isMap, Map.prototype, ['size', Symbol.iterator]),
  nativeKind(types.isSet, Set.prototype, ['size', Symbol.iterator, 'values']),
  nativeKind(types.isTypedArray, Uint8Array.prototype, ['length', 'byteLength', 'byteOffset', 'buffer']),
  nativeKind(types.isArrayBuffer, ArrayBuffer.prototype, ['byteLength', 'slice']),
  nativeKind(types.isSharedArrayBuffer, SharedArrayBuffer.prototype, ['byteLength', 'slice']),
  nativeKind(types.isDataView, DataView.prototype, ['byteLength', 'byteOffset', 'buffer']),
];

function nativeKind(is: (value: object) => boolean, prototype: object, keys: readonly PropertyKey[]) {
  return { is, parts: keys.map((key) => [key, partOf(propertyOf(prototype, key))] as const) };
}

/** The getters of V8 itself: a class that inherits may have others. */
const sizes = {
  map: getterOf(Map.prototype, 'size'),
  set: getterOf(Set.prototype, 'size'),
  list: getterOf(Object.getPrototypeOf(Uint8Array.prototype), 'length'),
};

function getterOf(prototype: object, key: string): (this: unknown) => number {
  return Object.getOwnPropertyDescriptor(prototype, key)?.get as (this: unknown) => number;
}

/** The names that `inspect` reads on the way up from a value. */
function isQuietInName(value: object): boolean {
  if (isAccessor(value, Symbol.toStringTag) && !types.isTypedArray(value)) return false;
  if (typeof value === 'function' && !isQuietClass(value)) return false;
  let object: object | null = value;
  for (let i = 0; object; i++) {
    if (i > longestChain || types.isProxy(object)) return false;
    const maker = Object.getOwnPropertyDescriptor(object, 'constructor')?.value;
    if (typeof maker === 'function' && !isQuietClass(maker)) return false;
    object = Object.getPrototypeOf(object);
  }
  return true;
}

function isQuietClass(maker: object): boolean {
  if (types.isProxy(maker) || isAccessor(maker, 'name')) return false;
  const own = propertyOf(maker, Symbol.hasInstance);
  return own === undefined || own.value === Function.prototype[Symbol.hasInstance];
}

function isAccessor(object: object, key: PropertyKey): boolean {
  const found = propertyOf(object, key);
  return found !== undefined && !('value' in found);
}

function propertyOf(object: unknown, key: PropertyKey): PropertyDescriptor | undefined {
  let each = isObject(object) ? object : null;
  for (let i = 0; each && i <= longestChain && !types.isProxy(each); i++) {
    const found = Object.getOwnPropertyDescriptor(each, key);
    if (found) return found;
    each = Object.getPrototypeOf(each);
  }
  return undefined;
}

/** What would be shown of a value's inside; undefined when that is too much. */
function contentsOf(value: object, budget: Budget): readonly unknown[] | undefined {
  if (ArrayBuffer.isView(value)) return [];
  const contents: unknown[] = [];
  // The elements of a long list are not shown, and listing their names would take longer than anything else.
  const isLong = Array.isArray(value) && value.length > mostElements;
  const keys = isLong ? Array.from({ length: mostElements }, (_, i) => String(i)) : Reflect.ownKeys(value);
  if (keys.length > budget.left) return undefined;
  for (const key of keys) {
    const property = Object.getOwnPropertyDescriptor(value, key);
    if (property && 'value' in property) contents.push(property.value);
  }
  if (types.isMap(value))
    for (const [key, each] of firstOf(Map.prototype.entries.call(value))) contents.push(key, each);
  if (types.isSet(value)) contents.push(...firstOf(Set.prototype.values.call(value)));
  return contents;
}

const mostElements = 100;

function* firstOf<Value>(values: Iterable<Value>): Generator<Value> {
  let count = 0;
  for (const value of values) {
    if (count++ >= mostElements) return;
    yield value;
  }
}

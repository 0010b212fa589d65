import { Buffer } from 'node:buffer';
import { EventEmitter } from 'node:events';
import { getOwnPropertyDescriptor, ownKeys, setPrototypeOf } from './originals.ts';

/** A property as it was before the first cell; without a descriptor where there was none. */
export type Kept = {
  readonly holder: object;
  readonly key: PropertyKey;
  readonly descriptor: PropertyDescriptor | undefined;
  readonly name: string;
};

/**
 * The functions of V8 and Node that our code calls, wherever a cell could replace them: what is global, what that holds, its
 * prototypes, and those of iterators and generators, which have no names.
 */
export function keptBuiltIns(): readonly Kept[] {
  const kept: Kept[] = [];
  const seen = new Set<unknown>();

  const keep = (holder: object, key: PropertyKey, name: string): unknown => {
    const descriptor = descriptorOf(holder, key);
    if (!descriptor || !canChange(descriptor)) return undefined;
    // What the last match was: RegExp.$1 and its like.
    if (holder === RegExp && typeof key === 'string' && descriptor.get) return undefined;
    if (!isObject(descriptor.value ?? descriptor.get) && key !== 'stackTraceLimit') return undefined;
    kept.push({ holder, key, descriptor, name });
    return descriptor.value;
  };
  const keepAll = (holder: object, name: string): void => {
    if (seen.has(holder)) return;
    seen.add(holder);
    for (const key of ownKeys(holder)) {
      if (typeof key === 'symbol') keep(holder, key, `${name}[${key.description}]`);
      else if (!unused.test(key)) keep(holder, key, `${name}.${key}`);
    }
    const above: unknown = Object.getPrototypeOf(holder);
    if (isObject(above)) keepAll(above, typeof holder === 'function' ? 'Function.prototype' : `${name}.__proto__`);
  };

  for (const name of globals) {
    const value = keep(globalThis, name, name);
    if (!isObject(value)) continue;
    if (typeof value === 'object') keepAll(value, name);
    const prototype: unknown = typeof value === 'function' ? descriptorOf(value, 'prototype')?.value : undefined;
    if (!isObject(prototype)) continue;
    keepAll(value, name);
    keepAll(prototype, `${name}.prototype`);
  }
  for (const [name, prototype] of Object.entries(otherPrototypes())) keepAll(prototype, name);
  for (const [name, prototype] of Object.entries(plain)) {
    for (const key of asked) {
      if (!(key in prototype)) kept.push({ holder: prototype, key, descriptor: undefined, name: `${name}.prototype` });
    }
  }
  return kept;
}

/** A descriptor that `Object.prototype.get = …` does not change the meaning of. */
export function descriptorOf(holder: object, key: PropertyKey): PropertyDescriptor | undefined {
  const descriptor = getOwnPropertyDescriptor(holder, key);
  if (descriptor) setPrototypeOf(descriptor, null);
  return descriptor;
}

/** Those of which our code uses something. */
const globals: readonly string[] = [
  ...['Object', 'Function', 'Array', 'Number', 'Boolean', 'String', 'Symbol', 'BigInt', 'Date', 'RegExp', 'Promise'],
  ...['Map', 'Set', 'WeakMap', 'WeakSet', 'Math', 'JSON', 'Reflect', 'Iterator', 'Error', 'TypeError', 'RangeError'],
  ...['SyntaxError', 'ArrayBuffer', 'Uint8Array', 'Int32Array', 'Float32Array', 'Float64Array', 'isNaN', 'isFinite'],
  ...['parseInt', 'parseFloat', 'queueMicrotask', 'setTimeout', 'setInterval', 'setImmediate', 'clearTimeout'],
  ...['clearInterval', 'TextDecoder', 'AbortController', 'AbortSignal', 'EventTarget', 'DOMException'],
];

/** Methods by the dozen that our code does not use: of dates, the parts; of bytes, the numbers. */
const unused =
  /^(?:[gs]et(?:UTC)?(?:Date|Day|FullYear|Hours|M\w+|Seconds|Year)|(?:read|write)(?:U?[Ii]nt|Big|Float|Double)\w*)$/;

function otherPrototypes(): Readonly<Record<string, object>> {
  const of = Object.getPrototypeOf;
  return {
    '%ArrayIteratorPrototype%': of([].values()),
    '%MapIteratorPrototype%': of(new Map().values()),
    '%SetIteratorPrototype%': of(new Set().values()),
    '%StringIteratorPrototype%': of(''[Symbol.iterator]()),
    '%RegExpStringIteratorPrototype%': of(''.matchAll(/x/g)),
    '%GeneratorPrototype%': of(of((function* () {})())),
    '%AsyncGeneratorPrototype%': of(of((async function* () {})())),
    Buffer,
    'Buffer.prototype': Buffer.prototype,
    'EventEmitter.prototype': EventEmitter.prototype,
  };
}

/** What V8 asks any object for: one that a cell adds here changes what JSON, `await` and `concat` do with all of them. */
const asked: readonly PropertyKey[] = ['then', 'toJSON', Symbol.isConcatSpreadable, Symbol.toPrimitive];
const plain = {
  Array: Array.prototype,
  Function: Function.prototype,
  Map: Map.prototype,
  Set: Set.prototype,
  Error: Error.prototype,
  Uint8Array: Uint8Array.prototype,
};

function canChange({ configurable, writable }: PropertyDescriptor): boolean {
  return configurable === true || writable === true;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

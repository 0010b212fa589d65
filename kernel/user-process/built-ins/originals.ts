/**
 * Built-ins as they were before the first cell, for the few functions of ours that cells call a thousand times a second, where ./guard.ts
 * would cost too much. What is not here (a method, a spread, `for` … `of`) runs whatever a cell put in its place.
 */
const { call, bind } = Function.prototype;

/** A method as a function that takes its `this` first. */
export function method<Method extends (...args: never[]) => unknown>(given: Method) {
  return Reflect.apply(bind, call, [given]) as (
    self: ThisOf<Method>,
    ...args: Parameters<Method>
  ) => ReturnType<Method>;
}

type ThisOf<Method> = Method extends (this: infer Self, ...args: never[]) => unknown ? Self : never;

/** The getter of a property, in the same way. */
export function getter<Self, Value>(holder: object, key: PropertyKey): (self: Self) => Value {
  const get = Reflect.getOwnPropertyDescriptor(holder, key)?.get;
  if (!get) throw new TypeError(`${String(key)} is no accessor.`);
  return method(get as (this: Self) => Value);
}

export const { apply, defineProperty, deleteProperty, getOwnPropertyDescriptor, ownKeys, setPrototypeOf } = Reflect;
export const { load, store, add, sub, notify, wait, compareExchange } = Atomics;
export const { max, min } = Math;
export const { queueMicrotask } = globalThis;
export const { nextTick } = process;
export const now: () => number = performance.now.bind(performance);

const strings = String.prototype;
export const slice: (text: string, start: number, end?: number) => string = method(strings.slice) as never;
export const lastIndexOf: (text: string, searched: string) => number = method(strings.lastIndexOf) as never;
export const includes: (text: string, searched: string) => boolean = method(strings.includes) as never;
export const charCodeAt: (text: string, index: number) => number = method(strings.charCodeAt) as never;

/** Of a text: of an object, a cell's `toJSON` may be called. */
export const jsonOfText: (text: string) => string = JSON.stringify;

export const shift: <Each>(list: Each[]) => Each | undefined = method(Array.prototype.shift) as never;

const typedArrays = Object.getPrototypeOf(Uint8Array.prototype);
export const Bytes = Uint8Array;
export const setBytes: (self: Uint8Array, source: Uint8Array, offset: number) => void = method(typedArrays.set);
export const lengthOf: (bytes: Uint8Array) => number = getter(typedArrays, 'length');
export const bufferOf: (bytes: Uint8Array) => ArrayBufferLike = getter(typedArrays, 'buffer');
export const offsetOf: (bytes: Uint8Array) => number = getter(typedArrays, 'byteOffset');

const encoder = new TextEncoder();
/** Writes a text as UTF-8; the number of bytes it took. */
export const encodeInto: (text: string, bytes: Uint8Array) => { readonly written: number } =
  encoder.encodeInto.bind(encoder);

export const mapGet: <Key, Value>(map: ReadonlyMap<Key, Value>, key: Key) => Value | undefined = method(
  Map.prototype.get,
) as never;
export const mapSet: <Key, Value>(map: Map<Key, Value>, key: Key, value: Value) => unknown = method(
  Map.prototype.set,
) as never;
export const mapDelete: <Key>(map: Map<Key, unknown>, key: Key) => boolean = method(Map.prototype.delete) as never;

export const whenSettled: (
  promise: Promise<unknown>,
  fulfilled: (value: unknown) => void,
  rejected: (reason: unknown) => void,
) => unknown = method(Promise.prototype.then) as never;

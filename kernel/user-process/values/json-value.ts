import { inspect, types } from 'node:util';
import { theirs } from '../built-ins/index.ts';

/**
 * A value as JSON carries it without losing anything: typed arrays, buffers and sets become lists, maps with names become
 * objects, tensors nested lists, big integers numbers, or text where a number would round them. NaN and infinities become null,
 * which charts draw as a gap. Parts that throw when they are read say so in their place. What needs no change is returned as it is.
 * @throws where the value contains itself, naming the place
 */
export function jsonValue(value: unknown): unknown {
  return converted(value, [], '');
}

function converted(given: unknown, ancestors: readonly unknown[], key: string): unknown {
  if (typeof given === 'bigint') return bigNumber(given);
  if (typeof given !== 'object' || given === null) return given;
  const list = listOf(given);
  if (list) return list;
  const value = readable(() => ownJson(given, key));
  if (value !== given) return typeof value === 'object' ? converted(value, ancestors, key) : jsonLeaf(value);
  if (ancestors.includes(given)) {
    throw new TypeError(`This cannot be shown as JSON: what is at “${key}” contains itself.`);
  }
  const within = [...ancestors, given];
  if (given instanceof Set) return Array.from(given, (each, i) => converted(each, within, String(i)) ?? null);
  if (given instanceof Map) return ofMap(given, within);
  return Array.isArray(given) ? ofArray(given, within) : ofObject(given, within);
}

function ofArray(given: readonly unknown[], ancestors: readonly unknown[]): unknown {
  let copy: unknown[] | undefined;
  const length = Number(readable(() => given.length)) || 0;
  for (let i = 0; i < length; i++) {
    const before = readable(() => given[i]);
    const after = converted(before, ancestors, String(i));
    if (!copy && (after !== before || types.isProxy(given))) copy = Array.from(given.slice(0, i));
    copy?.push(after ?? null);
  }
  return copy ?? given;
}

function ofObject(given: object, ancestors: readonly unknown[]): unknown {
  const keys = readable(() => Object.keys(given));
  if (!Array.isArray(keys)) return keys;
  // A getter that answered here may throw when JSON is written.
  let hasChanged = types.isProxy(given);
  const entries = keys.map((key) => {
    const own = hasChanged ? undefined : Object.getOwnPropertyDescriptor(given, key);
    const before = own && 'value' in own ? own.value : readable(() => Reflect.get(given, key));
    const after = converted(before, ancestors, key);
    hasChanged ||= after !== before || !own || !('value' in own);
    return [key, after] as const;
  });
  return hasChanged ? Object.fromEntries(entries) : given;
}

function ofMap(given: ReadonlyMap<unknown, unknown>, ancestors: readonly unknown[]): unknown {
  const entries = [...given].map(([key, each]) => [key, converted(each, ancestors, String(key))] as const);
  const isNamed = entries.every(([key]) => typeof key === 'string');
  if (isNamed) return Object.fromEntries(entries);
  return entries.map(([key, each]) => [converted(key, ancestors, 'key') ?? null, each ?? null]);
}

/** Lists of numbers in memory: typed arrays, views, buffers, and tensors of TensorFlow.js. */
function listOf(value: object): unknown {
  if (types.isTypedArray(value)) {
    return types.isBigInt64Array(value) || types.isBigUint64Array(value)
      ? Array.from(value, bigNumber)
      : Array.from(value);
  }
  if (types.isDataView(value)) return Array.from(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  if (types.isAnyArrayBuffer(value)) return Array.from(new Uint8Array(value));
  if (types.isProxy(value)) return undefined;
  return readable(() => {
    const { arraySync, dtype, shape } = value as { arraySync?: unknown; dtype?: unknown; shape?: unknown };
    const isTensor = typeof arraySync === 'function' && typeof dtype === 'string' && Array.isArray(shape);
    return isTensor ? arraySync.call(value) : undefined;
  });
}

function ownJson(value: object, key: string): unknown {
  const own: unknown = Reflect.get(value, 'toJSON');
  return typeof own === 'function' ? theirs(() => own.call(value, key)) : value;
}

function jsonLeaf(value: unknown): unknown {
  return typeof value === 'bigint' ? bigNumber(value) : value;
}

function bigNumber(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** Getters and proxies are the user's code, which may throw. */
function readable<Value>(read: () => Value): Value | string {
  try {
    return read();
  } catch (error) {
    return `[thrown: ${types.isNativeError(error) ? error.message : inspect(error, { customInspect: false, depth: 0 })}]`;
  }
}

import { inspect, types } from 'node:util';
import type { LiveVariable } from '../../link/index.ts';
import { shapeOf, tensorParts, tensorText } from './shape.ts';

/** A value on one line of a variables view. `refer` remembers a value that has something inside and gives its number. */
export function describeVariable(name: string, value: unknown, refer: (value: unknown) => number): LiveVariable {
  const shape = shapeOf(value);
  return {
    name,
    value: oneLine(value),
    type: typeOf(value),
    ...(shape === undefined ? {} : { shape }),
    reference: typeof value === 'object' && value !== null && inside(value).length > 0 ? refer(value) : 0,
  };
}

const mostInside = 100;

/** What an object holds, at most 100 entries. No getter runs. */
export function inside(value: unknown): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return [];
  const tensor = tensorParts(value);
  if (tensor) return tensor;
  if (value instanceof Map) return take(value).map(([key, each]) => [oneLine(key), each]);
  if (value instanceof Set) return take(value).map((each, i) => [String(i), each]);
  if (Array.isArray(value)) return value.slice(0, mostInside).map((each, i) => [String(i), each]);
  if (ArrayBuffer.isView(value)) {
    return value instanceof DataView
      ? []
      : take(value as unknown as Iterable<unknown>).map((each, i) => [String(i), each]);
  }
  const entries: [string, unknown][] = [];
  for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if (entries.length >= mostInside) break;
    if (property.enumerable && 'value' in property) entries.push([key, property.value]);
  }
  return entries;
}

function take<Value>(values: Iterable<Value>): Value[] {
  const taken: Value[] = [];
  for (const value of values) {
    if (taken.length >= mostInside) break;
    taken.push(value);
  }
  return taken;
}

function oneLine(value: unknown): string {
  const options = {
    colors: false,
    depth: 1,
    breakLength: Number.POSITIVE_INFINITY,
    maxArrayLength: 8,
    maxStringLength: 120,
  };
  try {
    const text = tensorText(value) ?? inspect(value, options).replace(/\s+/g, ' ');
    return text.length > 200 ? `${text.slice(0, 199)}…` : text;
  } catch {
    return typeOf(value);
  }
}

/** "number", "Array(3)", "Float32Array(1000)", "Map(2)", or the name of the class. */
function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  if (types.isProxy(value)) return 'Proxy';
  const name = String(Object.getPrototypeOf(value)?.constructor?.name ?? 'Object');
  const length = (value as { length?: unknown }).length;
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return typeof length === 'number' ? `${name}(${length})` : name;
  return value instanceof Map || value instanceof Set ? `${name}(${value.size})` : name;
}

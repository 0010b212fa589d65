import { types } from 'node:util';
import type { LiveVariable } from '../../link/index.ts';
import { quietRows } from '../tables/find-table.ts';
import { entriesOf, isListPart, mostInside } from './list-part.ts';
import { dataOf, quietName, quietText } from './quiet.ts';
import { shapeOf, tensorParts, tensorText } from './shape.ts';

/** A value on one line of a variables view. `refer` remembers a value that has something inside and gives its number. */
export function describeVariable(name: string, value: unknown, refer: (value: unknown) => number): LiveVariable {
  if (isListPart(value)) return { name, value: '', type: '', reference: refer(value) };
  const shape = shapeOf(value) ?? linesOf(value);
  return {
    name,
    value: oneLine(value),
    type: typeOf(value),
    ...(shape === undefined ? {} : { shape }),
    reference: typeof value === 'object' && value !== null && inside(value).length > 0 ? refer(value) : 0,
  };
}

/** How many rows a list of records has, or arrays by name: what opens as a table. */
function linesOf(value: unknown): string | undefined {
  const rows = quietRows(value);
  return rows === undefined ? undefined : `${rows.toLocaleString('en-US')} ${rows === 1 ? 'row' : 'rows'}`;
}

/** What an object holds, at most 100 entries; of a list in stretches where it is longer. No getter runs. */
export function inside(value: unknown): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return [];
  if (isListPart(value)) return entriesOf(value.list, value.from, value.to);
  const tensor = tensorParts(value);
  if (tensor) return tensor;
  if (types.isMap(value)) return take(Map.prototype.entries.call(value)).map(([key, each]) => [oneLine(key), each]);
  if (types.isSet(value)) return take(Set.prototype.values.call(value)).map((each, i) => [String(i), each]);
  if (types.isTypedArray(value) || Array.isArray(value)) return entriesOf(value);
  const entries: [string, unknown][] = [];
  for (const key of Object.keys(value)) {
    if (entries.length >= mostInside) break;
    const property = Object.getOwnPropertyDescriptor(value, key);
    if (property && 'value' in property) entries.push([key, property.value]);
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
  const options = { depth: 1, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 8, maxStringLength: 120 };
  const text = tensorText(value) ?? quietText(value, options).replace(/\s+/g, ' ');
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

/** "number", "Array(3)", "Float32Array(1000)", "Map(2)", or the name of the class. */
function typeOf(value: unknown): string {
  return types.isNativeError(value) ? String(dataOf(value, 'name') ?? 'Error') : quietType(value);
}

function quietType(value: unknown): string {
  return typeof value === 'symbol' ? 'symbol' : quietName(value);
}

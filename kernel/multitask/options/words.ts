import { enumerate } from '../../text/index.ts';
import { type AnyType, isObject, type NumberRange } from './types.ts';

/** What a type takes, in words that go on with "was expected": "a whole number from 1 on". */
export function expected(type: AnyType): string {
  switch (type.kind) {
    case 'number':
      return `a ${type.whole ? 'whole ' : ''}number${range(type)}${type.infinite ? ' or Infinity' : ''}`;
    case 'boolean':
      return 'true or false';
    case 'text':
      return type.empty === 'allowed' ? 'a text' : 'a text that is not empty';
    case 'word':
      return enumerate(
        type.words.map((word) => JSON.stringify(word)),
        'or',
      );
    case 'list':
      return `a list of ${plural(type.of)}${type.atLeast === 0 ? '' : type.atLeast === 1 ? ', not empty,' : `, at least ${type.atLeast},`}`;
    case 'numbers':
      return `an array of ${plural(type.each)}`;
    case 'record':
      return `an object with ${expected(type.of)} for each ${type.key}`;
    case 'function':
      return `a function ${type.does}`;
    case 'object':
      return `an object { ${Object.keys(type.options).join(', ')} }`;
    case 'variants':
      return `an object { kind: ${Object.keys(type.of)
        .map((kind) => `'${kind}'`)
        .join(' | ')}, … }`;
    case 'instance':
      return type.what;
    case 'either':
      return enumerate(
        type.of.flatMap((one) =>
          one.kind === 'word' ? one.words.map((word) => JSON.stringify(word)) : [expected(one)],
        ),
        'or',
      );
  }
}

/** Several of a type: "whole numbers from 1 on". */
export function plural(type: AnyType): string {
  switch (type.kind) {
    case 'number':
      return `${type.whole ? 'whole ' : ''}numbers${range(type)}`;
    case 'text':
      return 'texts';
    default:
      return `values that are each ${expected(type)}`;
  }
}

function range({ from, to, above, below }: NumberRange): string {
  const least = from !== undefined ? ` from ${written(from)}` : above !== undefined ? ` above ${written(above)}` : '';
  if (to !== undefined) return `${least}${least === '' || above !== undefined ? ' up to' : ' to'} ${written(to)}`;
  if (below !== undefined)
    return `${least}${from !== undefined ? ' to' : above !== undefined ? ' and' : ''} below ${written(below)}`;
  return from !== undefined ? `${least} on` : least;
}

/** A value as errors show it: short, on one line, and without running anything of it that can fail. */
export function seen(value: unknown): string {
  try {
    return shown(value);
  } catch {
    return 'an object';
  }
}

function shown(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
    case 'number':
      return written(value);
    case 'bigint':
      return `${value}n`;
    case 'function':
      return value.name === '' ? 'a function' : `the function ${value.name}`;
    case 'symbol':
      return 'a symbol';
    case 'object':
      return value === null ? 'null' : ofObject(value);
    default:
      return String(value);
  }
}

function ofObject(value: object): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return 'an empty list';
    const short = value.length <= 8 && value.every((item) => !isObject(item) && typeof item !== 'function');
    return short ? `[${value.map(shown).join(', ')}]` : `a list of ${value.length}`;
  }
  if (value instanceof Promise) return 'a promise (is an await missing?)';
  if (isRows(value)) return 'rows';
  if (isDataset(value)) return 'a whole dataset';
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  if (typeof name === 'string' && name !== 'Object') return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
  const keys = Object.keys(value);
  if (keys.length === 0) return '{}';
  return `an object with ${keys.slice(0, 4).join(', ')}${keys.length > 4 ? ` and ${keys.length - 4} more` : ''}`;
}

/** Rows of a dataset, in memory or as a stream. */
export function isRows(value: unknown): boolean {
  if (!isObject(value) || typeof value.length !== 'number') return false;
  return typeof value.chunks === 'function' || (isObject(value.labels) && Array.isArray(value.numeric));
}

/** A whole dataset, which is often given where one of its parts belongs. */
export function isDataset(value: unknown): boolean {
  return isObject(value) && 'train' in value && 'features' in value;
}

/** A number as people write it in a cell. */
function written(value: number): string {
  return Object.is(value, -0) ? '0' : String(value);
}

/** A default as hovers show it: `'adam'` in code's own quotes, 65,536, [128, 64]. */
export function defaultInWords(value: unknown): string {
  if (typeof value === 'string') return `\`'${value}'\``;
  if (typeof value === 'boolean') return `\`${value}\``;
  if (typeof value === 'number') return Number.isInteger(value) ? value.toLocaleString('en-US') : written(value);
  if (Array.isArray(value))
    return `[${value.map((item) => (typeof item === 'string' ? `'${item}'` : String(item))).join(', ')}]`;
  return JSON.stringify(value);
}

/** The place of an option within another: `earlyStopping.task`, `towerUnits[1]`, `taskWeights["a b"]`. */
export function pathTo(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}[${key}]`;
  if (parent === '') return key;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${parent}.${key}` : `${parent}[${JSON.stringify(key)}]`;
}

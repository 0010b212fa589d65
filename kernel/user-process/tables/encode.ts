import { types } from 'node:util';
import { longestText, type TableValue } from '../../payloads/table/index.ts';
import { dataOf } from '../values/quiet.ts';

/** Puts an object in words; what runs none of the person's code is given where nobody asked it to. */
export type Words = (value: unknown) => string;

/** A value as a table carries it. Without `words` objects are only known to be such. */
export function encode(value: unknown, words?: Words): TableValue {
  switch (typeof value) {
    case 'string':
      return cutText(value);
    case 'number':
      if (Number.isFinite(value) && !Object.is(value, -0)) return value;
      return ['number', Object.is(value, -0) ? '-0' : String(value)];
    case 'boolean':
      return value;
    case 'undefined':
      return ['undefined'];
    case 'bigint':
      return value > -hugeInteger && value < hugeInteger ? ['bigint', String(value)] : inWords(value, words);
    case 'object':
      return value === null ? null : (ofKnown(value) ?? inWords(value, words));
    default:
      return inWords(value, words);
  }
}

/** A 32-bit number in the digits that it has: .1, where 64 bits would make .10000000149011612 of it. */
export function encodeFloat32(value: number): TableValue {
  if (!Number.isFinite(value) || Object.is(value, -0)) return encode(value);
  const short = Number(value.toPrecision(7));
  return Math.fround(short) === value ? short : Number(value.toPrecision(9));
}

/** All of a value in words, for who asks for it; at most so many characters. */
export function wholeText(value: unknown, words: Words, most: number): string {
  const text = typeof value === 'string' ? value : words(value);
  return text.length > most ? `${wellCut(text, most)}… (${text.length.toLocaleString('en-US')} characters)` : text;
}

const hugeInteger = 10n ** 100n;

function cutText(value: string): TableValue {
  return value.length > longestText ? ['text', wellCut(value, longestText), value.length] : value;
}

function inWords(value: unknown, words: Words | undefined): TableValue {
  if (!words) return ['object'];
  const text = words(value);
  return text.length > longestText ? ['object', `${wellCut(text, longestText)}…`, text.length] : ['object', text];
}

/** Never between the halves of a character. */
function wellCut(text: string, most: number): string {
  const code = text.charCodeAt(most - 1);
  return text.slice(0, code >= 0xd800 && code < 0xdc00 ? most - 1 : most);
}

/** Dates, and what a database gives for numbers and dates that JavaScript has no kind for. */
function ofKnown(value: object): TableValue | undefined {
  if (types.isProxy(value)) return undefined;
  if (types.isDate(value)) {
    const time = Date.prototype.getTime.call(value);
    return Number.isNaN(time) ? ['object', 'Invalid Date'] : ['date', new Date(time).toISOString()];
  }
  const maker = dataOf(Object.getPrototypeOf(value), 'constructor');
  const name = typeof maker === 'function' ? dataOf(maker, 'name') : undefined;
  if (typeof name !== 'string' || !name.startsWith('DuckDB')) return undefined;
  if (name === 'DuckDBDecimalValue') return ['number', String(value)];
  if (name === 'DuckDBDateValue' || /^DuckDBTimestamp\w*Value$/.test(name)) return ['date', String(value)];
  return undefined;
}

import { type AnyType, isObject, type Table } from './types.ts';

/** Options of a set as a person would write them, by name: `{ learningRate: "0.003", towerUnits: "[8]" }`. */
export type OptionsInCode = Readonly<Record<string, string>>;

/** Each option that has a value, as code, with no option within it that is its default. @param options as read. */
export function optionsInCode(table: Table, options: Readonly<Record<string, unknown>>): OptionsInCode {
  return Object.fromEntries(
    Object.entries(table).flatMap(([name, { type }]) =>
      options[name] === undefined ? [] : [[name, shortened(code(type, options[name]))]],
    ),
  );
}

function code(type: AnyType, value: unknown): string {
  if (type.kind === 'either') return codeOfOne(type.of, value);
  if (type.kind === 'object' && isObject(value)) return objectCode(givenOnly(type.options, value));
  if (type.kind === 'variants' && isObject(value))
    return objectCode([['kind', `'${value.kind}'`], ...givenOnly(type.of[String(value.kind)] ?? {}, value)]);
  if (type.kind === 'record' && isObject(value))
    return objectCode(Object.entries(value).map(([key, each]) => [key, code(type.of, each)]));
  if (type.kind === 'list' && Array.isArray(value)) return `[${value.map((each) => code(type.of, each)).join(', ')}]`;
  if (type.kind === 'numbers') return manyNumbers(value as ArrayLike<number>);
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'function') return String(value).replace(/\s+/g, ' ');
  return Object.is(value, -0) ? '0' : String(value);
}

/** Of types that a value may have; `{ kind: 'adam' }` is written `'adam'` where that word says the same. */
function codeOfOne(types: readonly AnyType[], value: unknown): string {
  const words = types.flatMap((type) => (type.kind === 'word' ? type.words : []));
  const isKind = isObject(value) && typeof value.kind === 'string';
  const type = types.find(({ kind }) =>
    isObject(value) ? (kind === 'variants' ? isKind : kind === 'object' || kind === 'record') : kind === typeof value,
  );
  const written = code(type ?? { kind: 'text', empty: 'allowed' }, value);
  const word = isObject(value) && words.find((each) => written === `{ kind: '${each}' }` && each === value.kind);
  return typeof word === 'string' ? quoted(word) : written;
}

/** Name and code of what is not the default. */
function givenOnly(table: Table, value: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  const written = Object.entries(optionsInCode(table, value));
  return written.filter(([name, each]) => {
    const { type, default: usual } = table[name];
    return usual === undefined || code(type, usual) !== each;
  });
}

function objectCode(entries: readonly (readonly [string, string])[]): string {
  if (entries.length === 0) return '{}';
  const name = (key: string) => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key));
  return `{ ${entries.map(([key, value]) => `${name(key)}: ${value}`).join(', ')} }`;
}

/** Too many to be written: how many there are, and a sum by which two such columns are told apart. */
function manyNumbers(values: ArrayLike<number>): string {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return `[${values.length} numbers, sum ${Number(sum.toPrecision(9))}]`;
}

function quoted(value: string): string {
  return value.includes('\n') ? JSON.stringify(value) : `'${value.replace(/[\\']/g, '\\$&')}'`;
}

/** Characters. */
const longest = 200;

function shortened(written: string): string {
  return written.length > longest ? `${written.slice(0, longest - 1)}…` : written;
}

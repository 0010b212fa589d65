import { isObject } from './fields.ts';

/**
 * What a value from outside must look like. A shape returns nothing when the value fits, else the reason in words,
 * starting with where: `tasks[0].loss.mean[3] is "x"; a number or null was expected.`
 */
export type Shape<Value> = {
  readonly explain: (value: unknown, where: string) => string | undefined;
  /** Only for types: the value this shape stands for. */
  readonly of?: Value;
};

export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string };

/** The value itself, unchanged, if it fits. Unknown extra fields are allowed: a later minor version may add some. */
export function parse<Value>(shape: Shape<Value>, value: unknown, name: string): Parsed<Value> {
  const reason = shape.explain(value, name);
  return reason === undefined ? { ok: true, value: value as Value } : { ok: false, reason };
}

export const text: Shape<string> = primitive('a string', (value) => typeof value === 'string');
export const boolean: Shape<boolean> = primitive('true or false', (value) => typeof value === 'boolean');
export const number: Shape<number> = primitive('a finite number', (value) => Number.isFinite(value));
export const integer: Shape<number> = primitive('a whole number', (value) => Number.isSafeInteger(value));
/** A whole number of at least zero. */
export const count: Shape<number> = primitive(
  'a whole number of at least 0',
  (value) => Number.isSafeInteger(value) && (value as number) >= 0,
);
/** JSON has no NaN: what cannot be computed is null. */
export const numberOrNull: Shape<number | null> = primitive(
  'a finite number or null',
  (value) => value === null || Number.isFinite(value),
);

/** What JSON can carry and only its reader knows. */
export const anything: Shape<unknown> = { explain: () => undefined };

export function oneOf<const Option extends string | number>(...options: readonly Option[]): Shape<Option> {
  const expected = options.map((option) => JSON.stringify(option)).join(' or ');
  return primitive(expected, (value) => options.some((option) => option === value));
}

/** @param most elements; without it 4,096, so that no payload can make a renderer draw forever */
export function list<Element>(element: Shape<Element>, most = 4096): Shape<readonly Element[]> {
  return {
    explain(value, where) {
      if (!Array.isArray(value)) return mismatch(value, where, 'a list');
      if (value.length > most) return `${where} has ${value.length} elements; at most ${most} are taken.`;
      return first(value, (each, i) => element.explain(each, `${where}[${i}]`));
    },
  };
}

/** An object with one field per name, all of the same shape. */
export function record<Element>(element: Shape<Element>): Shape<Readonly<Record<string, Element>>> {
  return {
    explain(value, where) {
      if (!isObject(value)) return mismatch(value, where, 'an object');
      return first(Object.entries(value), ([name, each]) => element.explain(each, `${where}[${JSON.stringify(name)}]`));
    },
  };
}

/** An object with these fields; every field of the type must be listed, optional ones as `optional(…)`. */
export function object<Value>(fields: Fields<Value>): Shape<Value> {
  const entries = Object.entries(fields) as [string, Shape<unknown>][];
  return {
    explain(value, where) {
      if (!isObject(value)) return mismatch(value, where, 'an object');
      return first(entries, ([name, field]) => field.explain(value[name], `${where}.${name}`));
    },
  };
}

/** An object that is another for each `kind`: a shape for each field of it but `kind` itself. */
export function union<Value extends { readonly kind: string }>(
  kinds: {
    readonly [Kind in Value['kind']]: Fields<Omit<Extract<Value, { readonly kind: Kind }>, 'kind'>>;
  },
): Shape<Value> {
  const names = Object.keys(kinds) as Value['kind'][];
  const kind = oneOf(...names);
  const shapes = new Map<unknown, Shape<unknown>>(names.map((name) => [name, object(kinds[name])]));
  return {
    explain(value, where) {
      if (!isObject(value)) return mismatch(value, where, 'an object');
      return kind.explain(value.kind, `${where}.kind`) ?? shapes.get(value.kind)?.explain(value, where);
    },
  };
}

type Fields<Value> = { readonly [Name in keyof Value]-?: Shape<Value[Name]> };

export function optional<Value>(shape: Shape<Value>): Shape<Value | undefined> {
  return { explain: (value, where) => (value === undefined ? undefined : shape.explain(value, where)) };
}

export function nullable<Value>(shape: Shape<Value>): Shape<Value | null> {
  return { explain: (value, where) => (value === null ? undefined : shape.explain(value, where)) };
}

function primitive<Value>(expected: string, fits: (value: unknown) => boolean): Shape<Value> {
  return { explain: (value, where) => (fits(value) ? undefined : mismatch(value, where, expected)) };
}

function mismatch(value: unknown, where: string, expected: string): string {
  // JSON has no words for NaN, and none for a symbol.
  const written = typeof value === 'number' ? undefined : JSON.stringify(value);
  const seen = value === undefined ? 'missing' : (written ?? String(value));
  return `${where} is ${seen.length > 60 ? `${seen.slice(0, 57)}…` : seen}; ${expected} was expected.`;
}

function first<Element>(
  elements: readonly Element[],
  explain: (element: Element, i: number) => string | undefined,
): string | undefined {
  for (const [i, element] of elements.entries()) {
    const reason = explain(element, i);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

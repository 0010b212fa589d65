import { isObject } from './fields.ts';

/**
 * What a value from outside must look like. A shape returns nothing when the value fits, else the reason in words and the
 * way to it: `tasks[0].loss.mean[3] is "x"; a number or null was expected.` Where all fits, nothing is written: a cell that
 * prints is a hundred thousand messages a second.
 */
export type Shape<Value> = {
  readonly explain: (value: unknown) => Misfit | undefined;
  /** Only for types: the value this shape stands for. */
  readonly of?: Value;
};

/** Where inside the value, e.g. `.tasks[0]`, and what is wrong there. */
export type Misfit = { readonly where: string; readonly words: string };

export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string };

/** The value itself, unchanged, if it fits. Unknown extra fields are allowed: a later minor version may add some. */
export function parse<Value>(shape: Shape<Value>, value: unknown, name: string): Parsed<Value> {
  const misfit = shape.explain(value);
  if (misfit === undefined) return { ok: true, value: value as Value };
  return { ok: false, reason: `${name}${misfit.where} ${misfit.words}` };
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
  const known = new Set<unknown>(options);
  return primitive(expected, (value) => known.has(value));
}

/** @param most elements; without it 4,096, so that no payload can make a renderer draw forever */
export function list<Element>(element: Shape<Element>, most = 4096): Shape<readonly Element[]> {
  return {
    explain(value) {
      if (!Array.isArray(value)) return mismatch(value, 'a list');
      if (value.length > most) return { where: '', words: `has ${value.length} elements; at most ${most} are taken.` };
      for (let i = 0; i < value.length; i++) {
        const misfit = element.explain(value[i]);
        if (misfit) return inside(`[${i}]`, misfit);
      }
      return undefined;
    },
  };
}

/** An object with one field per name, all of the same shape. */
export function record<Element>(element: Shape<Element>): Shape<Readonly<Record<string, Element>>> {
  return {
    explain(value) {
      if (!isObject(value)) return mismatch(value, 'an object');
      for (const [name, each] of Object.entries(value)) {
        const misfit = element.explain(each);
        if (misfit) return inside(`[${JSON.stringify(name)}]`, misfit);
      }
      return undefined;
    },
  };
}

/** An object with these fields; every field of the type must be listed, optional ones as `optional(…)`. */
export function object<Value>(fields: Fields<Value>): Shape<Value> {
  const entries = Object.entries(fields) as [string, Shape<unknown>][];
  return {
    explain(value) {
      if (!isObject(value)) return mismatch(value, 'an object');
      for (const [name, field] of entries) {
        const misfit = field.explain(value[name]);
        if (misfit) return inside(`.${name}`, misfit);
      }
      return undefined;
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
    explain(value) {
      if (!isObject(value)) return mismatch(value, 'an object');
      const shape = shapes.get(value.kind);
      if (shape) return shape.explain(value);
      const misfit = kind.explain(value.kind);
      return misfit && inside('.kind', misfit);
    },
  };
}

type Fields<Value> = { readonly [Name in keyof Value]-?: Shape<Value[Name]> };

export function optional<Value>(shape: Shape<Value>): Shape<Value | undefined> {
  return { explain: (value) => (value === undefined ? undefined : shape.explain(value)) };
}

export function nullable<Value>(shape: Shape<Value>): Shape<Value | null> {
  return { explain: (value) => (value === null ? undefined : shape.explain(value)) };
}

function primitive<Value>(expected: string, fits: (value: unknown) => boolean): Shape<Value> {
  return { explain: (value) => (fits(value) ? undefined : mismatch(value, expected)) };
}

function mismatch(value: unknown, expected: string): Misfit {
  // JSON has no words for NaN, and none for a symbol.
  const written = typeof value === 'number' ? undefined : JSON.stringify(value);
  const seen = value === undefined ? 'missing' : (written ?? String(value));
  return { where: '', words: `is ${seen.length > 60 ? `${seen.slice(0, 57)}…` : seen}; ${expected} was expected.` };
}

function inside(way: string, { where, words }: Misfit): Misfit {
  return { where: `${way}${where}`, words };
}

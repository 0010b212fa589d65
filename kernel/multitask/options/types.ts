/**
 * What an option may be, as plain data: the checks, the flags of the command line, the hover texts and the tests are made
 * of it. `In` is what a person may give, `Out` what `readOptions` makes of it, with the defaults of nested options.
 */
export type Type<In, Out = In> = AnyType & { readonly [values]?: Values<In, Out> };

// Never there when the program runs. As a parameter and as a result `In` may be neither more nor less than it says.
declare const values: unique symbol;
type Values<In, Out> = { readonly in: (value: In) => In; readonly out: Out };

export type InOf<T> = T extends { readonly [values]?: Values<infer In, infer _> } ? In : never;
export type OutOf<T> = T extends { readonly [values]?: Values<infer _, infer Out> } ? Out : never;

export type AnyType =
  | ({ readonly kind: 'number' } & NumberRange)
  | { readonly kind: 'boolean' }
  | { readonly kind: 'text'; readonly empty: 'allowed' | 'refused' }
  | { readonly kind: 'word'; readonly words: readonly (string | boolean)[] }
  | { readonly kind: 'list'; readonly of: AnyType; readonly atLeast: number }
  | { readonly kind: 'numbers'; readonly each: AnyType }
  | { readonly kind: 'record'; readonly of: AnyType; readonly key: string }
  | { readonly kind: 'function'; readonly does: string }
  | { readonly kind: 'object'; readonly options: Table }
  | { readonly kind: 'variants'; readonly of: Readonly<Record<string, Table>> }
  | {
      readonly kind: 'instance';
      readonly what: string;
      readonly is: (value: unknown) => boolean;
      /** What to write instead of a value that is often mistaken for one. */
      readonly remedy?: (value: unknown) => string | undefined;
    }
  | { readonly kind: 'either'; readonly of: readonly AnyType[] };

export type NumberRange = {
  readonly whole?: true;
  /** The least number, and the greatest; they themselves are in the range. */
  readonly from?: number;
  readonly to?: number;
  /** The range ends before them. */
  readonly above?: number;
  readonly below?: number;
  /** Infinity counts as a number, too. */
  readonly infinite?: true;
};

/** One option of a set. */
export type Entry = {
  readonly type: AnyType;
  /** One sentence without its full stop, for hovers and `--help`. */
  readonly about: string;
  /** What hovers say behind the sentence: ways to give the option that only code has. */
  readonly inCode?: string;
  /** The value of an option that was not given. */
  readonly default?: unknown;
  /** Words for what happens without the option, where that is no constant or needs more to be said than the constant. */
  readonly without?: string;
  /** The option must be given. */
  readonly needed?: true;
  /** What other libraries call it. Whoever writes one of these is told the name here. */
  readonly also?: readonly string[];
};

export type Table = Readonly<Record<string, Entry>>;

/**
 * The table of the options type `Options`: `{ … } satisfies OptionTable<FitOptions>`. An option that is forgotten, unknown,
 * or of another type does not compile.
 */
export type OptionTable<Options> = {
  readonly [Name in keyof Options]-?: Omit<Entry, 'type' | 'default' | 'needed'> & {
    readonly type: Type<Exclude<Options[Name], undefined>, unknown>;
    readonly default?: Exclude<Options[Name], undefined>;
  } & (undefined extends Options[Name] ? { readonly needed?: undefined } : { readonly needed: true });
};

/** What a person may write for a table. */
export type Input<T extends Table> = {
  readonly [Name in keyof T as T[Name] extends { readonly needed: true } ? Name : never]: InOf<T[Name]['type']>;
} & {
  readonly [Name in keyof T as T[Name] extends { readonly needed: true } ? never : Name]?: InOf<T[Name]['type']>;
};

/** What `readOptions` makes of it: every default is filled in. */
export type Read<T extends Table> = {
  readonly [Name in keyof T]: T[Name] extends { readonly default: unknown } | { readonly needed: true }
    ? OutOf<T[Name]['type']>
    : OutOf<T[Name]['type']> | undefined;
};

export function number(range: NumberRange = {}): Type<number> {
  return { kind: 'number', ...range };
}

/** A whole number from 1 on. */
export const count = number({ whole: true, from: 1 });

/** A whole number from 0 on. */
export const seed = number({ whole: true, from: 0 });

/** A number above 0. */
export const positive = number({ above: 0 });

/** From 0 to below 1: a probability, or a share that leaves something over. */
export const share = number({ from: 0, below: 1 });

export const boolean: Type<boolean> = { kind: 'boolean' };

/** Text that is not empty. */
export const text: Type<string> = { kind: 'text', empty: 'refused' };

/** Text that may be empty. */
export const anyText: Type<string> = { kind: 'text', empty: 'allowed' };

/** Words, or constants such as `false`. */
export function oneOf<const Words extends readonly (string | boolean)[]>(...words: Words): Type<Words[number]> {
  return { kind: 'word', words };
}

export function list<In, Out>(of: Type<In, Out>, atLeast = 0): Type<readonly In[], readonly Out[]> {
  return { kind: 'list', of, atLeast };
}

/** An array or a typed array of numbers, which is not copied. */
export function numbers(each: Type<number>): Type<ArrayLike<number>> {
  return { kind: 'numbers', each };
}

/** An object with keys of a person's choice. @param key what each key is, e.g. "task". */
export function record<In, Out>(
  key: string,
  of: Type<In, Out>,
): Type<Readonly<Record<string, In>>, Readonly<Record<string, Out>>> {
  return { kind: 'record', of, key };
}

/** @param does what it is called with and gives, as in "a function of the step that gives a number". */
export function callable<Function extends (...args: never[]) => unknown>(does: string): Type<Function> {
  return { kind: 'function', does };
}

/** Options within an option. */
export function object<const T extends Table>(options: T): Type<Input<T>, Read<T>> {
  return { kind: 'object', options };
}

/** Options within an option that are others for each `kind`: `{ kind: 'cosine', steps: 100 }`. */
export function variants<const T extends Readonly<Record<string, Table>>>(
  of: T,
): Type<
  { [Kind in keyof T]: { readonly kind: Kind } & Input<T[Kind]> }[keyof T],
  { [Kind in keyof T]: { readonly kind: Kind } & Read<T[Kind]> }[keyof T]
> {
  return { kind: 'variants', of };
}

/** Something that is known by what it does. @param what with its article, e.g. "an AbortSignal". */
export function instance<Value>(
  what: string,
  is: (value: unknown) => boolean,
  remedy?: (value: unknown) => string | undefined,
): Type<Value> {
  return { kind: 'instance', what, is, ...(remedy && { remedy }) };
}

/** One of several types; a value belongs to the first that takes it. */
export function either<const Types extends readonly AnyType[]>(
  ...of: Types
): Type<InOf<Types[number]>, OutOf<Types[number]>> {
  return { kind: 'either', of: of.flatMap((one: AnyType) => (one.kind === 'either' ? one.of : [one])) };
}

/** What is passed on as it is. */
export const anything: Type<unknown> = instance('anything', () => true);

export const abortSignal: Type<AbortSignal> = instance(
  'an AbortSignal',
  (value) => isObject(value) && typeof value.aborted === 'boolean' && typeof value.addEventListener === 'function',
  (value) =>
    isObject(value) && 'signal' in value ? 'give the signal of the controller: controller.signal' : undefined,
);

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

import { type Candidate, enumerate, nearest } from '../../text/index.ts';
import {
  type AnyType,
  type Entry,
  isObject,
  type NumberRange,
  type OutOf,
  type Read,
  type Table,
  type Type,
} from './types.ts';
import { defaultInWords, expected, isDataset, isRows, pathTo, seen } from './words.ts';

/**
 * Checks a set of options against its table and fills in the defaults. `undefined` counts as not given.
 *
 * A cell's types are erased before it runs, so nothing else tells a person of a misspelt or mistaken option.
 *
 * @param what the call or the block that was given them, e.g. "fit"; errors begin with it.
 * @param more what the call was given behind its options, which is always a mistake.
 * @throws an error that names the option, the value seen and what was expected, or the nearest names of one that is unknown.
 */
export function readOptions<const T extends Table>(
  what: string,
  table: T,
  options: unknown,
  more: readonly unknown[] = [],
): Read<T> {
  const mistake = mistakenOptions(table, options, more);
  if (mistake !== undefined) throw new Error(`${what}: ${mistake}`);
  const outcome = readTable(table, options ?? {}, '');
  if ('problem' in outcome) throw new Error(`${what}: ${outcome.problem}`);
  return outcome.value as Read<T>;
}

/** Checks one value, e.g. an argument that is no option. @throws as `readOptions`. */
export function readValue<T extends AnyType>(what: string, name: string, type: T, value: unknown): OutOf<T> {
  const outcome = readAs(type, value, name);
  if ('problem' in outcome) throw new Error(`${what === '' ? '' : `${what}: `}${outcome.problem}`);
  return outcome.value as OutOf<T>;
}

/** The variant with all its numbers, of an option that may also be a word, which names its `kind`. @throws as `readOptions`. */
export function readNamed<In, Out>(what: string, name: string, type: Type<In, Out>, value: string | In | Out): Out {
  return readValue(what, name, type, typeof value === 'string' ? { kind: value } : value);
}

/** Of a call that takes no options. @throws where something stands behind its arguments. */
export function noOptions(what: string, more: readonly unknown[]): void {
  if (more.length > 0)
    throw new Error(`${what}: there is something behind its arguments: ${seen(more[0])}. It takes no options.`);
}

/** Of a call whose options are read elsewhere. @throws where something stands behind them. */
export function noMore(what: string, more: readonly unknown[]): void {
  if (more.length > 0) throw new Error(`${what}: ${behindOptions(more)}`);
}

function behindOptions([first]: readonly unknown[]): string {
  return `there is something behind its options: ${seen(first)}. Put all options into one object.`;
}

/** Whether a value is of a type. */
export function fits(type: AnyType, value: unknown): boolean {
  return 'value' in readAs(type, value, '');
}

type Outcome = { readonly value: unknown } | { readonly problem: string; readonly path: string };

/** Mistakes about which argument the options are. */
function mistakenOptions(table: Table, options: unknown, more: readonly unknown[]): string | undefined {
  const names = Object.keys(table);
  if (isRows(options)) {
    const into = names.includes('validation') ? '; to validate on them, write { validation: rows }' : '';
    return `its options are rows${into}. ${optionList(table)}`;
  }
  if (isDataset(options)) return `its options are a whole dataset. ${optionList(table)}`;
  if (options !== undefined && (!isObject(options) || Array.isArray(options) || options instanceof Promise))
    return `its options are ${seen(options)}; an object was expected, e.g. { ${names[0]}: … }. ${optionList(table)}`;
  return more.length === 0 ? undefined : behindOptions(more);
}

function readTable(table: Table, options: unknown, path: string, ignored: readonly string[] = []): Outcome {
  if (!isObject(options)) return { problem: `${path} is ${seen(options)}; an object was expected.`, path };
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(table, name) && !ignored.includes(name));
  if (unknown !== undefined) return { problem: noSuchOption(table, unknown, path), path: pathTo(path, unknown) };
  const read: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(table)) {
    const outcome = readEntry(entry, options[name], pathTo(path, name));
    if ('problem' in outcome) return outcome;
    // What was not given is not there, so that spreading it over something hides nothing.
    if (outcome.value !== undefined) read[name] = outcome.value;
  }
  return { value: read };
}

function readEntry(entry: Entry, value: unknown, path: string): Outcome {
  if (value === undefined) {
    if (entry.needed) return { problem: `${path} is missing; ${expected(entry.type)} was expected.`, path };
    return entry.default === undefined ? { value } : readAs(entry.type, entry.default, path);
  }
  const outcome = readAs(entry.type, value, path);
  if (value !== null || 'value' in outcome || entry.needed) return outcome;
  const without = entry.without ?? (entry.default === undefined ? undefined : defaultInWords(entry.default));
  const instead = without === undefined ? 'leave it out for none' : `leave it out for the default, ${without}`;
  return { ...outcome, problem: `${outcome.problem.replace(/\.$/, '')}; ${instead}.` };
}

function readAs(type: AnyType, value: unknown, path: string): Outcome {
  const wrong = (): Outcome => ({ problem: `${path} is ${seen(value)}; ${expected(type)} was expected.`, path });
  switch (type.kind) {
    case 'number':
      return typeof value === 'number' && isWithin(type, value) ? { value } : wrong();
    case 'boolean':
      return typeof value === 'boolean' ? { value } : wrong();
    case 'text':
      return typeof value === 'string' && (value !== '' || type.empty === 'allowed') ? { value } : wrong();
    case 'word':
      return type.words.some((word) => word === value) ? { value } : wrong();
    case 'function':
      return typeof value === 'function' ? { value } : wrong();
    case 'list':
      if (!Array.isArray(value) || value.length < type.atLeast) return wrong();
      // Holes of an array are read, too.
      return gathered(Array.from(value, (item, i) => readAs(type.of, item, pathTo(path, i))));
    case 'numbers':
      return readNumbers(type.each, value, path, wrong);
    case 'record': {
      if (!isObject(value) || !isPlain(value)) return wrong();
      const given = Object.entries(value).filter(([, item]) => item !== undefined);
      const outcomes = gathered(given.map(([key, item]) => readAs(type.of, item, pathTo(path, key))));
      if ('problem' in outcomes) return outcomes;
      return { value: Object.fromEntries(given.map(([key], i) => [key, (outcomes.value as unknown[])[i]])) };
    }
    case 'object':
      return isObject(value) && isPlain(value) ? readTable(type.options, value, path) : wrong();
    case 'variants': {
      if (!isObject(value) || !isPlain(value)) return wrong();
      const { kind } = value;
      if (typeof kind !== 'string' || !Object.hasOwn(type.of, kind)) {
        const kinds = enumerate(
          Object.keys(type.of).map((one) => JSON.stringify(one)),
          'or',
        );
        const problem = kind === undefined ? `${path}.kind is missing` : `${path}.kind is ${seen(kind)}`;
        return { problem: `${problem}; ${kinds} was expected.`, path: `${path}.kind` };
      }
      const outcome = readTable(type.of[kind], value, path, ['kind']);
      return 'problem' in outcome ? outcome : { value: { kind, ...(outcome.value as object) } };
    }
    case 'instance': {
      if (type.is(value)) return { value };
      const remedy = type.remedy?.(value);
      const problem = `${path} is ${seen(value)}; ${type.what} was expected${remedy === undefined ? '' : `: ${remedy}`}.`;
      return { problem, path };
    }
    case 'either':
      return readEither(type.of, value, path, wrong);
  }
}

/** The value of the first type that takes it; or what is wrong inside of a value that is meant for one of them. */
function readEither(types: readonly AnyType[], value: unknown, path: string, wrong: () => Outcome): Outcome {
  // An object with a kind is meant for a variant, one without for anything else that there is.
  const isKind = isObject(value) && typeof value.kind === 'string';
  const [likely, others] = [true, false].map((way) =>
    types.filter(({ kind }) => (kind === 'variants') === (isKind === way)),
  );
  const outcomes = [...likely, ...others].map((type) => readAs(type, value, path));
  const taken = outcomes.find((outcome) => 'value' in outcome);
  if (taken) return taken;
  return outcomes.find((outcome) => 'problem' in outcome && outcome.path !== path) ?? wrong();
}

function readNumbers(each: AnyType, value: unknown, path: string, wrong: () => Outcome): Outcome {
  const isTyped = ArrayBuffer.isView(value) && !(value instanceof DataView);
  if (!isTyped && !Array.isArray(value)) return wrong();
  const items = value as ArrayLike<unknown>;
  if (each.kind !== 'number') return { value };
  // Not with `readAs`, which makes an object of every number: there may be millions.
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (typeof item !== 'number' || !isWithin(each, item)) return readAs(each, item, pathTo(path, i));
  }
  return { value };
}

function isWithin({ whole, from, to, above, below, infinite }: NumberRange, value: number): boolean {
  if (infinite && value === Number.POSITIVE_INFINITY) return true;
  if (whole ? !Number.isSafeInteger(value) : !Number.isFinite(value)) return false;
  const isHigh = (from === undefined || value >= from) && (above === undefined || value > above);
  return isHigh && (to === undefined || value <= to) && (below === undefined || value < below);
}

/** All values, or the first problem. */
function gathered(outcomes: readonly Outcome[]): Outcome {
  const found = outcomes.find((outcome) => 'problem' in outcome);
  return found ?? { value: outcomes.map((outcome) => ('value' in outcome ? outcome.value : undefined)) };
}

/** Neither an array nor a thing with a class of its own, which nobody means for options. */
function isPlain(value: object): boolean {
  return !Array.isArray(value) && !ArrayBuffer.isView(value) && !(value instanceof Map) && !(value instanceof Promise);
}

function noSuchOption(table: Table, name: string, path: string): string {
  const where = path === '' ? '' : `${path} has no option`;
  const own = nearest(
    name,
    Object.entries(table).map(([known, { also }]) => ({ name: known, ...(also && { also }) })),
  );
  const near = (own.length > 0 ? own : nearest(name, nestedOptions(table))).map((found) => JSON.stringify(found));
  const guess = near.length > 0 ? `; did you mean ${enumerate(near, 'or')}?` : '.';
  return `${where === '' ? 'there is no option' : where} ${JSON.stringify(name)}${guess} ${optionList(table)}`;
}

function optionList(table: Table): string {
  const names = Object.keys(table);
  return names.length === 0 ? 'There are no options here.' : `The options are ${names.join(', ')}.`;
}

/** The options within options by their path: whoever writes `patience` means `earlyStopping.patience`. */
function nestedOptions(table: Table): Candidate[] {
  return Object.entries(table).flatMap(([name, { type }]) =>
    tablesWithin(type).flatMap((inner) =>
      Object.entries(inner).map(([nested, { also = [] }]) => ({ name: `${name}.${nested}`, also: [nested, ...also] })),
    ),
  );
}

function tablesWithin(type: AnyType): readonly Table[] {
  if (type.kind === 'object') return [type.options];
  if (type.kind === 'variants') return Object.values(type.of);
  return type.kind === 'either' ? type.of.flatMap(tablesWithin) : [];
}

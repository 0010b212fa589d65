import { inspect } from 'node:util';
import { fieldsOf, parse, textOf } from '../../guards/index.ts';
import type { Content } from '../../jupyter/index.ts';
import type { Fields } from '../../link/index.ts';
import { type Devtools, Refusal, type RemoteObject, remoteObject } from './devtools.ts';

/** What is behind a `variablesReference` while the process stands. */
export type Holder =
  | { readonly kind: 'object'; readonly of: RemoteObject }
  /** A property that only its own code can say: a client asks when a person clicks. */
  | { readonly kind: 'getter'; readonly owner: string; readonly name: string }
  | { readonly kind: 'list'; read(): Promise<readonly Content[]>; set?: SetValue };

export type SetValue = (name: string, value: RemoteObject, text: string) => Promise<RemoteObject>;

/** Values as a debugger's client shows them. https://microsoft.github.io/debug-adapter-protocol/specification#Types_Variable */
export interface Values {
  /** Remembers what a reference stands for. */
  refer(holder: Holder): number;
  find(reference: number): Holder | undefined;
  variable(name: string, value: RemoteObject): Content;
  /** The properties of an object: `indexed` ones by their numbers, else `named` ones, and without a filter the first of both. */
  inside(of: RemoteObject, page: Page): Promise<readonly Content[]>;
  /** The process goes on: values may be others now. */
  forget(): void;
}

export type Page = { readonly filter?: unknown; readonly start?: unknown; readonly count?: unknown };

/** References of the variables view, which needs no debugger, are smaller. */
export const firstReference = 1 << 20;
/** Elements that are told to a client that does not ask in pages. */
const mostElements = 100;

export function createValues(devtools: Devtools): Values {
  const holders: Holder[] = [];
  let base = firstReference;

  const refer = (holder: Holder): number => base + holders.push(holder) - 1;

  const variable = (name: string, value: RemoteObject): Content => {
    const length = lengthOf(value);
    return {
      name,
      value: inWords(value),
      type: typeOf(value),
      evaluateName: name,
      variablesReference: value.objectId === undefined ? 0 : refer({ kind: 'object', of: value }),
      ...(length === undefined ? {} : { indexedVariables: length, namedVariables: 1 }),
    };
  };

  const describe = (owner: string, given: Fields): Content[] => {
    const name = textOf(given.name);
    const value = parse(remoteObject, given.value, name);
    if (value.ok) return [variable(name, value.value)];
    if (fieldsOf(given.get).type !== 'function') return [];
    const lazy = { presentationHint: { lazy: true }, variablesReference: refer({ kind: 'getter', owner, name }) };
    return [{ name, value: '(…)', type: 'getter', evaluateName: name, ...lazy }];
  };

  const properties = async (
    objectId: string,
    indexed: 'with elements' | 'without elements',
  ): Promise<readonly Content[]> => {
    const asked = {
      objectId,
      ownProperties: true,
      generatePreview: true,
      nonIndexedPropertiesOnly: indexed === 'without elements',
    };
    const found = await devtools('Runtime.getProperties', asked);
    const lists = [found.result, found.privateProperties, found.internalProperties];
    return lists.flatMap((list) =>
      Array.isArray(list) ? list.flatMap((each) => describe(objectId, fieldsOf(each))) : [],
    );
  };

  const elements = async (objectId: string, start: number, count: number): Promise<readonly Content[]> => {
    const call = { objectId, functionDeclaration: pageOf, arguments: [{ value: start }, { value: count }] };
    const { result } = await devtools('Runtime.callFunctionOn', { ...call, objectGroup: stopGroup });
    const page = fieldsOf(result).objectId;
    const all = typeof page === 'string' ? await properties(page, 'with elements') : [];
    return all.filter(({ name }) => /^\d+$/.test(String(name)));
  };

  return {
    refer,
    find: (reference) => holders[reference - base],
    variable,
    async inside(of, { filter, start, count }) {
      const { objectId } = of;
      const length = lengthOf(of);
      if (objectId === undefined) return [];
      if (length === undefined) return filter === 'indexed' ? [] : properties(objectId, 'with elements');
      const first = wholeNumber(start) ?? 0;
      const most = Math.min(length - first, wholeNumber(count) || (filter === 'indexed' ? length : mostElements));
      const listed = filter === 'named' || most <= 0 ? [] : await elements(objectId, first, most);
      return filter === 'indexed' ? listed : [...listed, ...(await properties(objectId, 'without elements'))];
    },
    forget() {
      // A reference of before is none of the values after.
      base += holders.splice(0).length;
    },
  };
}

/** Everything that is described at one stop. */
export const stopGroup = 'stop';

/** Elements as properties of an object without more: only this page crosses. */
const pageOf =
  'function (start, count) { const page = { __proto__: null }; for (let i = start; i < start + count; i++) if (i in this) page[i] = this[i]; return page }';

function wholeNumber(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

/** Of lists; V8 says it in their description. */
function lengthOf({ subtype, description }: RemoteObject): number | undefined {
  if (subtype !== 'array' && subtype !== 'typedarray') return undefined;
  const [, length] = /\((\d+)\)$/.exec(description ?? '') ?? [];
  return length === undefined ? undefined : Number(length);
}

export function typeOf({ type, subtype, className, description }: RemoteObject): string {
  if (type !== 'object') return type;
  if (subtype === 'null') return 'null';
  return lengthOf({ type, subtype, description }) === undefined ? (className ?? 'object') : (description ?? 'Array');
}

/** A value on one line. */
export function inWords(value: RemoteObject): string {
  const { type, subtype, unserializableValue, description = '' } = value;
  if (unserializableValue !== undefined) return unserializableValue;
  if (type === 'undefined' || subtype === 'null') return subtype ?? type;
  if (type === 'function') return headOf(description);
  if (type !== 'object') return type === 'symbol' ? description : inspect(value.value);
  if (subtype === 'error') return description.split('\n    at ', 1)[0] ?? '';
  const parts = previewOf(value);
  if (parts === undefined) return description;
  if (lengthOf(value) !== undefined) return `${description} [${parts}]`;
  return description === 'Object' ? `{${parts}}` : `${description} {${parts}}`;
}

const longestHead = 100;

/** The first line of a function, without what the compiler put at the beginning of its body. */
function headOf(code: string): string {
  const [line = ''] = code.split('\n', 1);
  return line.replace(/\{\s*(?:const __resumed\b.*)?$/, '{…}').slice(0, longestHead);
}

/** The first few properties as V8 gives them; undefined of a value that its description tells. */
function previewOf({ preview, subtype }: RemoteObject): string | undefined {
  const { properties, entries, overflow } = fieldsOf(preview);
  if (!Array.isArray(properties) || (subtype !== undefined && !/array|map|set/.test(subtype))) return undefined;
  const isList = /array/.test(subtype ?? '');
  const listed = Array.isArray(entries)
    ? entries.map((entry) => {
        const { key, value } = fieldsOf(entry);
        const shown = shownShort(fieldsOf(value));
        return key === undefined ? shown : `${shownShort(fieldsOf(key))} => ${shown}`;
      })
    : properties.map((property) => {
        const given = fieldsOf(property);
        const shown = shownShort(given);
        return isList && /^\d+$/.test(textOf(given.name)) ? shown : `${textOf(given.name)}: ${shown}`;
      });
  return [...listed, ...(overflow === true ? ['…'] : [])].join(', ');
}

function shownShort({ type, value, description }: Fields): string {
  if (type === 'string') return inspect(textOf(value) || textOf(description));
  if (type === 'function') return 'ƒ';
  if (type === 'accessor') return '(…)';
  return textOf(value) || textOf(description) || textOf(type);
}

/** The value that came of an evaluation. @throws Refusal with what was thrown instead */
export function resultOf(reply: Fields): RemoteObject {
  const { exception, text } = fieldsOf(reply.exceptionDetails);
  if (reply.exceptionDetails !== undefined) {
    const thrown = parse(remoteObject, exception, 'exception');
    const words = thrown.ok ? inWords(thrown.value) : textOf(text);
    throw new Refusal(words);
  }
  const value = parse(remoteObject, reply.result, 'result');
  if (!value.ok) throw new Refusal(`The value cannot be described: ${value.reason}`);
  return value.value;
}

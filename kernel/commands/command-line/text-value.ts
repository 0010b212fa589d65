import { type AnyType, expected, fits, plural } from '../../multitask/options/index.ts';
import { enumerate } from '../../text/index.ts';

/** The part of a type that a text can say; undefined where it can say nothing, e.g. of functions. */
export function inText(type: AnyType): AnyType | undefined {
  switch (type.kind) {
    case 'number':
    case 'boolean':
    case 'text':
    case 'word':
      return type;
    case 'list': {
      const of = inText(type.of);
      // A text that says nothing is a slip, not an empty list.
      return of && isOne(of) ? { ...type, of, atLeast: 1 } : undefined;
    }
    case 'record': {
      const of = inText(type.of);
      return of && isOne(of) ? { ...type, of } : undefined;
    }
    case 'either': {
      const of = type.of.map(inText).filter((one) => one !== undefined);
      return of.length > 1 ? { ...type, of } : of[0];
    }
    default:
      return undefined;
  }
}

function isOne({ kind }: AnyType): boolean {
  return kind === 'number' || kind === 'text' || kind === 'word';
}

/** What a text says, undefined where it is nothing of the type. Lists are `8,4`, objects `click=1,buy=2`. */
export function saidBy(type: AnyType, text: string): unknown {
  switch (type.kind) {
    case 'number':
      return isNumber(text) && fits(type, Number(text)) ? Number(text) : undefined;
    case 'text':
      return fits(type, text) ? text : undefined;
    case 'word':
      return type.words.find((word) => String(word) === text);
    case 'list': {
      const values = namesOf(text).map((part) => saidBy(type.of, part));
      return values.length >= type.atLeast && !values.includes(undefined) ? values : undefined;
    }
    case 'record': {
      const values = namesOf(text).map((part) => {
        const at = part.lastIndexOf('=');
        return [part.slice(0, Math.max(at, 0)), saidBy(type.of, part.slice(at + 1))] as const;
      });
      const isWhole = values.length > 0 && values.every(([name, value]) => name !== '' && value !== undefined);
      return isWhole ? Object.fromEntries(values) : undefined;
    }
    case 'either': {
      // A number that is out of range is not a list of one name.
      const asNumber = isNumber(text) ? type.of.filter(({ kind }) => kind === 'number') : [];
      const types = asNumber.length > 0 ? asNumber : type.of;
      return types.map((one) => saidBy(one, text)).find((value) => value !== undefined);
    }
    default:
      return undefined;
  }
}

/** What a text must be, in words that go on with "was expected". */
export function expectedText(type: AnyType): string {
  switch (type.kind) {
    case 'list':
      return `a list of ${plural(type.of)}, separated by commas,`;
    case 'record':
      return `${expected(type.of)} for each ${type.key}, as in ${placeholder(type)},`;
    case 'either':
      return enumerate(type.of.map(expectedText), 'or');
    default:
      return expected(type);
  }
}

/** What stands for a value in the help. */
export function placeholder(type: AnyType): string {
  switch (type.kind) {
    case 'number':
      return type.whole ? 'N' : 'NUMBER';
    case 'word':
      return 'NAME';
    case 'list':
      return type.of.kind === 'number' ? 'N,N' : 'A,B';
    case 'record':
      return `A=${placeholder(type.of)},B=${placeholder(type.of)}`;
    case 'either':
      return type.of.map((one) => (one.kind === 'word' ? one.words.join('|') : placeholder(one))).join('|');
    default:
      return 'TEXT';
  }
}

/** The names in `a,b`; one with a comma begins with a double quote and goes on to the next, of which two are one. */
export function namesOf(text: string): string[] {
  return [...text.matchAll(/\s*((?:"(?:[^"]|"")*")?[^,]*)(?:,|$)/g)]
    .map(([, part = '']) =>
      part.trim().replace(/^"((?:[^"]|"")*)"/, (_, quoted: string) => quoted.replaceAll('""', '"')),
    )
    .filter((part) => part !== '');
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && !Number.isNaN(Number(text));
}

import { describe, expect, test } from 'vitest';
import {
  anything,
  boolean,
  count,
  fieldsOf,
  integer,
  list,
  nullable,
  number,
  numberOrNull,
  object,
  oneOf,
  optional,
  parse,
  record,
  type Shape,
  text,
  textOf,
  union,
} from '../../../kernel/guards/index.ts';

type Animal = { readonly kind: 'cat'; readonly lives: number } | { readonly kind: 'dog'; readonly name: string };
const animal = union<Animal>({ cat: { lives: count }, dog: { name: text } });

describe('a value that fits is given back itself', () => {
  test.each<[string, Shape<unknown>, readonly unknown[]]>([
    ['text', text, ['', 'a']],
    ['number', number, [0, -1.5]],
    ['integer', integer, [0, -3]],
    ['count', count, [0, 3]],
    ['number or null', numberOrNull, [0.5, null]],
    ['true or false', boolean, [true, false]],
    ['one of', oneOf<string | number>('a', 1), ['a', 1]],
    ['anything', anything, [undefined, null, [], {}]],
    ['a list', list(count), [[], [1, 2]]],
    ['a record', record(text), [{}, { a: 'x' }]],
    ['an object, with fields of a later version', object({ a: count, b: optional(text) }), [{ a: 1 }, { a: 1, c: 2 }]],
    ['null or', nullable(text), [null, 'a']],
    [
      'a union',
      animal,
      [
        { kind: 'cat', lives: 9 },
        { kind: 'dog', name: 'Rex' },
      ],
    ],
  ])('%s', (_, shape, values) => {
    for (const value of values) expect(parse(shape, value, 'it')).toEqual({ ok: true, value });
  });
});

test.each<[Shape<unknown>, unknown, string]>([
  [text, 1, 'it is 1; a string was expected.'],
  [number, Number.NaN, 'it is NaN; a finite number was expected.'],
  [integer, 1.5, 'it is 1.5; a whole number was expected.'],
  [count, -1, 'it is -1; a whole number of at least 0 was expected.'],
  [boolean, 'yes', 'it is "yes"; true or false was expected.'],
  [oneOf('a', 'b'), 'c', 'it is "c"; "a" or "b" was expected.'],
  [list(text), { 0: 'a' }, 'it is {"0":"a"}; a list was expected.'],
  [list(count, 2), [1, 2, 3], 'it has 3 elements; at most 2 are taken.'],
  [list(list(count)), [[0], [1, 'x']], 'it[1][1] is "x"; a whole number of at least 0 was expected.'],
  [record(count), { 'a b': null }, 'it["a b"] is null; a whole number of at least 0 was expected.'],
  [object({ a: object({ b: text }) }), { a: {} }, 'it.a.b is missing; a string was expected.'],
  [object({ a: text }), ['a'], 'it is ["a"]; an object was expected.'],
  [animal, { kind: 'cow' }, 'it.kind is "cow"; "cat" or "dog" was expected.'],
  [animal, { kind: 'cat' }, 'it.lives is missing; a whole number of at least 0 was expected.'],
  [animal, null, 'it is null; an object was expected.'],
  [text, Symbol('s'), 'it is Symbol(s); a string was expected.'],
  [count, 'x'.repeat(100), `it is "${'x'.repeat(56)}…; a whole number of at least 0 was expected.`],
])('what does not fit is named by its path, with the value seen (%#)', (shape, value, reason) => {
  expect(parse(shape, value, 'it')).toEqual({ ok: false, reason });
});

test('readers that go on take fields of objects and text, and nothing of anything else', () => {
  expect([{ a: 1 }, [1], null, undefined, 'a'].map(fieldsOf)).toEqual([{ a: 1 }, {}, {}, {}, {}]);
  expect(['a', 1, null, ['a']].map(textOf)).toEqual(['a', '', '', '']);
});

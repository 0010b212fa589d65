import { describe, expect, it } from 'vitest';
import { cellModules, nearest, readCell } from '../../../../kernel/cell/language/cell-module.ts';

function modules(...texts: readonly string[]) {
  return cellModules(texts.map((text, index) => readCell({ id: String(index), language: 'typescript', text })));
}

/** What each cell takes, e.g. "x←0". */
function takes(...texts: readonly string[]): readonly string[] {
  return modules(...texts).map(({ takes }) => [...takes].map(([name, from]) => `${name}←${from}`).join(' '));
}

describe('a cell takes names from the nearest earlier cell that declares them, else from a later one', () => {
  it.each([
    [
      ['const x = 1', 'x'],
      ['', 'x←0'],
    ],
    [
      ['const x = 1', 'const x = "a"', 'x'],
      ['', '', 'x←1'],
    ],
    [
      ['const x = 1', 'x', 'const x = "a"', 'x'],
      ['', 'x←0', '', 'x←2'],
    ],
    [
      ['x', 'const x = 1', 'const x = 2'],
      ['x←1', '', ''],
    ],
    [
      ['const x = y', 'const y = x'],
      ['y←1', 'x←0'],
    ],
    [
      ['const x = 1', 'const x = x + 1'],
      ['', ''],
    ],
    [
      ['import fs from "node:fs"', 'fs'],
      ['', 'fs←0'],
    ],
    [
      ['type T = 1', 'let t: T'],
      ['', 'T←0'],
    ],
    [
      ['const x = 1;\nfunction f( {', 'x'],
      ['', 'x←0'],
    ],
    [
      ['const x = 1', '{ x }'],
      ['', 'x←0'],
    ],
    [['nothing'], ['']],
  ])('%j', (texts, expected) => {
    expect(takes(...texts)).toEqual(expected);
  });
});

describe('the cell’s own text stands unchanged in its module', () => {
  it.each(['const x = 1', '', '{ a: 1 }', '{ a: 1 };', '{ const a = 1 }', '`open', 'f(', '/* open', '  {a: 1, b}\n'])(
    '%j',
    (text) => {
      const [, module] = modules('const b = 1', text);
      expect(module.text.slice(module.start, module.end)).toBe(text);
    },
  );

  it.each([
    ['{ a: 1 }', true],
    ['{ a: 1, b }', true],
    ['{ a: 1 };', false],
    ['{ const a = 1 }', false],
    ['{', false],
    ['f({})', false],
  ])('%j is an object: %s', (text, isObjectLiteral) => {
    expect(readCell({ id: 'a', language: 'typescript', text }).isObjectLiteral).toBe(isObjectLiteral);
  });
});

it('gives what the cell does not export by itself', () => {
  const [{ text }] = modules('export const a = 1; const b = 2; const c = 3; export { c };');
  expect(text.split('\n', 1)[0].trim()).toBe('export { b };');
});

it('knows what every other cell offers', () => {
  const cells = ['const a = 1', 'let b', 'class a {}', 'interface C {}'].map((text, index) =>
    readCell({ id: String(index), language: 'typescript', text }),
  );
  expect([...nearest(cells, 1)]).toEqual([
    ['a', { kind: 'const', from: '0' }],
    ['C', { kind: 'interface', from: '3' }],
  ]);
  expect([...nearest(cells, 3)]).toEqual([
    ['a', { kind: 'class', from: '2' }],
    ['b', { kind: 'let', from: '1' }],
  ]);
});

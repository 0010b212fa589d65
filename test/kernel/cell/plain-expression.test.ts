import { describe, expect, test } from 'vitest';
import { readPlainExpression } from '../../../kernel/cell/plain-expression.ts';
import { transpile } from '../../../kernel/cell/transpile.ts';
import { originalPosition, runningLines } from '../../../kernel/link/index.ts';

const isPlain = (source: string): boolean => readPlainExpression(source) !== undefined;

describe('a cell of one expression that is JavaScript as it stands', () => {
  test.each([
    '1 + 1',
    'name',
    '"text";',
    'a?.b[0]?.(...c)',
    'await model.predict(rows, { signal })',
    '{ a: 1, [b]: c }',
    'rows.map((row, i) => ({ ...row, i }))',
    'x = y ||= `a`',
    'f(\n  1,\n  2,\n)',
    'new Date(0).getTime() > 3 ? void 0 : typeof x',
  ])('%s', async (source) => {
    expect(isPlain(source)).toBe(true);
    expect((await transpile(source, { scope: new Map(), globals: new Set(), execution: 1 })).kind).toBe('javascript');
  });

  test('tells the places of the cell, line by line and token by token', async () => {
    const source = '[\n  first,\n    await second.third(4),\n]';
    const cell = await transpile(source, { scope: new Map(), globals: new Set(), execution: 1 });
    if (cell.kind !== 'javascript') throw new Error(cell.error.message);
    const placeOf = (text: string) => {
      const before = cell.code.slice(0, cell.code.indexOf(text)).split('\n');
      return originalPosition(cell.map, { line: before.length, column: (before.at(-1) ?? '').length + 1 });
    };
    expect(placeOf('first')).toEqual({ line: 2, column: 3 });
    expect(placeOf('second')).toEqual({ line: 3, column: 11 });
    expect(placeOf('third')).toEqual({ line: 3, column: 18 });
    expect(placeOf('4)')).toEqual({ line: 3, column: 24 });
    const running = [1, 2, 3, 4].map((line) => [line, { line: line + 1, column: 1 }]);
    expect([...runningLines(cell.map)]).toEqual(running);
  });

  test('gives an object literal as its value, and no block', async () => {
    const cell = await transpile(' {\n  a: 1,\n}\n', { scope: new Map(), globals: new Set(), execution: 1 });
    if (cell.kind !== 'javascript') throw new Error(cell.error.message);
    expect(cell.code).toBe('"use strict";\n ({\n  a: 1,\n});\n');
    expect(originalPosition(cell.map, { line: 3, column: 3 })).toEqual({ line: 2, column: 3 });
  });
});

test.each([
  'const a = 1',
  '1; 2',
  'x as number',
  'x!',
  'f<string>(1)',
  'f<a, b>(c)',
  '{ a: 1 };',
  '[\n  1,\n\n  2,\n]',
  '#!/usr/bin/env node\n1',
  'delete x',
  '010',
  '(x: number) => x',
  '(x?) => x',
  '() => { return 1 }',
  'function f() {}',
  '<b>text</b>',
  'a /* comment */',
  'a // comment',
  '/(?<year>)/v',
  'import("fs")',
  'import.meta',
  'class {}',
  '`a\nb`',
  '"\\u0061"',
  '',
])('%s is the compiler’s', (source) => expect(isPlain(source)).toBe(false));

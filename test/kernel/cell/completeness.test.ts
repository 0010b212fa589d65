import { stop } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { completeness } from '../../../kernel/cell/completeness.ts';

afterAll(stop);

async function check(cells: readonly string[], status: 'complete' | 'incomplete' | 'invalid'): Promise<void> {
  const found = await Promise.all(cells.map(async (cell) => [cell, (await completeness(cell)).status]));
  expect(found).toEqual(cells.map((cell) => [cell, status]));
}

test('complete cells run', () =>
  check(
    [
      '',
      '1',
      'f()',
      'const x: number = 1',
      'if (a) {\n}',
      '`a\nb`',
      '{ a: 1 }',
      'await x',
      '// comment',
      'x\n',
      '<b/>',
    ],
    'complete',
  ));

test('unfinished cells ask for another line', () =>
  check(
    [
      'f(',
      'f(1,',
      '{',
      'if (x) {\n  y',
      'class A {',
      'function f(a: number',
      '`abc',
      '`a${',
      '/* open',
      'const x =',
      '1 +',
      'x ?',
      'x.',
      '[1, 2,',
      'interface A {',
      'type T =',
      '@decorator',
      'import { a',
      'import a from',
      'try {}',
      'do {}',
      'for (const a of b)',
      '() =>',
      '<div>',
      'const { a',
      'switch (a) {\n  case 1:',
    ],
    'incomplete',
  ));

test('wrong cells run, so that their error is shown', () =>
  check(
    ['let x = = 1', ')', 'f(]', '"open', "'open", 'a b', 'const x;', 'const a = 1; const a = 2', 'return 1', 'break'],
    'invalid',
  ));

test.each([
  ['if (x) {', '  '],
  ['if (x) {\n  f(', '    '],
  ['const f = (a) =>', '  '],
  ['f(1,\n  2,', '  '],
  ['`abc', ''],
])('the next line of %j is indented by %j', async (cell, indent) => {
  expect(await completeness(cell)).toEqual({ status: 'incomplete', indent });
});

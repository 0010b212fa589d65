import { expect, test } from 'vitest';
import { operandAtEnd } from '../../../kernel/cell/receiver.ts';

test.each([
  ['a', 'a'],
  ['x = a', 'a'],
  ['1 + rows[0].name', 'rows[0].name'],
  ['f(a, b).c', 'f(a, b).c'],
  ['if (x) a?.b', 'a?.b'],
  ['"abc"', '"abc"'],
  ["f('a)')", "f('a)')"],
  ['x = [1, 2]', '[1, 2]'],
  ['new Map()', 'new Map()'],
  ['return value', 'value'],
  ['await load()', 'load()'],
  ['(a as B)', '(a as B)'],
  ['a!.b', 'a!.b'],
  ['a.b\n  .c', 'a.b\n  .c'],
  [`\`t\${x}\``, `\`t\${x}\``],
  ['this', 'this'],
  ['π.ö$', 'π.ö$'],
  ['{ a.b', 'a.b'],
  ['foo(bar', 'bar'],
  ['', ''],
  ['return', ''],
  ['a +', ''],
  ['...rest', 'rest'],
])('%j ends in %j', (text, operand) => {
  expect(operandAtEnd(text)).toBe(operand);
});

import { expect, it } from 'vitest';
import { emptyScope } from '../../../kernel/cell/scope.ts';
import { transpile } from '../../../kernel/cell/transpile.ts';

const uses = async (source: string) => {
  const cell = await transpile(source, { scope: emptyScope, globals: new Set(['process']), execution: 3 });
  if (cell.kind !== 'javascript') throw new Error(cell.error.message);
  const { reads, later, writes } = cell.uses;
  return {
    ...(reads.length > 0 ? { reads } : {}),
    ...(later.length > 0 ? { later } : {}),
    ...(writes.length > 0 ? { writes } : {}),
  };
};

it.each([
  ['const a = 1', {}],
  ['const a = b; let c = a + d', { reads: ['b', 'd'] }],
  ['rows.map((row) => row * rate)', { reads: ['rows', 'rate'] }],
  ['function f() { return rate }', { later: ['rate'] }],
  ['const f = async (x: Row) => x + rate', { later: ['rate'] }],
  ['class A extends B { m() { return rate } }', { later: ['B', 'rate'] }],
  ['function f() { return rate }\nf()', { reads: ['rate'] }],
  ['total += x; [u, { v }] = pair', { reads: ['total', 'x', 'u', 'v', 'pair'], writes: ['total', 'u', 'v'] }],
  // Its own names, and those of inner scopes, hide those of other cells.
  ['let x = 1; { const y = x; y } for (const z of [x]) z; (x) => x', {}],
  ['const { a = fallback, ...rest } = given', { reads: ['fallback', 'given'] }],
  ['({ name, key: other })', { reads: ['name', 'other'] }],
  ['import { join } from "node:path"; join(a)', { reads: ['a'] }],
  ['type T = Other; const a: T = value as Other', { reads: ['value'] }],
  ['enum E { a } namespace N { export const b = outer } E.a', { reads: ['outer'] }],
  ['%time await model.fit(rows)\n%sh ls', { reads: ['model', 'rows'] }],
  ['<b>{count}</b>', { reads: ['count'] }],
  ['process.pid', { reads: ['process'] }],
])('%j', async (source, expected) => {
  const { reads = [], ...others } = (await uses(source)) as { reads?: readonly string[] };
  // What JSX becomes is not the person's.
  const own = reads.filter((name) => name !== 'React');
  expect({ ...(own.length > 0 ? { reads: own } : {}), ...others }).toEqual(expected);
});

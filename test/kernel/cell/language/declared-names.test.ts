import ts from 'typescript';
import { expect, it } from 'vitest';
import { declaredNames } from '../../../../kernel/cell/language/declared-names.ts';

function names(text: string): string {
  const file = ts.createSourceFile('cell.tsx', text, ts.ScriptTarget.ES2022, false, ts.ScriptKind.TSX);
  const declared = declaredNames(file);
  // Each says where it stands.
  for (const { name, start } of declared) expect(text.slice(start, start + name.length)).toBe(name);
  return declared.map(({ name, kind, exported }) => `${exported ? 'export ' : ''}${kind} ${name}`).join(', ');
}

it.each([
  ['const a = 1, b = 2; let c; var d;', 'const a, const b, let c, var d'],
  ['const { a, b: { c = 1 }, ...d } = x; const [e, , [f]] = y;', 'const a, const c, const d, const e, const f'],
  ['using file = open(); await using other = open();', 'const file, const other'],
  ['function f() { var inside; } class A {} abstract class B {}', 'function f, class A, class B'],
  ['async function* g() {}', 'function g'],
  ['enum E { a } const enum F { b } namespace N { export const x = 1 }', 'enum E, enum F, namespace N'],
  ['interface I {} type T = I; type T2<X> = X[];', 'interface I, type T, type T2'],
  ['type P = { x: number }; const P = () => 1;', 'const P'],
  ['const P = 1; interface P {}', 'const P'],
  [
    'import a, { b as c, type D } from "m"; import * as e from "m"; import "m";',
    'import a, import c, import D, import e',
  ],
  ['import fs = require("fs");', 'import fs'],
  ['import type { A } from "m";', 'import A'],
  [
    'export const a = 1; export function f() {} export default class B {}',
    'export const a, export function f, class B',
  ],
  ['const a = 1, b = 2; export { a, b as c };', 'export const a, const b'],
  ['export * from "m"; export * as n from "m"; export { x } from "m";', ''],
  ['if (x) { var a; let b; } for (var i = 0;;) {} for (const j of k) {}', 'var a, var i'],
  ['try { var e } catch { var f } switch (x) { case 1: var g }', 'var e, var f, var g'],
  ['const h = () => { var no; }; (function () { var no; })();', 'const h'],
  ['declare const d: number; declare global { interface X {} } declare module "m" {}', 'const d'],
  ['@decorated class A { static { var no; } }', 'class A'],
  ['label: for (;;) {} 1 + 1; "text";', ''],
  // Text that is not finished yet.
  ['const a = 1;\nfunction f( {\n  return [', 'const a, function f'],
  ['const ', ''],
  ['const a = `open ${', 'const a'],
  ['const größe = 1, $x = 2, _ = 3;', 'const größe, const $x, const _'],
])('%s', (text, expected) => {
  expect(names(text)).toBe(expected);
});

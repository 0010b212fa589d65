import { stop } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { startCells } from './run-cells.ts';

/** What TypeScript means in a cell, run as V8 runs it; what the last cell shows was worked out by hand. */
const notebook = startCells();
afterAll(async () => {
  notebook.close();
  await stop();
});

type Case = readonly [cells: string | readonly string[], shows: string];

function check(cases: readonly Case[]): void {
  test.each(cases)('%j shows %s', async (given, expected) => {
    const ran = await notebook.run(typeof given === 'string' ? [given] : given);
    const last = ran.at(-1);
    expect(last && 'shows' in last ? last.shows : last?.throws).toBe(expected);
  });
}

describe('the last value, however the lines before it end', () =>
  check([
    ['const xs = [1]\n1 + 1', '2'],
    ['const xs = [1]\n-1', 'undefined'],
    ['let n = 5\nn\n-1', '4'],
    ['let n = 5\nn\n++n', '6'],
    ["const f = (x) => x\n'a' + 'b'", "'ab'"],
    ['const a = 1\n!0', 'true'],
    ['const a = 1\n~1', '-2'],
    ['const t = `x`\n2 * 3', '6'],
    ['const o = { a: 1 }\n2 ** 3', '8'],
    ['type A = { a: 1 }\n1 + 2', '3'],
    ['interface A { a: 1 }\n1 + 2', '3'],
    ['declare function f(): number\n1 + 2', '3'],
    ['class A {}\n1 + 2', '3'],
    ['function f() {}\n1 + 2', '3'],
    ['enum E { A }\n1 + 2', '3'],
    ['do ; while (0) 1 + 2', '3'],
    ['const x = 1 as number\n1 + 2', '3'],
    ['let x!: number\n1 + 2', '3'],
    ['const x = 1; // a; b\n1 + 2 // c; d', '3'],
    ['/* 9 */ 1 + 2 /* ; 7 */', '3'],
    ['1 + 2 /* a\nb */', '3'],
    ['// only\n1 + 2;;; // end', '3'],
    ["'a;b' + `c;\n2`", "'ac;\\n2'".replace("'a", "'a;b")],
    ["'use strict'", "'use strict'"],
    ["'use strict'\n1 + 2", '3'],
    ["'one'; 'two'", "'two'"],
    [`\`\${1 + 1}\``, "'2'"],
    ['true', 'true'],
    ['null', 'null'],
    ['undefined', 'undefined'],
    ['void 0', 'undefined'],
    ['typeof 1', "'number'"],
    ['1, 2', '2'],
    ['(1, 2)', '2'],
    ['1n + 2n', '3n'],
    ['0.1 + 0.2', '0.30000000000000004'],
    ['/a/g', '/a/g'],
    ['[1, 2][1]', '2'],
    ['let a = 1; a ? 2 : 3', '2'],
    ['let a; a ??= 4', '4'],
    ['1 < 2 && 3', '3'],
    ['1 + 1 satisfies number', '2'],
    ['({ a: 1 }) as const', '{ a: 1 }'],
    ['1! + 1!', '2'],
    ['await 1 + 1', '2'],
    ['(await Promise.resolve([4]))[0]', '4'],
    ['const v = 3\n;[v]', '[ 3 ]'],
    ['/* @__PURE__ */ (() => 5)()', '5'],
    ['\r\nconst a = [1]\r\n1 + 1\r\n', '2'],
    ['const a = 1\u2028a + 1', '2'],
    ['function* g() {}\n1 + 1', '2'],
    ['class A { static x = 1 }\nA\n.x', '1'],
    ['export default 1 + 1', '2'],
    ['export default /* a */ { a: 1 }', '{ a: 1 }'],
    ['export default (1, 2)', '2'],
    ['export default await 3', '3'],
    ['__cellValue => 1', '[Function (anonymous)]'],
  ]));

describe('statements with statements in them', () =>
  check([
    ['if (true) 1 + 1; else 6', '2'],
    [['for (const i of [1]) { function f() { return i } f() }\nfunction f() { return 2 }', 'f()'], '2'],
    ['{ function g() {} } typeof g', "'undefined'"],
    ['if (false) 1 + 1; else -6', '-6'],
    ['if (true) { 1 + 1 }', '2'],
    ['5; if (false) 6', 'undefined'],
    ['5; if (true) {}', 'undefined'],
    ['5; {}', 'undefined'],
    ['5; ;', '5'],
    ['5; { let a = 1 }', 'undefined'],
    ['{ let a = 1; a + 1 }', '2'],
    ['try { 1 + 1 } finally { 3 }', '2'],
    ["try { throw 1 } catch (e) { 'caught ' + e }", "'caught 1'"],
    ['5; try { throw 1 } catch {}', 'undefined'],
    ['try { await Promise.reject(1) } catch {}', 'undefined'],
    ["try { await Promise.reject(1) } catch (e) { 'x' + e }", "'x1'"],
    ["switch (2) { case 1: 'one'; break; case 2: 'tw' + 'o' }", "'two'"],
    ['5; switch (3) { case 1: 1 }', 'undefined'],
    ['label: 1 + 1', '2'],
    ['found: { if (0) break found; 9 }', '9'],
    ['5; found: { if (1) break found; 9 }', 'undefined'],
    ['a: b: { 1 + 1 }', '2'],
  ]));

describe('what shows nothing', () =>
  check(
    [
      'for (const i of [1]) i',
      'outer: for (;;) { 1; break outer }',
      'while (false) 1',
      'do 1; while (0)',
      'const a = 1',
      'var a = 1',
      'function f() { return 1 }',
      'class A {}',
      'type A = 1',
      'interface A {}',
      'enum A { B }',
      'const enum A { B }',
      'namespace A { export const b = 1 }',
      'declare const a: number',
      'export {}',
      'export const a = 1',
      'export default class A {}',
      'export type A = 1',
      '@((c: any) => {}) class A {}',
      'using x = null',
    ].map((cell): Case => [`5; ${cell}`, 'undefined']),
  ));

describe('an object or a block', () =>
  check([
    ['{ a: 1 }', '{ a: 1 }'],
    ['{ a: 1 };', '1'],
    ['// why\n{ a: 1 }', '{ a: 1 }'],
    ['/* why */ { a: 1, b: [2] } // so', '{ a: 1, b: [ 2 ] }'],
    ['{}', '{}'],
    ['{ a: 1 }.a', '1'],
    ['{ ...{ b: 2 } }', '{ b: 2 }'],
    ['{ "a": 1 as number }', '{ a: 1 }'],
    ['{ a: <T>(x: T) => x }', '{ a: [Function: a] }'],
    ['{ let a = 1; a }', '1'],
    ['{ a: for (;;) break a }', 'undefined'],
    ['{ 1 }', '1'],
    ['{ 1 }\n{ 2 }', '2'],
  ]));

describe('both readings', () =>
  check([
    ['const g = <T>(x: T) => x\ng(1)', '1'],
    ['const g = <T extends object>(x: T) => x\ng({ a: 1 })', '{ a: 1 }'],
    ['const g = async <T>(x: T) => x\nawait g(2)', '2'],
    ["<string>'v'", "'v'"],
    ['const n = <number>(<unknown>3); n', '3'],
    ['const h = <T, U>(a: T, b: U) => [a, b]; h(1, 2)', '[ 1, 2 ]'],
    ['class Box { map = <T>(f: (b: this) => T): T => f(this) }\nnew Box().map((b) => b instanceof Box)', 'true'],
    [['const React = { createElement: (...a: unknown[]) => a }', '<b>t</b>'], "[ 'b', null, 't' ]"],
    ['const k = <T,>(x: T) => x; k(4)', '4'],
  ]));

describe('of two readings that fail, the better error is told', () =>
  check([
    ['const g = <T>(x: T) => x;\nlet y = = 2;', 'SyntaxError: Unexpected "="'],
    ['const s = <string>v;\nlet y = = 2;', 'SyntaxError: Unexpected "="'],
    ['const el = <div>{1 2}</div>', 'SyntaxError: Expected "}" but found "2"'],
    ['<div>', 'SyntaxError: Unexpected end of file before a closing "div" tag'],
  ]));

describe('names are never the compiler’s', () =>
  check([
    ['const Mixed = class Mixed {}; Mixed.name', "'Mixed'"],
    [
      'const Mixed = class Mixed { static own = Mixed.name; who() { return Mixed.name } }; [Mixed.own, new Mixed().who()]',
      "[ 'Mixed', 'Mixed' ]",
    ],
    ['const f = function f() { return f.name }; [f(), f.name]', "[ 'f', 'f' ]"],
    ['function f() { return 1 }; const o = { f() { function f() {} return f.name } }; o.f()', "'f'"],
    ['class A {} ; (() => { class A {} return A.name })()', "'A'"],
    ['const x = 1; ((x) => (() => { function x() {} return x.name })())(2)', "'x'"],
    ['class A { static m = 0; static n = A.name; static { this.m = this.name } }; [A.n, A.m]', "[ 'A', 'A' ]"],
    [
      'const d = (v: any, c: any) => {}; class A { @d m() { return A.name } static n = A.name; static k = A }; [A.n, new A().m(), A.k === A, A.name]',
      "[ 'A', 'A', true, 'A' ]",
    ],
    [
      'const d = (v: any, c: any) => {}; @d class A { static n = A.name; static { A.n += this.name } }; [A.n, A.name]',
      "[ 'AA', 'A' ]",
    ],
    ['const d = (v: any, c: any) => {}; const S = class { @d y = 2 }; S.name', "'S'"],
    ['const d = (v: any, c: any) => {}; const S = @d class {}; S.name', "'S'"],
    [
      'const d = (v: any, c: any) => {}; const S = @d class Inner { static s = Inner }; [S.name, S.s === S]',
      "[ 'Inner', true ]",
    ],
    [
      'const d = (v: any, c: any) => {}; (() => { class B { @d m() {} static s = B } return [B.name, B.s === B] })()',
      "[ 'B', true ]",
    ],
    ['const d = (v: any, c: any) => {}; (() => { const Q = class { @d m() {} }; return Q.name })()', "'Q'"],
    ['using x = null; class Z { static z = Z.name }; [Z.z, Z.name]', "[ 'Z', 'Z' ]"],
    ['export default class {}', '[class default]'],
    ['export default () => 1', '[Function: default]'],
    ['export default function () {}', '[Function: default]'],
    ['export default class Named {}; Named.name', "'Named'"],
    [['class A { static v = 1 }', 'class A { static v = 2 }', '[A.name, A.v]'], "[ 'A', 2 ]"],
    [['const A = class {}', 'let A = () => 1', 'function A() {}', 'A.name'], "'A'"],
    ['function process() {} process.name', "'process'"],
    ['const process = () => 1; process.name', "'process'"],
    ['const process = async () => (await 1) + 1; [process.name, await process()]', "[ 'process', 2 ]"],
    ['const { process = () => 1 } = {} as any; process.name', "'process'"],
    ['let process; process = class {}; process.name', "'process'"],
    ['class process { static n = process.name }; [process.n, process.name]', "[ 'process', 'process' ]"],
    ['enum Color { Red } function f(Color2: any) { return Color2 + Color.Red } f(1)', '1'],
    ['let x = 1; { let x = 2; { let x2 = 3; x += x2 } x }', '5'],
    ['const x = 1; function f(x2: number) { return ((x) => x + x2)(10) } f(5)', '15'],
    ["try { (function fail() { throw new Error('x') })() } catch (e) { /at (\\w+)/.exec(e.stack)[1] }", "'fail'"],
    [
      'const fail = 1; try { (function fail() { throw new Error() })() } catch (e) { /at (\\w+)/.exec(e.stack)[1] }',
      "'fail'",
    ],
    ['const n = 1; (function n(a) { return a ? n(0) : n.name })(1)', "'n'"],
    ['const f = (n) => function n2() { return [n, n2.name] }; const n = 9; f(1)()', "[ 1, 'n2' ]"],
  ]));

describe('identifiers', () =>
  check([
    ['let \\u0061bc = 1; abc + 1', '2'],
    [['let \\u0061bc = 1', 'abc + \\u{61}bc'], '2'],
    [['const 日本 = 1, é = 2', '日本 + é'], '3'],
    [['const 𝒳 = 4; class 𠮷 { static y = 𝒳 }', '𠮷.y + 𝒳'], '8'],
    [['const $ = 1, _ = 2, $_1 = 3', '$ + _ + $_1'], '6'],
    ['const \\u{1d4b3} = 5; 𝒳', '5'],
    ['const abc = class \\u0061bc {}; abc.name', "'abc'"],
  ]));

describe('classes and constructs across cells', () =>
  check([
    [['class A { accessor x = 1 }', 'const a = new A(); a.x += 4; a.x'], '5'],
    [
      [
        'class A { static accessor x = 1; accessor #p = 2; p() { return this.#p++ } }',
        'const a = new A(); a.p(); [A.x, a.p()]',
      ],
      '[ 1, 3 ]',
    ],
    [
      [
        `const seen: string[] = []; const log = (v: any, c: any) => { seen.push(\`\${c.kind} \${String(c.name)}\`) }`,
        '@log class A { @log f = 1; @log m() {} @log get g() { return 1 } @log accessor a = 2; @log static s() {} }',
        'class B extends A { @log f = 2 }',
        '[new B().a + new B().f, seen.length, A.name]',
      ],
      "[ 4, 7, 'A' ]",
    ],
    [
      [
        'const params: unknown[] = []; const inject = (t: any, k: any, i: number) => { params.push(i) }',
        'class Service { constructor(@inject readonly a: number, @inject private b = 2) {} sum() { return this.a + this.b } }',
        '[new Service(1).sum(), params, Service.name]',
      ],
      "[ 3, [ 1, 0 ], 'Service' ]",
    ],
    [
      [
        'class A { #p = 1; static read(a: A) { return #p in a ? a.#p : 0 } }',
        'class B extends A {}',
        'A.read(new B())',
      ],
      '1',
    ],
    [['function* g() { const x = yield 1; yield x * 2 }', 'const it = g(); it.next(); it.next(21).value'], '42'],
    [
      ['const { a = 1, ...rest } = { b: 2, c: 3 } as any, [d, , e = a] = [4, 5]', '[a, rest, d, e]'],
      '[ 1, { b: 2, c: 3 }, 4, 1 ]',
    ],
    [
      [
        'abstract class Shape { abstract area(): number; twice() { return this.area() * 2 } }',
        'class Sq extends Shape { constructor(private s: number) { super() } area() { return this.s ** 2 } }',
        'new Sq(3).twice()',
      ],
      '18',
    ],
    [['namespace A.B { export const c = 1 }', 'namespace A.B { export const d = 2 }', 'Object.keys(A.B)'], "[ 'd' ]"],
    [
      [
        'const order: string[] = []; { using a = { [Symbol.dispose]() { order.push("a") } }; using b = { [Symbol.dispose]() { order.push("b") } }; order.push("body") }',
        'order',
      ],
      "[ 'body', 'b', 'a' ]",
    ],
    ['using a = null; const t = { x: 1 }; t.x + 1', '2'],
    ['using a = null; if (a === null) 1 + 1', '2'],
    ['using a = null; export default 4 + 4', '8'],
    ['let i = 0; a: for (;;) { for (;;) { if (++i > 3) break a; continue a } } i', '4'],
    ['const f = (a: number, b = a, ...c: number[]) => a + b + c.length; f(1, undefined, 9, 9)', '4'],
    ['class A { static #c = 0; static { A.#c = 5 } static get c() { return A.#c } } A.c', '5'],
    ['const o = { async *g() { yield* [1, 2] } }; const r = []; for await (const x of o.g()) r.push(x); r', '[ 1, 2 ]'],
    ['let v = 1; { var w = v + 1 } w', '2'],
    [`const e = new Proxy({}, { get: (_, k) => k }) as any; const { [\`a\${1}\`]: q } = e; q`, "'a1'"],
    ['function f(this: { a: number }) { return this.a } f.call({ a: 3 })', '3'],
    ['let u: undefined | { a?: { b(): number } }; u?.a?.b()', 'undefined'],
    ['label: { const x = 1; if (x) break label; } 7', '7'],
    [
      `const t = (s: TemplateStringsArray, ...v: unknown[]) => s.raw.join("|") + v; t\`a\${1}\\n\${2}\``,
      "'a|\\\\n|1,2'",
    ],
  ]));

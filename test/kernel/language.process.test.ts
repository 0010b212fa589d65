import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Driver, startSession } from './session-driver.ts';

/** What TypeScript means in a notebook: cells that run one after another, and what the last one shows. */
const cases: Readonly<Record<string, readonly [cells: string | readonly string[], shows: string | undefined]>> = {
  arithmetic: ['1 + 1', '2'],
  'string value': ["'text'", "'text'"],
  'no value': ['undefined', undefined],
  'a semicolon does not hide the value': ['6 * 7;', '42'],
  'value of the last statement only': ['1;\n2', '2'],
  'declaration shows nothing': ['5; const five = 5', undefined],
  'loop shows nothing': ['for (const i of [1, 2]) i', undefined],
  'condition has a value': ['if (true) 5; else 6', '5'],
  'try has a value': ['try { 7 } finally { 8 }', '7'],
  'labelled block has a value': ['found: { if (0) break found; 9 }', '9'],
  'object literal': ['{ a: 1, b: { c: 2 } }', '{ a: 1, b: { c: 2 } }'],
  'object literal of a variable': [['const shorthand = 1', '{ shorthand }'], '{ shorthand: 1 }'],
  block: ['{ let inner = 3; inner }', '3'],
  'const again': [['const c1 = 1', 'const c1 = 2', 'c1'], '2'],
  'let, var, function, class, const of one name': [
    ['let z = 1', 'var z = 2', 'function z() {}', 'class z {}', 'const z = 5', 'let z = 6', 'z'],
    '6',
  ],
  'an old closure sees the new value': [['let seen = 1; const see = () => seen', 'let seen = 2', 'see()'], '2'],
  'a failed const keeps the old value': [
    ['const kept = 1', "const kept = (() => { throw new Error('no') })()", 'kept'],
    '1',
  ],
  'a failed const can be declared again': [
    ["const later = (() => { throw new Error('no') })()", 'const later = 2', 'later'],
    '2',
  ],
  'var after a failed let': [['let broken = (() => { throw 1 })()', 'var broken = 4', 'broken'], '4'],
  'var keeps its value': [['var counter = 1', 'var counter = (counter ?? 0) + 1', 'counter'], '2'],
  'var in a loop is the notebook’s': [['for (var n1 = 0; n1 < 3; n1++) ;', 'n1'], '3'],
  'destructuring var': ['var { p: [q1 = 4], ...others } = { p: [], r: 5 } as any; [q1, others]', '[ 4, { r: 5 } ]'],
  'functions are callable before their line': [
    'hoisted(2); function hoisted(x: number) { return x * 2 }\nhoisted(4)',
    '8',
  ],
  recursion: ['function factorial(n: number): number { return n < 2 ? 1 : n * factorial(n - 1) }\nfactorial(5)', '120'],
  'a function keeps its name': ['function named() {}\nnamed.name', "'named'"],
  generator: ['function* numbers() { yield 1; yield 2 }\n[...numbers()]', '[ 1, 2 ]'],
  'top-level await': ['const waited = await Promise.resolve(11); waited', '11'],
  'for await': [
    'let total = 0; for await (const x of (async function* () { yield 1; yield 2 })()) total += x; total',
    '3',
  ],
  'a promise shows what comes of it': ['Promise.resolve(12)', '12'],
  'await in a function': ['const twice = async (x: number) => ({ x: (await x) * 2 }); await twice(4)', '{ x: 8 }'],
  'types vanish': ['interface A { a: number }; type B = A; const typed = { a: 1 } as B satisfies A; typed!.a', '1'],
  'types of another cell': [
    ['interface Shape { area: number }', 'const square: Shape = { area: 4 }; square.area'],
    '4',
  ],
  'generic arrow': ['const same = <T,>(x: T): T => x; same(3)', '3'],
  overloads: ['function over(a: number): number; function over(a: any) { return a }\nover(1)', '1'],
  enum: ["enum Color { Red, Green = 'g' }; [Color.Red, Color[0], Color.Green]", "[ 0, 'Red', 'g' ]"],
  'enum again starts anew': [['enum Fresh { Old }', 'enum Fresh { New }', 'Object.keys(Fresh)'], "[ '0', 'New' ]"],
  'const enum in another cell': [['const enum Size { Small = 3 }', 'Size.Small'], '3'],
  namespace: ['namespace Geometry { export const sides = 4 }\nGeometry.sides', '4'],
  'parameter properties': [
    'class Point { constructor(readonly x: number, private y = 2) {} sum() { return this.x + this.y } }\nnew Point(1).sum()',
    '3',
  ],
  'private members': [
    'class Hidden { #secret = 7; get secret() { return this.#secret } static { this.prototype } }\nnew Hidden().secret',
    '7',
  ],
  'stage 3 decorators': [
    "const calls: string[] = []; function logged(f: any, { name }: any) { return function (this: any, ...a: any[]) { calls.push(name); return f.apply(this, a) } }\nclass Greeter { @logged greet() { return 'hi' } }\n[new Greeter().greet(), calls]",
    "[ 'hi', [ 'greet' ] ]",
  ],
  'decorated classes of two cells stay apart': [
    [
      'const tag = (t: string) => (_: any, { addInitializer }: any) => addInitializer(function (this: any) { this.tag = t })',
      "class One { @tag('one') m() {} }",
      "class Two { @tag('two') m() {} }",
      '[(new One() as any).tag, (new Two() as any).tag]',
    ],
    "[ 'one', 'two' ]",
  ],
  accessor: ['class Cell1 { accessor x = 1 }\nnew Cell1().x', '1'],
  using: [
    'const closed: string[] = []; { using file = { [Symbol.dispose]() { closed.push("file") } }; }\nclosed',
    "[ 'file' ]",
  ],
  'using at the top': [
    "const log1: string[] = [];\nusing top = { [Symbol.dispose]() { log1.push('top') } };\nlog1",
    "[ 'top' ]",
  ],
  'a constant beside a using at the top': [
    "using door = { [Symbol.dispose]() {} };\nconst fixed = 1;\ntry { eval('0'); fixed = 2 } catch (error) { [error.name, fixed] }",
    "[ 'TypeError', 1 ]",
  ],
  'await using': [
    'const log2: number[] = []; { await using r = { async [Symbol.asyncDispose]() { log2.push(1) } }; }\nlog2',
    '[ 1 ]',
  ],
  'jsx without a library': ['<b title="x">{1 < 2 ? "a<b" : null}</b>', '<b title="x">a&lt;b</b>'],
  'jsx of React': [
    'const React = { createElement: (...all: unknown[]) => all }; <i id="1">t</i>',
    "[ 'i', { id: '1' }, 't' ]",
  ],
  'default import': ["import path from 'node:path'; path.basename('/a/b')", "'b'"],
  'named import': ["import { basename as base } from 'node:path'; base('/a/c')", "'c'"],
  'namespace import': ["import * as os from 'node:os'; typeof os.cpus", "'function'"],
  'import used by a later cell': [["import { join } from 'node:path'", "join('a', 'b')"], "'a/b'"],
  'import stands above the cell': ["extname('a.ts'); import { extname } from 'node:path'\nextname('b.js')", "'.js'"],
  'npm package': ["import { parse } from 'acorn'; parse('1', { ecmaVersion: 2022 }).type", "'Program'"],
  'type-only import': [
    "import type { Program } from 'acorn'; import { type Node, version } from 'acorn'; typeof version",
    "'string'",
  ],
  'a type imported without type': [
    "import { Program as P } from 'acorn'; const program: P | undefined = undefined; program",
    undefined,
  ],
  'import attributes': ["import pkg from './package.json' with { type: 'json' }; pkg.name", "'multitask-notebook'"],
  'json without attributes': ["import own from './package.json'; own.name", "'multitask-notebook'"],
  'dynamic import': ["const { sep } = await import('node:path'); sep", "'/'"],
  require: ["const util = require('node:util'); typeof util.inspect", "'function'"],
  'import equals': ["import assert = require('node:assert'); typeof assert.equal", "'function'"],
  'import.meta': [
    '[typeof import.meta.url, import.meta.dirname === __dirname, import.meta.signal?.aborted]',
    "[ 'string', true, false ]",
  ],
  __dirname: ['__dirname === process.cwd()', 'true'],
  export: ['export const exported = 1; export default exported + 1', '2'],
  'this is the global object': ['this === globalThis', 'true'],
  'no undeclared globals': ['(() => { try { undeclared = 1 } catch (e) { return e.name } })()', "'ReferenceError'"],
  'const assignment is an error': [
    ['const fixed = 1', 'try { fixed = 2 } catch (e) { e.name + fixed }'],
    "'TypeError1'",
  ],
  'assigning to an import is an error': [
    ["import { dirname } from 'node:path'", 'try { dirname = 1 } catch (e) { e.name }'],
    "'TypeError'",
  ],
  'hidden process harms no package': [
    ['const process = 5', "typeof require('node:child_process').spawnSync + process"],
    "'function5'",
  ],
  'hidden URL harms no package': [
    ['class URL { own = 1 }', "const host = new globalThis.URL('http://a.b').host; [host, new URL().own]"],
    "[ 'a.b', 1 ]",
  ],
  'hidden console harms no cell': [['const console = { log: (x: number) => x + 1 }', 'console.log(1)'], '2'],
  'an empty cell': ['', undefined],
  'a comment': ['// nothing', undefined],
  'a long number': ['12345678901234567890n', '12345678901234567890n'],
  'a constant that a compiler folds': ['-0', '-0'],
  'a constant after other statements': ["const folded = 1;\n'a' + 'b';", "'ab'"],
  'a subtraction over two lines': ['const minuend = 3;\nminuend\n-1', '2'],
  NaN: ['NaN // not a number', 'NaN'],
};

let notebook: Driver;
beforeAll(() => {
  notebook = startSession();
});
afterAll(() => notebook.close());

test.each(Object.entries(cases))('%s', async (_, [given, shows]) => {
  const cells = typeof given === 'string' ? [given] : given;
  let last: Awaited<ReturnType<Driver['run']>> | undefined;
  for (const cell of cells) last = await notebook.run(cell);
  expect(last?.evalue).toBe('');
  expect(last?.text).toBe(shows);
});

test('a cell that hides a global is told so, and only when it does', async () => {
  const { stderr } = await notebook.run('const fetch = 1');
  expect(stderr).toBe(
    "Warning: fetch is now this notebook's variable in every cell; packages still see Node's, and so does globalThis.fetch.\n",
  );
  expect((await notebook.run("import performance from 'node:perf_hooks'")).stderr).toBe('');
  expect((await notebook.run('fetch')).stderr).toBe('');
});

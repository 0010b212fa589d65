import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Driver, startSession } from './session-driver.ts';

/** Files and packages beside the notebook. */
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'notebook-')));
const files: Readonly<Record<string, string>> = {
  'lib.ts': `import { two } from './deep/dep';
import type { Count } from './types.js';
export enum Mode { A = 'a' }
export const state = { loads: 0 };
export const forty: Count = 40 + two;
export function fail(): never {
  interface Gone { a: number }
  throw new Error('of the library');
}`,
  'deep/dep.ts': 'export const two: number = 2;',
  'types.ts': 'export type Count = number;',
  'component.tsx': '/** @jsx h */\nconst h = (name: string) => name;\nexport const element = <b />;',
  'my_node_modules_notes/own.ts': 'export const own: number = 9;',
  'my_node_modules_notes/old.cts': 'const own: number = 10; module.exports = { own };',
  'worker.ts': `import { parentPort, workerData } from 'node:worker_threads';
import { base } from './worker-part';
interface Given { n: number }
const given: Given = workerData;
parentPort?.postMessage(given.n + base);`,
  'worker-part.ts': 'export const base: number = 42;',
  'plain.mjs': 'export default 7;',
  'old.cjs': 'module.exports = { old: true };',
  'data.json': '{ "k": [1] }',
  'broken.ts': 'export const x: = 1;',
  'broken.mjs': 'export const fine = 1;\n\nexport let = 2;',
  'broken.cjs': 'exports.fine = 1;\nlet x = = 1;',
  'uses-broken.ts': "import { x } from './broken.ts';\nexport const y = x;",
  'uses-missing.ts': "import { x } from '@not/here/deep';\nexport const y = x;",
  'uses-types.ts':
    "import { Count } from './types';\nimport { forty } from './lib';\nexport const count: Count = forty;",
  'decorated.ts':
    'const seen: number[] = [];\nconst inject = (_: unknown, __: unknown, at: number) => { seen.push(at); };\n' +
    'export class Service { constructor(@inject readonly a: number) {} }\nexport { seen };',
  'computed.cjs': "const names = ['one', 'two'];\nnames.forEach((name, i) => { exports[name] = i + 1; });",
  'named.cts': 'export const three = 3;',
  'node_modules/computed/package.json': '{ "name": "computed", "version": "1.0.0", "main": "index.js" }',
  'node_modules/computed/index.js':
    ';(function () { const api = function api() { return "called"; }; const make = { chunk: () => 7, chain: () => 8, Kind: class Kind {} };\n' +
    'for (const name in make) api[name] = make[name]; module.exports = api; }).call(this);',
  'node_modules/local-package/package.json':
    '{ "name": "local-package", "version": "1.2.3", "type": "module", "exports": "./index.js" }',
  'node_modules/local-package/index.js': 'export const from = "the notebook\'s folder";',
};

let notebook: Driver;
beforeAll(() => {
  for (const [name, text] of Object.entries(files)) write(name, text);
  notebook = startSession(folder);
});
afterAll(async () => {
  await notebook.close();
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
}

test.each([
  ['TypeScript', "import { forty, Mode } from './lib.ts'; [forty, Mode.A]", "[ 42, 'a' ]"],
  ['TypeScript without its extension', "import { forty } from './lib'; forty", '42'],
  ['TypeScript by its JavaScript name', "import { forty } from './lib.js'; forty", '42'],
  [
    'a module is loaded once',
    "import { state } from './lib.ts'; state.loads++; (await import('./lib')).state.loads",
    '1',
  ],
  ['TSX', "import { element } from './component.tsx'; element", "'b'"],
  ['JavaScript', "import seven from './plain.mjs'; seven", '7'],
  ['CommonJS', "import old from './old.cjs'; [old, require('./old.cjs') === old]", '[ { old: true }, true ]'],
  ['JSON', "import data from './data.json'; data", '{ k: [ 1 ] }'],
  ['JSON with attributes', "import same from './data.json' with { type: 'json' }; same.k", '[ 1 ]'],
  [
    'TypeScript by require',
    "const lib = require('./lib.ts'); [lib.forty, lib.Mode.A, require('./lib.ts') === lib]",
    "[ 42, 'a', true ]",
  ],
  ['TypeScript by require without its extension', "require('./deep/dep').two", '2'],
  ['TSX by require', "require('./component').element", "'b'"],
  ['JSON by require', "require('./data.json').k", '[ 1 ]'],
  ['a package of the folder', "import { from } from 'local-package'; from", '"the notebook\'s folder"'],
  ['a package by require', "require.resolve('local-package').endsWith('index.js')", 'true'],
  ['an absolute path', `(await import(${JSON.stringify(join(folder, 'plain.mjs'))})).default`, '7'],
  ['a URL', `(await import(new URL('./plain.mjs', import.meta.url).href)).default`, '7'],
  ['import.meta', 'import.meta.dirname', `'${folder}'`],
  ['a package of the kernel', "import * as core from '@tensorflow/tfjs-core'; typeof core.tensor", "'function'"],
  ['the kernel’s own library', "import { models as own } from 'multitask-notebook'; own === models", 'true'],
])('%s', async (_, code, shows) => {
  const { text, evalue } = await notebook.run(code);
  expect([evalue, text]).toEqual(['', shows]);
});

test.each([
  ['named', "import { chunk } from 'computed'; chunk()", '7'],
  ['named otherwise', "import { chunk as piece, chain } from 'computed'; piece() + chain()", '15'],
  ['default', "import api from 'computed'; api() + api.chunk()", "'called7'"],
  ['namespace', "import * as all from 'computed'; all.chunk() + (all as any).default()", "'7called'"],
  ['mixed', "import api, { chunk } from 'computed'; [api.chunk === chunk, chunk()]", '[ true, 7 ]'],
  ['default by name', "import { default as api } from 'computed'; api()", "'called'"],
  ['dynamic', "const { chunk } = await import('computed'); chunk()", '7'],
  ['a type', "import { chunk, Options } from 'computed'; const o: Options | undefined = undefined; chunk()", '7'],
  ['a type alone', "import { Options } from 'computed'; const o = {} as Options; o", '{}'],
  ['one that nothing uses', "import { chunks } from 'computed'; 1", '1'],
  ['a local one', "import { one, two } from './computed.cjs'; one + two", '3'],
  ['a local namespace', "import * as both from './computed.cjs'; both.one + both.two", '3'],
  ['a local .cts', "import { three } from './named.cts'; three", '3'],
])('a CommonJS package: %s', async (_, code, shows) => {
  const { text, evalue } = await notebook.run(code);
  expect([evalue, text]).toEqual(['', shows]);
});

test('a type of another file needs no type keyword there, and older decorators work', async () => {
  expect((await notebook.run("import { count } from './uses-types'; typeof count")).text).toBe("'number'");
  expect((await notebook.run("import { Service, seen } from './decorated'; [new Service(4).a, seen]")).text).toBe(
    '[ 4, [ 0 ] ]',
  );
});

test.each([
  ["import { chunks } from 'computed'; chunks()", "'computed' has no export 'chunks'. Did you mean chunk?"],
  [
    "import { zzzzzzz } from 'computed'; [zzzzzzz]",
    "'computed' has no export 'zzzzzzz'. It exports chunk, chain, Kind.",
  ],
  ["import { fourty } from './lib'; fourty", "'./lib' has no export 'fourty'. Did you mean forty?"],
  [
    "import seven, { eight } from './plain.mjs'; eight",
    "'./plain.mjs' has no export 'eight'. It has a default export alone: import eight from './plain.mjs'.",
  ],
  ["import lib from './lib.ts'; lib", "'./lib.ts' has no default export. It exports Mode, fail, forty, state."],
  ["import { readFil } from 'node:fs'; readFil", "'node:fs' has no export 'readFil'. Did you mean readFile, readdir?"],
])('%s says which names are near', async (code, message) => {
  expect((await notebook.run(code)).evalue).toBe(message);
});

test('a missing name that another cell uses is told there', async () => {
  expect((await notebook.run("import { chunkk, chunk } from 'computed'")).evalue).toBe('');
  expect((await notebook.run('chunk()')).text).toBe('7');
  const { evalue, traceback } = await notebook.run('const f = () => chunkk();\nf()');
  expect(evalue).toBe("'computed' has no export 'chunkk'. Did you mean chunk?");
  expect(traceback).toBe("[SyntaxError: 'computed' has no export 'chunkk'. Did you mean chunk?]");
  await notebook.run('const chunkk = () => 9');
  expect((await notebook.run('chunkk()')).text).toBe('9');
});

test.each([
  ["import { x } from './broken.ts'", 'broken.ts:1:17', '> 1 | export const x: = 1;'],
  ["import { y } from './uses-broken.ts'", 'broken.ts:1:17', '> 1 | export const x: = 1;'],
  ["import { fine } from './broken.mjs'", 'broken.mjs:3:12', '> 3 | export let = 2;'],
  ["import { fine } from './broken.cjs'", 'broken.cjs:2:9', '> 2 | let x = = 1;'],
  ["require('./broken.ts')", 'broken.ts:1:17', '> 1 | export const x: = 1;'],
  ["await import('./broken.ts')", 'broken.ts:1:17', '> 1 | export const x: = 1;'],
])('%s shows the mistake at its place in the file, and no compiler', async (code, place, line) => {
  const { ename, evalue, traceback } = await notebook.run(code);
  expect(ename).toBe('SyntaxError');
  expect(evalue).toContain(join(folder, place));
  expect(traceback).toContain(line);
  expect(traceback).toContain(`    File ${join(folder, place)}`);
  expect(traceback).not.toMatch(/esbuild|node:|kernel\/|errors: \[|Transform failed/);
});

test('errors in a module name its own lines', async () => {
  const { traceback } = await notebook.run("import { fail } from './lib.ts';\n\nfail()");
  expect(traceback).toMatch(/^Error: of the library\n/);
  expect(traceback).toContain(`File ${join(folder, 'lib.ts')}:8:9, in fail`);
  expect(traceback).toMatch(/Cell In\[\d+\], line 3$/);
});

test('so do those of a required one', async () => {
  const { traceback } = await notebook.run("require('./lib').fail()");
  expect(traceback).toContain(`File ${join(folder, 'lib.ts')}:8:9, in fail`);
  expect((await notebook.run("require('./broken.ts')")).evalue).toMatch(/Unexpected "="/);
});

test('an edited module is seen by the next run, and so is what it imports', async () => {
  write('deep/dep.ts', 'export const two: number = 3; // edited');
  expect((await notebook.run("import { forty } from './lib.ts'; forty")).text).toBe('43');
  write('data.json', '{ "k": [2, 3] }');
  expect((await notebook.run("import data from './data.json'; data.k")).text).toBe('[ 2, 3 ]');
});

test.each([
  [
    "import x from 'no-such-package'",
    /There is no package no-such-package for this notebook\. Install it with: %npm install no-such-package/,
  ],
  ["import x from '@no/such/file'", /There is no package @no\/such for this notebook/],
  ["import x from 'npm:chalk@5'", /Install it with: %npm install chalk@5, and import 'chalk'/],
  ["import x from 'npm:@scope/name@1/sub'", /%npm install @scope\/name@1, and import '@scope\/name\/sub'/],
  ["require('npm:chalk')", /npm install chalk/],
  [
    "require('no-such-package')",
    /There is no package no-such-package for this notebook\. Install it with: %npm install no-such/,
  ],
  ["require('@no/such/file')", /There is no package @no\/such for this notebook.*%npm install @no\/such\./],
  ["require('no-such/sub/path')", /There is no package no-such for this notebook/],
  ["await import('no-such/sub/path')", /There is no package no-such for this notebook/],
  ["import x from 'node:pth'", /Node has no module node:pth\. Did you mean node:path\?/],
  ["require('node:pth')", /Node has no module node:pth\. Did you mean node:path\?/],
  ["import x from 'crypt'", /%npm install crypt\. Or did you mean node:crypto\?/],
  [
    "import { y } from './uses-missing'",
    /There is no package @not\/here for this notebook, which uses-missing\.ts imports/,
  ],
  ["require('./no-such-file')", /Cannot find module '\.\/no-such-file'/],
  ["import x from './no-such-file'", /Cannot find module '.*no-such-file'/],
  ["import { x } from './broken.ts'", /Unexpected "="/],
])('%s says what is missing', async (code, message) => {
  const { evalue, traceback } = await notebook.run(code);
  expect(evalue).toMatch(message);
  expect(traceback).not.toMatch(/node:internal|user-process/);
});

test.each([
  ['import', 'import { own } from "./my_node_modules_notes/own"; own', '9'],
  ['require', 'require("./my_node_modules_notes/old.cts").own', '10'],
])('a folder whose name only mentions node_modules is the notebook’s own: %s', async (_, code, text) => {
  const outcome = await notebook.run(code);
  expect([outcome.evalue, outcome.text]).toEqual(['', text]);
});

test.each([
  ['a path', '"./worker.ts"'],
  ['a URL', 'new URL("./worker.ts", import.meta.url)'],
])('a worker thread takes TypeScript: %s', async (_, file) => {
  const outcome = await notebook.run(`const { Worker } = require('node:worker_threads');
await new Promise((go, fail) => new Worker(${file}, { workerData: { n: 1 } }).once('message', go).once('error', fail))`);
  expect([outcome.evalue, outcome.text]).toEqual(['', '43']);
});

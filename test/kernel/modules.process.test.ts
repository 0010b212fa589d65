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
  'plain.mjs': 'export default 7;',
  'old.cjs': 'module.exports = { old: true };',
  'data.json': '{ "k": [1] }',
  'broken.ts': 'export const x: = 1;',
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

test('errors in a module name its own lines', async () => {
  const { traceback } = await notebook.run("import { fail } from './lib.ts';\n\nfail()");
  expect(traceback).toMatch(/^Error: of the library\n/);
  expect(traceback).toContain(`at fail (${join(folder, 'lib.ts')}:8:9)`);
  expect(traceback).toMatch(/at cell-\d+\.ts:3:1$/);
});

test('so do those of a required one', async () => {
  const { traceback } = await notebook.run("require('./lib').fail()");
  expect(traceback).toContain(`at fail (${join(folder, 'lib.ts')}:8:9)`);
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
    /There is no package no-such-package for this notebook\. Install it with: npm install no-such-package/,
  ],
  ["import x from '@no/such/file'", /There is no package @no\/such for this notebook/],
  ["import x from './no-such-file'", /Cannot find module '.*no-such-file'/],
  ["import { x } from './broken.ts'", /Unexpected "="/],
])('%s says what is missing', async (code, message) => {
  const { evalue, traceback } = await notebook.run(code);
  expect(evalue).toMatch(message);
  expect(traceback).not.toMatch(/node:internal|user-process/);
});

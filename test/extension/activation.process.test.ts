import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const bundle = resolve('dist/extension/main.cjs');
/** The names of `vscode` that the bundle uses; it copies them when it loads. */
const names = () => [...new Set(readFileSync(bundle, 'utf8').match(/(?<=\bvscode\d*\.)\w+/g))];

/** Activates the bundle over a `vscode` whose every part is a function that gives more of it, and tells what was loaded. */
const script = () => `
const Module = require('node:module');
const anything = new Proxy(function () {}, {
  get: (_, name) => (name === Symbol.toPrimitive ? () => '' : name === Symbol.iterator ? function* () {} : name === 'then' ? undefined : anything),
  apply: () => anything,
  construct: () => anything,
});
const vscode = Object.fromEntries(${JSON.stringify(names())}.map((name) => [name, anything]));
const loaded = [];
const load = Module._load;
Module._load = function (name, ...rest) {
  loaded.push(name);
  return name === 'vscode' ? vscode : load.call(this, name, ...rest);
};
const { activate } = require(${JSON.stringify(bundle)});
const context = { subscriptions: [], extensionPath: '/none', globalStorageUri: anything, extension: anything, globalState: anything, extensionUri: anything, asAbsolutePath: String };
activate(context);
console.log(JSON.stringify({ loaded, started: context.subscriptions.length }));
process.exit(0);
`;

test('the extension starts without ZeroMQ, TypeScript and what speaks with the language server', () => {
  const { loaded, started } = JSON.parse(execFileSync(process.execPath, ['-e', script()], { encoding: 'utf8' }));
  expect(loaded).toContain('vscode');
  expect(loaded.filter((name: string) => /zeromq|^typescript$|esbuild|protocol-client/.test(name))).toEqual([]);
  // The log, the kernels and most features: what this vscode cannot give is each feature's own matter.
  expect(started).toBeGreaterThan(10);
});

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chooseTarget } from '../../extension/packaging/target.ts';
import { gatesMime, trainingMime } from '../../kernel/payloads/mime.ts';
import { carriesPicture } from '../support/notebook-outputs.ts';
import { openTerminal } from './terminal.ts';

const terminal = openTerminal();
afterAll(() => terminal.remove());
const [offline, unpack] = ['offline.py', 'unpack.py'].map((name) => resolve(import.meta.dirname, name));
const extension = join(terminal.folder, 'extension');
const kernel = join(extension, 'dist/kernel/main.js');

beforeAll(() => {
  const name = readdirSync('out').find((file) => file.startsWith(`multitask-notebook-${chooseTarget(undefined)}-`));
  const unpacked = terminal.run('python3', unpack, resolve('out', name ?? 'no.vsix'), terminal.folder);
  expect(unpacked.code, unpacked.text).toBe(0);
});

/** In a network of its own that has nothing but 127.0.0.1. */
function runOffline(...command: readonly string[]) {
  return terminal.run('unshare', '--user', '--map-root-user', '--net', 'python3', offline, ...command);
}

it('offline means that nothing outside can be reached', () => {
  const { code, text } = runOffline(process.execPath, '-e', "require('node:net').connect(80, '192.0.2.1')");
  expect(code).not.toBe(0);
  expect(text).toContain('ENETUNREACH');
});

it('the kernel answers, and doctor finds nothing broken', () => {
  const { code, text } = runOffline(process.execPath, kernel, 'doctor', '--json');
  expect(code, text).toBe(0);
  const checks: { name: string; state: string }[] = JSON.parse(text);
  expect(checks.filter(({ state }) => state === 'broken')).toEqual([]);
  expect(checks.find(({ name }) => name === 'kernel')?.state).toBe('ok');
});

it('runs a tutorial with its pictures', () => {
  const file = join(extension, 'notebooks/start-here.ipynb');
  const { code, text } = runOffline(process.execPath, kernel, 'run', file, '--output', 'done.ipynb');
  expect(code, text).toBe(0);
  const done = readFileSync(join(terminal.folder, 'done.ipynb'), 'utf8');
  expect(carriesPicture(done, trainingMime)).toBe(true);
  expect(carriesPicture(done, gatesMime)).toBe(true);
});

it('runs a tutorial with tables and one with TensorFlow.js', () => {
  for (const name of ['your-own-table', 'notebook-to-script']) {
    const { code, text } = runOffline(process.execPath, kernel, 'run', join(extension, `notebooks/${name}.ipynb`));
    expect(code, text).toBe(0);
  }
});

it('names the licences of what it carries', () => {
  const text = readFileSync(join(extension, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
  const modules = join(extension, 'node_modules');
  const carried = readdirSync(modules).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
  );
  const foreign = carried.filter((name) => !name.startsWith('.') && !name.startsWith('multitask-notebook'));
  expect(foreign.length).toBeGreaterThan(10);
  expect(foreign.filter((name) => !text.includes(`\n${name} `))).toEqual([]);
});

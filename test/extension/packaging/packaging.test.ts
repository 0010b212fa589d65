import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chooseTarget, targets } from '../../../extension/packaging/target.ts';

const modules = resolve(import.meta.dirname, '../../../node_modules');
const builds = (name: string): Record<string, string> =>
  JSON.parse(readFileSync(`${modules}/${name}/package.json`, 'utf8')).optionalDependencies;

describe.each(Object.entries(targets))('%s', (_, { zeromq, esbuild, duckdb, oxc }) => {
  test('has a ZeroMQ addon in the installed package', () => {
    expect(existsSync(`${modules}/zeromq/build/${zeromq}/addon.node`)).toBe(true);
  });

  test('has an esbuild, a DuckDB and a parser of the installed versions', () => {
    expect(builds('esbuild')).toHaveProperty([esbuild]);
    expect(builds('@duckdb/node-bindings')).toHaveProperty([duckdb]);
    expect(builds('oxc-parser')).toHaveProperty([oxc]);
  });
});

test('the platform is the one that was asked for, or this one', () => {
  expect(chooseTarget('win32-arm64')).toBe('win32-arm64');
  expect(chooseTarget(undefined)).toContain(process.arch);
  expect(() => chooseTarget('beos-x64')).toThrow('no package for "beos-x64". Choose one of linux-x64, ');
});

test('every name in the manifest is a file or a registered command', () => {
  const { contributes } = JSON.parse(readFileSync(resolve(modules, '../package.json'), 'utf8'));
  const folder = resolve(modules, '..');
  const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('renderers'))
    .map((file) => readFileSync(resolve(folder, file), 'utf8'))
    .join('\n');
  for (const { command } of contributes.commands) expect(source).toContain(command.replace('multitask-notebook.', ''));
  for (const { entrypoint } of contributes.notebookRenderer) {
    const renderer = entrypoint.replace('./dist/renderers/', 'extension/renderers/').replace('.js', '/entry.ts');
    expect(existsSync(resolve(modules, '..', renderer))).toBe(true);
  }
});

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  dataFolders,
  installedKernels,
  kernelSpec,
  userDataFolder,
  writeKernelSpec,
} from '../../../kernel/jupyter/kernelspec.ts';

const folder = mkdtempSync(join(tmpdir(), 'multitask-kernelspec-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the kernelspec', () => {
  const spec = kernelSpec('/usr/bin/node', '/opt/multitask/main.js');

  it('starts this Node by absolute path', () => {
    expect(spec.argv).toEqual([
      '/usr/bin/node',
      '--max-semi-space-size=4',
      '/opt/multitask/main.js',
      'kernel',
      '{connection_file}',
    ]);
    expect(spec).toMatchObject({ display_name: 'TypeScript (Multitask)', language: 'typescript' });
  });
  it('asks for interrupts by message, as signals do not exist everywhere', () => {
    expect(spec.interrupt_mode).toBe('message');
  });
  it('does not claim registration (JEP 66) by a protocol version', () => {
    expect(spec).not.toHaveProperty('kernel_protocol_version');
  });
  it('is written with an icon, replaces an older one and leaves nothing else', async () => {
    await writeKernelSpec(folder, kernelSpec('old', 'old'));
    const target = await writeKernelSpec(folder, spec);
    expect(JSON.parse(readFileSync(join(target, 'kernel.json'), 'utf8'))).toEqual(spec);
    expect(readFileSync(join(target, 'logo-svg.svg'), 'utf8')).toMatch(/^<svg /);
    expect(readdirSync(join(folder, 'kernels'))).toEqual(['multitask-typescript']);
  });
  it('is found on JUPYTER_PATH', async () => {
    await writeKernelSpec(folder, spec);
    const found = installedKernels({
      JUPYTER_PATH: [join(folder, 'none'), folder].join(delimiter),
      JUPYTER_DATA_DIR: folder,
    });
    expect(found.filter((each) => each.startsWith(folder))).toEqual([join(folder, 'kernels', 'multitask-typescript')]);
    expect(found.every((each) => existsSync(each))).toBe(true);
  });
});

describe('data folders', () => {
  const cases: readonly (readonly [env: Record<string, string>, platform: NodeJS.Platform, expected: string])[] = [
    [{}, 'linux', '/home/u/.local/share/jupyter'],
    [{ XDG_DATA_HOME: '/x' }, 'linux', '/x/jupyter'],
    [{}, 'darwin', '/home/u/Library/Jupyter'],
    [{ APPDATA: '/a' }, 'win32', '/a/jupyter'],
    [{ JUPYTER_DATA_DIR: '/j', APPDATA: '/a' }, 'win32', '/j'],
    [{ JUPYTER_DATA_DIR: '/j' }, 'linux', '/j'],
  ];
  it.skipIf(process.platform === 'win32').each(cases)('of a user with %j on %s', (env, platform, expected) => {
    expect(userDataFolder(env, platform, '/home/u')).toBe(expected);
  });

  it.skipIf(process.platform === 'win32')('are searched in the order of Jupyter', () => {
    const env = { JUPYTER_PATH: '/a:/b', JUPYTER_DATA_DIR: '/j', VIRTUAL_ENV: '/venv' };
    expect(dataFolders(env, 'linux', '/home/u')).toEqual([
      '/a',
      '/b',
      '/j',
      '/venv/share/jupyter',
      '/usr/local/share/jupyter',
      '/usr/share/jupyter',
    ]);
  });
});

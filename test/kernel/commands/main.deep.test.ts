import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { commandLine } from '../../support/command-line.ts';

const version = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')).version;

const names = readdirSync(join(import.meta.dirname, '../../../kernel/commands'))
  .filter((file) => file.endsWith('.ts') && file !== 'location.ts')
  .map((file) => file.replace('.ts', ''));

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'multitask-main-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('the command line', () => {
  it.each([[[]], [['--help']], [['-h']], [['help']]])('%j lists the commands', async (args) => {
    const { code, stdout } = await commandLine(args);
    expect(code).toBe(0);
    for (const name of names) {
      expect(stdout).toMatch(new RegExp(`^ +${name} +\\S`, 'm'));
    }
  });

  it('--version is the package version', async () => {
    expect(await commandLine(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` });
  });

  it.each(names)('%s --help has usage and an example', async (name) => {
    const { code, stdout } = await commandLine([name, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: multitask-notebook ${name}`);
    expect(stdout).toMatch(/Examples?:\n {2}npx multitask-notebook /);
  });

  const refused: readonly (readonly [args: readonly string[], message: string])[] = [
    [['fly'], 'There is no command fly. The commands are run, train, compare, predict, export, install'],
    [['trian'], 'There is no command trian. Did you mean train?'],
    [['constructor'], 'There is no command constructor.'],
    [['run'], 'NOTEBOOK is missing.'],
    [['run', 'a.ipynb', '--fast'], 'There is no --fast. There are --output, --timeout, --param.'],
    [['run', 'a.ipynb', '-x'], 'There is no -x.'],
    [['run', 'a.ipynb', 'b.ipynb'], 'Only one NOTEBOOK can be given; there is also b.ipynb.'],
    [['run', 'a.ipynb', '--timeout'], '--timeout has no value: a number above 0 was expected.'],
    [['run', 'a.ipynb', '--timeout', '-3'], '--timeout is -3; a number above 0 was expected.'],
    [['run', 'a.ipynb', '--timeout=soon'], '--timeout is "soon"; a number above 0 was expected.'],
    [['run', 'a.ipynb', '--param', 'x'], '--param must be NAME=VALUE'],
    [['install', 'here'], 'Nothing belongs behind this command; there is here.'],
    [['install', '--user', '--sys-prefix'], 'Only one of --user, --prefix and --sys-prefix can be given.'],
    [['doctor', '--verbose'], 'There is no --verbose. There is --json alone.'],
  ];
  it.each(refused)('%j is refused with exit code 2', async (args, message) => {
    const { code, stderr, stdout } = await commandLine(args);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/See: npx multitask-notebook .*--help/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe('install', () => {
  it('writes a kernelspec with absolute paths that exist, and uninstall removes it', async () => {
    const folder = temporaryFolder();
    const installed = await commandLine(['install', '--prefix', folder]);
    expect(installed).toMatchObject({ code: 0, stderr: '' });
    const target = join(folder, 'share', 'jupyter', 'kernels', 'multitask-typescript');
    expect(installed.stdout).toContain(join(target, 'kernel.json'));
    const { argv } = JSON.parse(readFileSync(join(target, 'kernel.json'), 'utf8'));
    const [program, ...rest] = argv.slice(0, -1);
    expect(existsSync(program)).toBe(true);
    // What Jupyter would call really is this kernel.
    const { stdout } = await promisify(execFile)(program, [...rest, '--help']);
    expect(stdout).toContain('CONNECTION_FILE');

    expect(await commandLine(['uninstall', '--prefix', folder])).toMatchObject({
      code: 0,
      stdout: `Removed ${target}\n`,
    });
    expect(existsSync(target)).toBe(false);
    expect((await commandLine(['uninstall', '--prefix', folder])).stdout).toContain('The kernel is not installed in');
  });

  it.each([
    ['JUPYTER_DATA_DIR', [], ''],
    ['VIRTUAL_ENV', ['--sys-prefix'], join('share', 'jupyter')],
    ['CONDA_PREFIX', ['--sys-prefix'], join('share', 'jupyter')],
  ] as const)('respects %s', async (variable, flags, below) => {
    const folder = temporaryFolder();
    const env = { ...process.env, VIRTUAL_ENV: '', CONDA_PREFIX: '', [variable]: folder };
    expect(await commandLine(['install', ...flags], { env })).toMatchObject({ code: 0 });
    const target = join(folder, below, 'kernels', 'multitask-typescript');
    expect(existsSync(join(target, 'kernel.json'))).toBe(true);
    expect((await commandLine(['uninstall'], { env })).stdout).toContain(`Removed ${target}`);
    expect(existsSync(target)).toBe(false);
  });
});

describe('doctor', () => {
  it('runs a cell in a kernel and says what it found', async () => {
    const { code, stdout } = await commandLine(['doctor', '--json']);
    const checks = JSON.parse(stdout);
    expect(checks.filter(({ state }: { state: string }) => state === 'broken')).toEqual([]);
    expect(code).toBe(0);
    const names = checks.map(({ name }: { name: string }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['Node', 'ZeroMQ', 'esbuild', 'TypeScript', 'SIMD trainer', 'TensorFlow.js', 'kernel']),
    );
  });

  it('says that the kernel is not registered, and by which command it is', async () => {
    const empty = temporaryFolder();
    const env = { ...process.env, JUPYTER_PATH: '', JUPYTER_DATA_DIR: empty, VIRTUAL_ENV: '', CONDA_PREFIX: '' };
    const { stdout } = await commandLine(['doctor'], { env });
    expect(stdout).toMatch(/[–✓] Jupyter/);
    expect(stdout).toMatch(/ threads, [\d.]+ GB memory/);
  });
});

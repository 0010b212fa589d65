import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connect } from '../../../kernel/jupyter/client.ts';
import {
  createConnection,
  readConnectionFile,
  removeConnectionFile,
  writeConnectionFile,
} from '../../../kernel/jupyter/connection.ts';
import { mainScript, startKernel, type TestKernel } from '../../support/jupyter-kernel.ts';
import { alive, descendants } from '../../support/processes.ts';

/** Every process of a kernel that has run a cell and completed a word: its own, the user process, esbuild's service. */
async function processes(kernel: TestKernel): Promise<number[]> {
  await kernel.run('enum Warm { Up }; Warm.Up');
  await kernel.client.request('shell', 'complete_request', { code: 'Math.ma', cursor_pos: 7 });
  const pid = Number(kernel.process.pid);
  const all = [pid, ...descendants(pid)];
  expect(all.length).toBeGreaterThan(1);
  return all;
}

async function nothingLeft(pids: readonly number[], file: string): Promise<void> {
  await expect.poll(() => alive(pids), { timeout: 10_000, interval: 50 }).toEqual([]);
  await expect.poll(() => existsSync(file), { timeout: 5_000 }).toBe(false);
}

describe('nothing is left', () => {
  it('after shutdown', async () => {
    const kernel = await startKernel();
    const pids = await processes(kernel);
    expect((await kernel.shutdown()).code).toBe(0);
    await nothingLeft(pids, kernel.connectionFile);
  });

  it('after shutdown while a cell spins', async () => {
    const kernel = await startKernel();
    const pids = await processes(kernel);
    kernel.run('while (true) {}').catch(() => {});
    expect((await kernel.shutdown()).code).toBe(0);
    await nothingLeft(pids, kernel.connectionFile);
  });

  it.skipIf(process.platform === 'win32').each(['SIGTERM', 'SIGHUP'] as const)('after %s', async (signal) => {
    const kernel = await startKernel();
    const pids = await processes(kernel);
    kernel.process.kill(signal);
    expect((await kernel.ended).code).toBe(0);
    await nothingLeft(pids, kernel.connectionFile);
  });

  it('after the kernel was killed', async () => {
    const kernel = await startKernel();
    const pids = await processes(kernel);
    kernel.process.kill('SIGKILL');
    await nothingLeft(pids, kernel.connectionFile);
  });

  it('after its launcher closed the channel', async () => {
    const kernel = await startKernel();
    const pids = await processes(kernel);
    kernel.process.disconnect();
    await nothingLeft(pids, kernel.connectionFile);
  });

  it.skipIf(process.platform === 'win32')('after the program that Jupyter started it from was killed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'multitask-launcher-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'kernel.json');
    const connection = await createConnection();
    await writeConnectionFile(file, connection);
    const script = `
      const { spawn } = require('node:child_process');
      const env = { ...process.env, JPY_PARENT_PID: String(process.pid) };
      spawn(process.execPath, ${JSON.stringify([mainScript, 'kernel', file])}, { env, stdio: 'ignore' });
      setInterval(() => {}, 1000);`;
    const launcher = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
    const client = await connect(connection);
    await client.request('shell', 'execute_request', { code: '1' });
    const pids = descendants(Number(launcher.pid));
    launcher.kill('SIGKILL');
    await nothingLeft(pids, file);
    client.close();
  });
});

describe('the connection file', () => {
  it('is made where it is absent, for its owner only', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'multitask-file-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'made.json');
    const kernel = spawn(process.execPath, [mainScript, 'kernel', file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(kernel, 'exit');
    const [text] = await once(kernel.stdout, 'data');
    expect(String(text)).toContain(`--existing ${file}`);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    const client = await connect(await readConnectionFile(file));
    await client.request('control', 'shutdown_request', { restart: false });
    client.close();
    expect(await exited).toEqual([0, null]);
    expect(existsSync(file)).toBe(false);
  });

  it('stays for a restart and serves the next kernel', async () => {
    const kernel = await startKernel();
    const before = readFileSync(kernel.connectionFile, 'utf8');
    const file = `${kernel.connectionFile}.again`;
    await writeConnectionFile(file, kernel.connection);
    onTestFinished(() => removeConnectionFile(file));
    await kernel.client.request('control', 'shutdown_request', { restart: true });
    expect(await kernel.ended).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toBe(before);

    const second = spawn(process.execPath, [mainScript, 'kernel', file], { stdio: 'inherit' });
    const exited = once(second, 'exit');
    const client = await connect(kernel.connection);
    await client.request('control', 'shutdown_request', { restart: true });
    client.close();
    await exited;
    expect(existsSync(file)).toBe(true);
  });

  it.each([
    ['no file', [], 2, 'CONNECTION_FILE is missing'],
    ['an unknown flag', ['--fast', 'a'], 2, 'There is no --fast'],
    ['more than a file', [mainScript, 'b'], 1, 'ignored: b'],
    ['no JSON', [mainScript], 1, 'is not JSON'],
  ] as const)('%s is refused', async (_name, args, code, message) => {
    const kernel = spawn(process.execPath, [mainScript, 'kernel', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    kernel.stderr.on('data', (text) => {
      stderr += text;
    });
    expect((await once(kernel, 'close'))[0]).toBe(code);
    expect(stderr).toContain(message);
  });

  it('whose port is taken is refused by name', async () => {
    const { connection } = await startKernel();
    const folder = mkdtempSync(join(tmpdir(), 'multitask-taken-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'kernel.json');
    await writeConnectionFile(file, connection);
    const kernel = spawn(process.execPath, [mainScript, 'kernel', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    kernel.stderr.on('data', (text) => {
      stderr += text;
    });
    expect((await once(kernel, 'close'))[0]).toBe(1);
    expect(stderr).toMatch(/socket cannot be bound to tcp:\/\/127\.0\.0\.1:\d+: Address already in use/);
  });
});

it.skipIf(process.platform === 'win32')('SIGINT interrupts the cell and keeps the kernel', async () => {
  const kernel = await startKernel();
  await kernel.run('let keep = 42');
  const cell = kernel.run(
    'console.log(1); while (true) {}',
    {},
    {
      onOutput: ({ header }) => {
        if (header.msg_type === 'stream') kernel.process.kill('SIGINT');
      },
    },
  );
  expect((await cell).reply).toMatchObject({ ename: 'KeyboardInterrupt' });
  expect(await kernel.run('keep')).toMatchObject({ result: '42' });
});

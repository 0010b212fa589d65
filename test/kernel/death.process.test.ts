import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Driver, startSession, until } from './session-driver.ts';

let notebook: Driver;
beforeAll(() => {
  notebook = startSession();
});
afterAll(() => notebook.close());

const restarts = () =>
  notebook.published.filter(({ msgType, content }) => msgType === 'status' && content.execution_state === 'restarting')
    .length;

/** A whole record, whose message has no run of a cell. */
const wrongText = '{"kind":"clear","execution":"x","wait":true}';
const wrongMessage = `${String.fromCharCode(wrongText.length, 0, 0, 0, 3)}${wrongText}`;

describe('a cell that ends its process gets an error that says why, and the next cell runs', () => {
  test.each([
    ['process.exit(3)', 'ProcessExit', 'exit code 3'],
    ['console.log("said before"); process.exit(0)', 'ProcessExit', 'exit code 0'],
    ['process.exitCode = 4; process.reallyExit(4)', 'ProcessExit', 'exit code 4'],
    ['process.abort()', 'ProcessCrash', 'SIGABRT'],
    ['process.kill(process.pid, "SIGSEGV"); await new Promise(() => {})', 'ProcessCrash', 'SIGSEGV'],
    ['process.kill(process.pid, "SIGKILL"); await new Promise(() => {})', 'ProcessCrash', 'SIGKILL'],
    ['process.kill(process.pid, "SIGTERM"); await new Promise(() => {})', 'ProcessKilled', 'SIGTERM'],
    ['while (true) process.kill(process.pid, "SIGKILL")', 'ProcessCrash', 'SIGKILL'],
    [
      'require("node:fs").writeSync(3, "not a frame of ours"); await new Promise(() => {})',
      'ProcessKilled',
      'file descriptor 3',
    ],
    [
      `require("node:fs").writeSync(3, ${JSON.stringify(wrongMessage)}); await new Promise(() => {})`,
      'ProcessKilled',
      'execution is "x"',
    ],
    ['require("node:fs").closeSync(3); console.log("x"); await new Promise(() => {})', 'ProcessCrash', 'SIGKILL'],
  ])('%s', async (code, ename, cause) => {
    await notebook.run('const lost = 1');
    const before = restarts();
    const { outcome, id } = notebook.start(code);
    const end = await outcome;
    expect([end.status, end.ename]).toEqual(['error', ename]);
    expect(end.evalue).toContain(cause);
    expect(end.evalue).toContain('variables are lost');
    expect(end.published.map(({ msgType }) => msgType)).toContain('error');
    if (code.includes('said before')) expect(notebook.textOf(id)).toBe('said before\n');

    expect((await notebook.run('typeof lost')).text).toBe("'undefined'");
    await until(() => restarts() === before + 1, 'clients are told once');
  });

  test('a full heap', async () => {
    const { NODE_OPTIONS } = process.env;
    process.env.NODE_OPTIONS = '--max-old-space-size=60';
    const small = startSession();
    if (NODE_OPTIONS === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = NODE_OPTIONS;
    const end = await small.run('const all: unknown[] = []; for (;;) all.push(new Array(1000).fill(all.length))');
    expect(end.ename).toBe('OutOfMemory');
    expect(end.evalue).toMatch(/used up the memory of the JavaScript heap.*max-old-space-size/);
    expect((await small.run('1')).text).toBe('1');
    await small.close();
  });

  test('and no frame of the process’s own noise', () => {
    expect(notebook.published.filter(({ content }) => /debugger/.test(String(content.text)))).toEqual([]);
  });
});

test('a process that ends while nothing runs says so where it was started', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'multitask-death-')), 'go');
  onTestFinished(() => rmSync(dirname(file), { recursive: true, force: true }));
  const { id } = await notebook.run(
    `setInterval(() => { if (require('node:fs').existsSync(${JSON.stringify(file)})) process.exit(5) }, 5); 0`,
  );
  writeFileSync(file, '');
  await until(() => notebook.textOf(id, 'stderr').includes('exit code 5'));
  expect((await notebook.run('2')).text).toBe('2');
});

test('two cells at once both hear of the death', async () => {
  await notebook.run('let waits = false');
  const first = notebook.start('waits = true; await new Promise(() => {})');
  const second = notebook.start('while (!waits) await new Promise((go) => setTimeout(go, 5)); process.exit(6)');
  expect((await first.outcome).ename).toBe('ProcessExit');
  expect((await second.outcome).ename).toBe('ProcessExit');
});

test('what a cell started ends with the session', async () => {
  const own = startSession();
  const { text } = await own.run(
    'const child = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]); [process.pid, child.pid].join()',
  );
  const pids = (text ?? '').replaceAll("'", '').split(',').map(Number);
  expect(pids.map(isAlive)).toEqual([true, true]);
  await own.close();
  await until(() => !pids.some(isAlive), 'both processes are gone');
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { kernelEnvironment } from '../../../extension/kernels/environment.ts';
import {
  chooseNode,
  nodeCandidates,
  type Runtime,
  readSelfTest,
  type SelfTest,
  selfTestNode,
} from '../../../extension/kernels/node-choice.ts';

const folder = mkdtempSync(join(tmpdir(), 'node-choice-'));
afterAll(() => rmSync(folder, { recursive: true }));

const runtime = (program: string): Runtime => ({ from: 'path', program, environment: {} });

describe('the choice', () => {
  const selfTest = async ({ program }: Runtime): Promise<SelfTest> =>
    program.startsWith('good')
      ? { fit: true, version: '22.0.0', program: `/real/${program}` }
      : { fit: false, reason: 'too old' };

  test('is the first that passes, at its real path, with what was refused before it', async () => {
    const choice = await chooseNode(['bad', 'good', 'good2'].map(runtime), selfTest);
    expect(choice.runtime.program).toBe('/real/good');
    expect(choice.refused).toEqual([{ runtime: runtime('bad'), reason: 'too old' }]);
  });

  test('says of each why not, and what to do', async () => {
    await expect(chooseNode(['bad', 'worse'].map(runtime), selfTest)).rejects.toThrow(
      /bad: too old; worse: too old.*Install Node 20\.19 or newer, or set multitask-notebook\.nodePath/,
    );
  });
});

test.skipIf(process.platform === 'win32')('candidates: the setting, every node on PATH once, the editor', () => {
  const [first, second, empty] = ['first', 'second', 'empty'].map((name) => join(folder, name));
  for (const bin of [first, second, empty]) mkdirSync(bin);
  for (const bin of [first, second]) writeFileSync(join(bin, 'node'), '');
  chmodSync(join(second, 'node'), 0o755); // the first cannot be run
  const path = [first, empty, second, '', second].join(delimiter);
  expect(nodeCandidates('/my/node', path, '/code').map(({ from, program }) => [from, program])).toEqual([
    ['setting', '/my/node'],
    ['path', join(second, 'node')],
    ['editor', '/code'],
  ]);
  expect(nodeCandidates('', '', '/code')).toEqual([
    { from: 'editor', program: '/code', environment: { ELECTRON_RUN_AS_NODE: '1' } },
  ]);
});

describe('the self-test', () => {
  const packageFile = resolve(import.meta.dirname, '../../../package.json');

  test('passes on this Node and tells where it is', async () => {
    const result = await selfTestNode(runtime(process.execPath), packageFile, process.env);
    expect(result).toEqual({ fit: true, version: process.versions.node, program: process.execPath });
  });

  test('fails where ZeroMQ is not found', async () => {
    const result = await selfTestNode(runtime(process.execPath), join(folder, 'package.json'), process.env);
    expect(result).toEqual({ fit: false, reason: expect.stringContaining("Cannot find module 'zeromq'") });
  });

  test('fails for a program that is not there', async () => {
    const result = await selfTestNode(runtime(join(folder, 'nothing')), packageFile, process.env);
    expect(result).toEqual({ fit: false, reason: expect.stringContaining('ENOENT') });
  });

  const checkVersion = (version: string, fit: boolean) =>
    test(`Node ${version} is ${fit ? '' : 'not '}new enough`, () => {
      expect(readSelfTest(null, JSON.stringify({ version, program: '/n' }), '').fit).toBe(fit);
    });
  checkVersion('18.20.0', false);
  checkVersion('20.18.3', false);
  checkVersion('20.19.0', true);
  checkVersion('22.1.0', true);
  checkVersion('100.0.0', true);

  test('is not fooled by another program', () => {
    expect(readSelfTest(null, 'hello', '')).toEqual({ fit: false, reason: 'it is not Node' });
    expect(readSelfTest(null, '', '')).toEqual({ fit: false, reason: 'it is not Node' });
    expect(readSelfTest(null, 'null', '')).toEqual({ fit: false, reason: 'it is not Node' });
  });
});

test("a kernel gets the user's environment, not the editor's", () => {
  const editor = {
    PATH: '/bin',
    NODE_OPTIONS: '--require /ext/ms-vscode.js-debug/bootloader.js',
    VSCODE_IPC_HOOK: 'x',
    ELECTRON_RUN_AS_NODE: '1',
    JPY_PARENT_PID: '1',
    MULTITASK_DATA: '/data',
  };
  expect(kernelEnvironment(editor, {})).toEqual({ PATH: '/bin', MULTITASK_DATA: '/data' });
  expect(kernelEnvironment({ NODE_OPTIONS: '--max-old-space-size=8000' }, { ELECTRON_RUN_AS_NODE: '1' })).toEqual({
    NODE_OPTIONS: '--max-old-space-size=8000',
    ELECTRON_RUN_AS_NODE: '1',
  });
});

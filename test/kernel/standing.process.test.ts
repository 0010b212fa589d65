import { expect, it } from 'vitest';
import type { Content } from '../../kernel/jupyter/messages.ts';
import { startKernel } from '../support/jupyter-kernel.ts';

it('a kernel whose cell stands at a breakpoint answers on every socket, and goes on', async () => {
  const { client, run } = await startKernel();
  const debug = async (command: string, given: Content = {}): Promise<Content> => {
    const request = { type: 'request', seq: 1, command, arguments: given };
    const { content } = await client.request('control', 'debug_request', request);
    expect(content).toMatchObject({ command, success: true });
    return content.body as Content;
  };
  const code = 'const standing: number[] = [1];\nstanding.push(2);\nstanding.length';
  await debug('initialize', { adapterID: 'test' });
  await debug('attach');
  const { sourcePath } = await debug('dumpCell', { code });
  await debug('setBreakpoints', { source: { path: sourcePath }, breakpoints: [{ line: 2 }] });
  const cell = run(code);
  await expect.poll(async () => (await debug('debugInfo')).stoppedThreads, { timeout: 15_000 }).toEqual([1]);

  expect(await client.heartbeat(5_000)).toBe(true);
  expect((await client.request('control', 'kernel_info_request', {})).content).toMatchObject({ status: 'ok' });
  expect((await client.request('shell', 'kernel_info_request', {})).content).toMatchObject({ status: 'ok' });
  const matches = async () => {
    const asked = { code: `${code}\nstanding.toSp`, cursor_pos: code.length + 14 };
    return (await client.request('shell', 'complete_request', asked)).content.matches;
  };
  // From types: nobody can ask the values. TypeScript takes a while to load.
  await expect.poll(matches, { timeout: 30_000 }).toContain('toSpliced');

  expect(await debug('debugInfo')).toMatchObject({ stoppedThreads: [1] });
  await debug('continue', { threadId: 1 });
  expect(await cell).toMatchObject({ status: 'ok', result: '2' });
});

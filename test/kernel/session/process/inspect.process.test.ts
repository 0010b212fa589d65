import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Driver, startSession } from '../../session-driver.ts';

let notebook: Driver;
beforeAll(() => {
  process.env.MULTITASK_INSPECT = '0';
  notebook = startSession();
  delete process.env.MULTITASK_INSPECT;
});
afterAll(() => notebook.close());

it('a debugger can attach to the process that runs cells, and cells say nothing of it', async () => {
  const { text = '', stderr } = await notebook.run(`import { url } from 'node:inspector'\nurl()`);
  const [, address] = /^'ws:\/\/(127\.0\.0\.1:\d+)\/[\w-]+'$/.exec(text) ?? [];
  expect(address, text).toBeDefined();
  const targets: unknown = await (await fetch(`http://${address}/json/list`)).json();
  expect(targets).toMatchObject([{ type: 'node', webSocketDebuggerUrl: text.slice(1, -1) }]);
  expect(stderr).toBe('');
  expect(notebook.published.filter(({ msgType }) => msgType === 'stream')).toEqual([]);
});

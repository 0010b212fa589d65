import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { attachKernel, handOverKernel } from '../../kernel/jupyter/attach.ts';
import type { RequestOptions } from '../../kernel/jupyter/client.ts';
import { startKernel } from '../support/jupyter-kernel.ts';
import { alive, descendants } from '../support/processes.ts';

/** A kernel that has been left by its launcher, and how its next owner takes it. */
async function leave(seconds: number, running: RequestOptions & { readonly code: string }) {
  const kernel = await startKernel();
  await kernel.run('let kept = 41;');
  const { code, ...options } = running;
  const cell = kernel.client.request('shell', 'execute_request', { code }, { ...options, messageId: 'cell' });
  cell.catch(() => {});
  await kernel.client.request('control', 'kernel_info_request', {});
  const handed = await handOverKernel(kernel, seconds);
  kernel.client.close();
  kernel.process.disconnect();
  const pids = [kernel.processId, ...descendants(kernel.processId)];
  const take = async () => {
    const next = await attachKernel(handed);
    onTestFinished(() => void next.shutdown());
    return next;
  };
  return { handed, pids, take, file: kernel.connectionFile };
}

/** Files by which a test and its cell wait for each other; `waiting` is what a cell needs for it. */
function steps() {
  const folder = mkdtempSync(join(tmpdir(), 'multitask-handover-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return {
    waiting: `const fs = require('node:fs'); const folder = ${JSON.stringify(folder)};
      const there = async (name) => { while (!fs.existsSync(folder + '/' + name)) await new Promise((go) => setTimeout(go, 5)) };`,
    make: (name: string) => writeFileSync(join(folder, name), ''),
    has: (name: string) => existsSync(join(folder, name)),
  };
}

it('the next owner has the variables, and hears what the running cell said meanwhile and says later', async () => {
  const step = steps();
  const code = `${step.waiting} console.log(1); await there('left'); console.log(2); fs.writeFileSync(folder + '/said', '');
    await there('taken'); console.log(3);`;
  const { handed, take } = await leave(30, { code });
  expect(handed.running).toEqual(['cell']);
  step.make('left');
  await expect.poll(() => step.has('said'), { timeout: 15_000 }).toBe(true);
  const next = await take();
  const heard: string[] = [];
  const cell = next.client.follow('cell', { onOutput: ({ content }) => void heard.push(String(content.text ?? '')) });
  await next.listen();
  step.make('taken');
  await cell;
  expect(heard.join('')).toMatch(/2\n3\n$/);
  const kept = await next.client.request('shell', 'execute_request', { code: 'if (kept !== 41) throw kept' });
  expect(kept.content.status).toBe('ok');
});

it('a cell that ended meanwhile is heard to its end', async () => {
  const step = steps();
  const code = `${step.waiting} await there('left'); console.log('done'); fs.writeFileSync(folder + '/written', '');`;
  const { take } = await leave(30, { code });
  step.make('left');
  await expect.poll(() => step.has('written'), { timeout: 15_000 }).toBe(true);
  const next = await take();
  const said: unknown[] = [];
  const cell = next.client.follow('cell', { onOutput: ({ content }) => void said.push(content.text) });
  await next.listen();
  await cell;
  expect(said).toContain('done\n');
});

it('a kernel that is left again before anybody listened holds what was said since the first time', async () => {
  const step = steps();
  const code = `${step.waiting} await there('left'); console.log('first'); fs.writeFileSync(folder + '/said', '');
    await there('left again'); console.log('second');`;
  const { take } = await leave(30, { code });
  const between = await take();
  step.make('left');
  await expect.poll(() => step.has('said'), { timeout: 15_000 }).toBe(true);
  const again = await handOverKernel(between, 30);
  between.client.close();
  step.make('left again');
  const next = await attachKernel(again);
  onTestFinished(() => void next.shutdown());
  const heard: string[] = [];
  const cell = next.client.follow('cell', { onOutput: ({ content }) => void heard.push(String(content.text ?? '')) });
  await next.listen();
  await cell;
  expect(heard.join('')).toBe('first\nsecond\n');
});

it('a question that nobody answered is asked again', async () => {
  let asked = 0;
  const never = () => new Promise<string>(() => asked++);
  const { take } = await leave(30, {
    code: 'const answer = await prompt("Which?"); console.log(answer)',
    onInput: never,
  });
  const next = await take();
  const said: unknown[] = [];
  const options = {
    onOutput: ({ content }: { readonly content: Readonly<Record<string, unknown>> }) => void said.push(content.text),
    onInput: async ({ prompt }: { readonly prompt: string }) => `to ${prompt}`,
  };
  const cell = next.client.follow('cell', options);
  await next.listen();
  await cell;
  expect(said).toContain('to Which?\n');
});

it('nothing is left when nobody comes', async () => {
  const { pids, file } = await leave(1, { code: 'while (true) {}' });
  await expect.poll(() => alive(pids), { timeout: 15_000, interval: 50 }).toEqual([]);
  expect(existsSync(file)).toBe(false);
});

it('a handover for no time or for ever is refused', async () => {
  const kernel = await startKernel();
  await expect(handOverKernel(kernel, 0)).rejects.toThrow('"seconds" must be from 1 to 120; it is 0');
  await expect(handOverKernel(kernel, 1e6)).rejects.toThrow('it is 1000000');
  const refused = await kernel.client.request('control', 'adopt_request', { process_id: 'none' });
  expect(refused.content.evalue).toContain('"process_id" must be a process id; it is "none"');
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished } from 'vitest';
import { freePort } from '../support/free-port.ts';
import type { Installation } from './clients.ts';

/** A Jupyter server on a free port of this machine, without a password; it ends with the test. */
export type Server = { readonly url: string; readonly log: () => string };

/** Resolves when the server answers. `options` gives its flags, the port among them. */
export async function startServer(
  program: string,
  installation: Installation,
  options: (port: number) => readonly string[],
): Promise<Server> {
  const port = await freePort();
  const server = spawn(program, options(port), { env: installation.env, cwd: installation.folder, stdio: 'pipe' });
  let log = '';
  server.stderr.on('data', (text) => {
    log += text;
  });
  onTestFinished(async () => {
    const exited = once(server, 'exit');
    if (server.exitCode === null) server.kill('SIGTERM');
    else return;
    await exited;
  });
  const url = `http://127.0.0.1:${port}`;
  const answers = async () => (await fetch(`${url}/api`).catch(() => undefined))?.ok;
  await expect.poll(answers, { timeout: 60_000, interval: 100 }).toBe(true);
  return { url, log: () => log };
}

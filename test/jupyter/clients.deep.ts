import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { availableClients, type Clients, installKernel } from './clients.ts';
import { writeNotebook } from './notebook.ts';
import { startServer } from './server.ts';

const installation = installKernel();
afterAll(() => installation.remove());

type Run = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs a program to its end; a failure is a result. */
async function run(program: string, args: readonly string[], input = '', cwd = installation.folder): Promise<Run> {
  const running = promisify(execFile)(program, [...args], { env: installation.env, cwd, timeout: 100_000 });
  running.child.stdin?.end(input);
  return running.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code: Number(code) || 1, stdout, stderr }),
  );
}

const cells = [
  "import { sep } from 'node:path';\nimport { answer } from './answer.ts';\nconst first: number = await answer();",
  'const first = 42; console.log("printed", first);',
  "display({ 'image/svg+xml': '<svg xmlns=\"http://www.w3.org/2000/svg\"><title>drawn</title></svg>' });",
  "display({ 'text/plain': 'before' }, { display_id: 'moving' });\ndisplay({ 'text/plain': 'after' }, { display_id: 'moving', update: true });",
  'first',
];

function texts(file: string): string[] {
  const { cells } = JSON.parse(readFileSync(file, 'utf8'));
  type Output = { output_type: string; text?: string[]; data?: Record<string, string[]> };
  return cells.flatMap(({ outputs }: { outputs: Output[] }) =>
    outputs.map(({ text, data }) => [text ?? data?.['text/plain'] ?? data?.['image/svg+xml'] ?? []].flat(2).join('')),
  );
}

describe.each(availableClients())('clients of $name', (clients: Clients) => {
  const tool = (name: string) => join(clients.bin, name);
  const folder = join(installation.folder, clients.name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'answer.ts'), 'export const answer = async (): Promise<number> => 41;\n');

  it('the kernelspec is listed', async () => {
    const { stdout } = await run(tool('jupyter-kernelspec'), ['list', '--json']);
    expect(JSON.parse(stdout).kernelspecs['multitask-typescript'].spec).toMatchObject({
      display_name: 'TypeScript (Multitask)',
      language: 'typescript',
      interrupt_mode: 'message',
    });
  });

  it('nbconvert executes a notebook from its own folder', async () => {
    const file = writeNotebook(folder, 'good.ipynb', cells);
    const done = await run(tool('jupyter-nbconvert'), ['--to', 'notebook', '--execute', '--output', 'done', file]);
    expect(done).toMatchObject({ code: 0 });
    expect(texts(join(folder, 'done.ipynb'))).toEqual([
      'printed 42\n',
      expect.stringContaining('drawn'),
      'after',
      '42',
    ]);
  });

  it('nbconvert draws the pictures into HTML', async () => {
    const file = writeNotebook(folder, 'page.ipynb', cells);
    expect(await run(tool('jupyter-nbconvert'), ['--to', 'html', '--execute', file])).toMatchObject({ code: 0 });
    const html = readFileSync(join(folder, 'page.html'), 'utf8');
    expect(html).toContain('data-mime-type="image/svg+xml"');
    // Debian's nbconvert 6.5 removes the elements of every SVG; newer ones embed it as an image.
    const images = [...html.matchAll(/data:image\/svg\+xml;base64,([\w+/=]+)/g)].map(([, base64]) =>
      Buffer.from(base64, 'base64').toString(),
    );
    if (clients.name !== 'Debian') expect(images.some((svg) => svg.includes('<title>drawn'))).toBe(true);
  });

  it('nbconvert stops at an error and shows it', async () => {
    const file = writeNotebook(folder, 'bad.ipynb', ["throw new RangeError('too far')", '1']);
    const { code, stderr } = await run(tool('jupyter-nbconvert'), ['--to', 'notebook', '--execute', file]);
    expect(code).not.toBe(0);
    expect(stripVTControlCharacters(stderr)).toContain('RangeError: too far');
  });

  it('jupyter execute runs a notebook, and fails with one', async () => {
    const good = writeNotebook(folder, 'executed.ipynb', cells);
    const bad = writeNotebook(folder, 'broken.ipynb', ["throw new RangeError('too far')"]);
    expect(await run(tool('jupyter-execute'), [good])).toMatchObject({ code: 0 });
    const failed = await run(tool('jupyter-execute'), [bad]);
    expect(failed.code).not.toBe(0);
    expect(stripVTControlCharacters(failed.stderr)).toContain('RangeError: too far');
  });

  it('jupyter run runs a script', async () => {
    const script = join(folder, 'script.ts');
    writeFileSync(script, 'const x: number = 6;\nconsole.log("ran", x * 7);');
    const { stdout } = await run(tool('jupyter-run'), ['--kernel', 'multitask-typescript', script]);
    expect(stdout).toContain('ran 42');
  });

  it('jupyter console answers line by line', async () => {
    const args = ['--kernel', 'multitask-typescript', '--simple-prompt'];
    const { stdout } = await run(tool('jupyter-console'), args, 'const x = 6\nx * 7\n');
    expect(stdout).toContain('TypeScript');
    expect(stdout).toMatch(/Out\[\d+\]: 42/);
  });

  it('the manager interrupts with state kept, restarts and shuts down without leftovers', async () => {
    const { stdout, stderr } = await run(clients.python, [join(import.meta.dirname, 'lifecycle.py')]);
    expect(stdout, stderr).not.toBe('');
    const seen = JSON.parse(stdout);
    expect(seen).toMatchObject({
      kept: '42',
      input: "'hello you'",
      alive_while_spinning: true,
      interrupted: [true, 'error', 'KeyboardInterrupt'],
      kept_after_interrupt: '42',
      restart_forgets: "'undefined'",
      same_connection_file: true,
      kernels: 1,
      left_after_shutdown: 0,
      connection_file_left: false,
    });
    expect(seen.interrupt_seconds).toBeLessThan(2);
  });
});

const newest = availableClients().filter(({ name }) => name === 'PyPI');

describe.each(newest)('servers of $name', ({ bin, python }) => {
  it('papermill executes a notebook', async () => {
    const file = writeNotebook(installation.folder, 'paper.ipynb', ['console.log(6 * 7)']);
    const output = join(installation.folder, 'papermill.ipynb');
    expect(await run(join(bin, 'papermill'), [file, output])).toMatchObject({ code: 0 });
    expect(texts(output)).toContain('42\n');
  });

  it('the manager encrypts every socket where it must', async () => {
    const { stdout, stderr } = await run(python, [join(import.meta.dirname, 'encryption.py')]);
    expect(stdout, stderr).not.toBe('');
    expect(JSON.parse(stdout)).toEqual({
      status: 'ok',
      texts: ['secret\n'],
      keys: ['curve_publickey', 'curve_secretkey'],
      heartbeat: true,
    });
  });

  it.each([
    ['jupyter-server', ['--no-browser', '--ServerApp.token=', '--allow-root', '--ServerApp.disable_check_xsrf=True']],
    ['jupyter-kernelgateway', []],
  ])('%s runs, interrupts and removes a kernel', async (program, flags) => {
    const app = program === 'jupyter-server' ? 'ServerApp' : 'KernelGatewayApp';
    const { url, log } = await startServer(join(bin, program), installation, (port) => [
      ...flags,
      `--${app}.port=${port}`,
    ]);
    const { stdout, stderr } = await run(python, [join(import.meta.dirname, 'gateway.py'), url]);
    expect(stdout, stderr + log()).not.toBe('');
    expect(JSON.parse(stdout)).toEqual({
      display_name: 'TypeScript (Multitask)',
      result: ['ok', 'printed\n42'],
      interrupt: ['error', 'spinning\n'],
      kept: ['ok', '20'],
      after_delete: 404,
    });
  });
});

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

export type Output = {
  readonly output_type: string;
  readonly name?: string;
  readonly text?: string | readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
};

export type NotebookRun = {
  readonly exitCode: number | null;
  /** What the terminal showed, both streams. */
  readonly terminal: string;
  readonly outputs: readonly Output[];
};

/** Runs a notebook as a user would, `multitask-notebook run`, and reads back what it wrote into out/. */
export async function runNotebook(
  path: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<NotebookRun> {
  const output = join(root, 'out', basename(path));
  mkdirSync(join(root, 'out'), { recursive: true });
  const child = spawn(process.execPath, [join(root, 'dist/kernel/main.js'), 'run', path, '--output', output], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let terminal = '';
  child.stdout.on('data', (chunk) => {
    terminal += chunk;
  });
  child.stderr.on('data', (chunk) => {
    terminal += chunk;
  });
  const exitCode = await new Promise<number | null>((done) => child.on('close', done));
  const notebook: { cells: { outputs?: Output[] }[] } = JSON.parse(readFileSync(output, 'utf8'));
  return { exitCode, terminal, outputs: notebook.cells.flatMap((cell) => cell.outputs ?? []) };
}

/** All text a person would read in the outputs. */
export function readableText(outputs: readonly Output[]): string {
  const join = (text: unknown) => (Array.isArray(text) ? text.join('') : String(text ?? ''));
  return outputs.map((output) => join(output.text) + join(output.data?.['text/plain'])).join('\n');
}

import { spawn } from 'node:child_process';
import { mainScript } from './jupyter-kernel.ts';

export type CommandRun = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

type Options = {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called with all that was printed so far, each time more arrives. */
  onText?(text: string, pid: number): void;
};

/** Runs multitask-notebook to its end. */
export async function commandLine(args: readonly string[], { cwd, env, onText }: Options = {}): Promise<CommandRun> {
  const child = spawn(process.execPath, [mainScript, ...args], { cwd, env: env ?? process.env, stdio: 'pipe' });
  const texts = { stdout: '', stderr: '' };
  let all = '';
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
      all += text;
      onText?.(all, Number(child.pid));
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, ...texts };
}

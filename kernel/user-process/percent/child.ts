import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { asOurs, ours } from '../built-ins/index.ts';
import { type Run, type Runs, signalOf } from '../execution/runs.ts';
import { endTree } from '../threads/process-tree.ts';

export type ChildOptions = Pick<SpawnOptions, 'cwd' | 'shell' | 'env'> & {
  readonly command: string;
  readonly args?: readonly string[];
  readonly runs: Runs;
  /** Whose output it is; an interrupt of it ends the child and all that it started. */
  readonly run: Run | undefined;
  /** Hears what it prints, in whole characters. */
  hear(stream: 'stdout' | 'stderr', text: string): void;
};

/** How a child ended. */
export type End = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Why it did not start. */
  readonly error?: NodeJS.ErrnoException;
};

/** How long output may still come after a child ended, in milliseconds: what it left running can hold its pipes open. */
const lastOutput = 300;

/** Runs a program that is asked for no input: its standard input is at its end. */
export function runChild({ command, args = [], runs, run, hear, ...options }: ChildOptions): Promise<End> {
  return new Promise((resolve) => {
    let child: ChildProcess;
    try {
      child = spawn(command, [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    } catch (error) {
      return resolve({ code: null, signal: null, error: error as NodeJS.ErrnoException });
    }
    const signal = run && signalOf(run);
    const stop = asOurs(() => {
      if (child.pid !== undefined) void endTree(child.pid).catch(() => child.kill('SIGKILL'));
    });
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
    const settle = (end: End): void => {
      signal?.removeEventListener('abort', stop);
      runs.enter(run);
      resolve(end);
    };
    for (const name of ['stdout', 'stderr'] as const) {
      const decoder = ours(() => new TextDecoder());
      child[name]?.on(
        'data',
        asOurs((bytes: Buffer) => {
          runs.enter(run);
          hear(name, decoder.decode(bytes, { stream: true }));
        }),
      );
    }
    child.once(
      'error',
      asOurs((error: Error) => settle({ code: null, signal: null, error })),
    );
    child.once(
      'exit',
      asOurs((code: number | null, by: NodeJS.Signals | null) => {
        const end = asOurs(() => settle({ code, signal: by }));
        const timer = setTimeout(end, lastOutput);
        child.once(
          'close',
          asOurs(() => {
            clearTimeout(timer);
            end();
          }),
        );
      }),
    );
  });
}

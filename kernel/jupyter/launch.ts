import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type JupyterClient } from './client.ts';
import { type ConnectionInfo, createConnection, removeConnectionFile, writeConnectionFile } from './connection.ts';

/** A running kernel of ours and a client that is connected to it. */
export interface OwnedKernel {
  readonly client: JupyterClient;
  readonly processId: number;
  readonly connection: ConnectionInfo;
  readonly connectionFile: string;
  /** Resolves when the process has ended, with how it ended and the last of what it wrote to stderr. */
  readonly ended: Promise<KernelEnd>;
  /** Asks the kernel to shut down, ends it when it does not within the time, and removes the connection file. */
  shutdown(timeoutMs?: number): Promise<KernelEnd>;
}

/** A kernel whose process is a child of this one. */
export interface LaunchedKernel extends OwnedKernel {
  readonly process: ChildProcess;
}

export type KernelEnd = { readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly log: string };

export type LaunchOptions = {
  /** Program and arguments; `{connection_file}` stands for the path, as in a kernelspec. */
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
  /** Hears what the kernel writes to stdout and stderr: its log, never the output of cells. */
  onLog?(text: string): void;
};

/** A process that has ended is given this long for what is still in its pipes. */
const lastWordsMs = 500;

/** Starts a kernel process with a fresh connection file and connects to it. */
export async function launchKernel(options: LaunchOptions): Promise<LaunchedKernel> {
  const connection = await createConnection();
  const connectionFile = join(tmpdir(), `multitask-kernel-${randomUUID()}.json`);
  await writeConnectionFile(connectionFile, connection);
  const [program, ...rest] = options.argv.map((part) => part.replaceAll('{connection_file}', connectionFile));
  // The IPC channel carries no messages: that it closes tells the kernel, on every platform, that its launcher is gone.
  const child = spawn(program ?? '', rest, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    windowsHide: true,
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-8_000);
      options.onLog?.(text);
    });
  }
  const starting = new AbortController();
  const ended = new Promise<KernelEnd>((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, log: `${error.message}\n${log}` }));
    child.once('close', (code, signal) => resolve({ code, signal, log }));
    // Close waits for the last of the log, but does not come at all once the IPC channel was closed from this side.
    child.once('exit', (code, signal) => setTimeout(() => resolve({ code, signal, log }), lastWordsMs));
  });
  ended.then((end) => {
    starting.abort(new Error(`The kernel ended while it started (${howItEnded(end)}).`));
    void removeConnectionFile(connectionFile);
  });

  const timeoutMs = options.timeoutMs ?? 60_000;
  let client: JupyterClient;
  try {
    client = await connect(connection, { timeoutMs, signal: starting.signal });
  } catch (error) {
    child.kill('SIGKILL');
    await ended;
    throw error;
  }
  ended.then((end) => client.close(new Error(`The kernel ended (${howItEnded(end)}).`)));

  return {
    client,
    process: child,
    processId: child.pid ?? 0,
    connection,
    connectionFile,
    ended,
    shutdown: (timeoutMs) => shutDown({ client, ended, connectionFile }, () => child.kill('SIGKILL'), timeoutMs),
  };
}

/** Asks a kernel to end, and makes it end. */
export async function shutDown(
  { client, ended, connectionFile }: Pick<OwnedKernel, 'client' | 'ended' | 'connectionFile'>,
  kill: () => unknown,
  timeoutMs = 5_000,
): Promise<KernelEnd> {
  const timer = setTimeout(kill, timeoutMs);
  client.request('control', 'shutdown_request', { restart: false }).catch(() => {});
  const end = await ended;
  clearTimeout(timer);
  client.close();
  await removeConnectionFile(connectionFile);
  return end;
}

function howItEnded({ code, signal, log }: KernelEnd): string {
  const how = signal ? `signal ${signal}` : `exit code ${code}`;
  return log.trim() === '' ? how : `${how}; it wrote: ${log.trim()}`;
}

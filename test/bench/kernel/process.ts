import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dealer } from 'zeromq';
import { connect, type JupyterClient } from '../../../kernel/jupyter/client.ts';
import {
  type ConnectionInfo,
  connectAddress,
  createConnection,
  removeConnectionFile,
  writeConnectionFile,
} from '../../../kernel/jupyter/connection.ts';
import type { Content, Message } from '../../../kernel/jupyter/messages.ts';
import { createHeader, decode, encode } from '../../../kernel/jupyter/wire.ts';
import { descendants } from '../../support/processes.ts';
import { type BenchKernel, benchFolder } from './kernels.ts';

/** A started kernel of any make, without the conveniences of our own launcher. */
export type Started = {
  readonly process: ChildProcess;
  readonly connection: ConnectionInfo;
  stop(): Promise<void>;
};

/** Kernels that run now: a measurement that took too long has not stopped its own. */
const going = new Set<Started>();

export async function stopAll(): Promise<void> {
  await Promise.all([...going].map(({ stop }) => stop()));
}

export async function start({ argv }: BenchKernel, cwd = benchFolder): Promise<Started> {
  const connection = await createConnection();
  const file = join(tmpdir(), `bench-kernel-${randomUUID()}.json`);
  await writeConnectionFile(file, connection);
  const [program, ...args] = argv.map((part) => part.replace('{connection_file}', file));
  const env = { ...process.env, PYDEVD_DISABLE_FILE_VALIDATION: '1', NO_COLOR: '1' };
  const child = spawn(program, args, { cwd, env, stdio: 'ignore' });
  const exited = once(child, 'exit');
  const started: Started = {
    process: child,
    connection,
    async stop() {
      going.delete(started);
      const pids = child.pid === undefined ? [] : [child.pid, ...descendants(child.pid)];
      for (const pid of pids) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It has ended already.
        }
      }
      if (child.exitCode === null && child.signalCode === null) await exited;
      await removeConnectionFile(file);
    },
  };
  going.add(started);
  return started;
}

/** A bare socket on one channel: a reply counts, whatever a kernel does with its status. */
export type Asker = {
  /** Sends all requests at once and resolves when every one has its reply. */
  ask(msgType: string, contents: readonly Content[]): Promise<readonly Message[]>;
  close(): void;
};

export function asker(connection: ConnectionInfo, channel: 'shell' | 'control'): Asker {
  const socket = new Dealer({ linger: 0, reconnectInterval: 5, receiveTimeout: 60_000 });
  socket.connect(connectAddress(connection, channel));
  return {
    async ask(msgType, contents) {
      const waiting = new Set<string>();
      for (const content of contents) {
        const header = createHeader('bench', msgType);
        waiting.add(header.msg_id);
        const message = { identities: [], header, parentHeader: {}, metadata: {}, content, buffers: [] };
        await socket.send(encode(message, connection.key));
      }
      const replies: Message[] = [];
      while (waiting.size > 0) {
        const decoded = decode(await socket.receive(), connection.key);
        if (decoded.kind === 'message' && waiting.delete(decoded.message.parentHeader.msg_id ?? '')) {
          replies.push(decoded.message);
        }
      }
      return replies;
    },
    close: () => socket.close(),
  };
}

/** Milliseconds from the start of the process to its first kernel_info_reply, and to the reply of `1+1`. */
export async function startTimes(kernel: BenchKernel): Promise<{ readonly info: number; readonly cell: number }> {
  const begin = performance.now();
  const { connection, stop } = await start(kernel);
  const shell = asker(connection, 'shell');
  try {
    await shell.ask('kernel_info_request', [{}]);
    const info = performance.now() - begin;
    await shell.ask('execute_request', [cellContent('1+1')]);
    return { info, cell: performance.now() - begin };
  } finally {
    shell.close();
    await stop();
  }
}

/** One cell of a kernel under measurement. */
export type Cell = { readonly milliseconds: number; readonly status: unknown; readonly messages: readonly Message[] };

export type Measured = Started & {
  readonly client: JupyterClient;
  run(code: string, onOutput?: (message: Message) => void): Promise<Cell>;
  /** Runs a cell and waits for output that comes after its idle, as some kernels send it; the time is the last one's. */
  runToTheLastOutput(code: string): Promise<Cell>;
  interrupt(): void;
};

export async function measured(kernel: BenchKernel): Promise<Measured> {
  const started = await start(kernel);
  const client = await connect(started.connection, { timeoutMs: 60_000 });
  started.process.once('exit', () => client.close(new Error('the kernel ended')));
  const run: Measured['run'] = async (code, onOutput) => {
    const begin = performance.now();
    const messages: Message[] = [];
    const reply = await client.request('shell', 'execute_request', cellContent(code), {
      onOutput(message) {
        messages.push(message);
        onOutput?.(message);
      },
    });
    return { milliseconds: performance.now() - begin, status: reply.content.status, messages };
  };
  return {
    ...started,
    client,
    run,
    async runToTheLastOutput(code) {
      const begin = performance.now();
      let last = begin;
      const done = await run(code, () => {
        last = performance.now();
      });
      while (performance.now() - last < 1_000) await new Promise((resolve) => setTimeout(resolve, 100));
      return { ...done, milliseconds: Math.max(done.milliseconds, last - begin) };
    },
    interrupt() {
      if (kernel.interrupt === 'message') void client.request('control', 'interrupt_request', {}).catch(() => {});
      else started.process.kill('SIGINT');
    },
    async stop() {
      client.close();
      await started.stop();
    },
  };
}

/** Megabytes of the whole process tree, counting what processes share once (PSS) where Linux tells it. */
export function memory(pid: number): number {
  const pids = [pid, ...descendants(pid)];
  const pss = pids.map((each) => {
    try {
      return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${each}/smaps_rollup`, 'utf8'))?.[1]);
    } catch {
      return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(each)], { encoding: 'utf8' }));
    }
  });
  return pss.reduce((sum, each) => sum + each, 0) / 1024;
}

/** Megabytes of resident memory of the whole process tree. */
export function residentMemory(pid: number): number {
  const pids = [pid, ...descendants(pid)].join(',');
  const sizes = execFileSync('ps', ['-o', 'rss=', '-p', pids], { encoding: 'utf8' }).trim().split(/\s+/).map(Number);
  return sizes.reduce((sum, each) => sum + each, 0) / 1024;
}

export function cellContent(code: string): Content {
  return {
    code,
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: true,
  };
}

import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex, Readable } from 'node:stream';
import type { Parsed } from '../../guards/index.ts';
import {
  agentFd,
  encodeFrame,
  endGroupOf,
  type FromAgent,
  type FromUser,
  frameDecoder,
  outputFd,
  parseFromAgent,
  parseFromUser,
  type ToUser,
} from '../../link/index.ts';
import { type Death, describeDeath, type Exit, foreignBytes } from './death.ts';

/** The kernel's end of a user process. */
export interface UserProcess {
  readonly pid: number | undefined;
  send(message: ToUser): void;
  /** Resolves when it has ended and all it said was handed on. */
  readonly ended: Promise<Death>;
  /** Stops reading what it and its children write, so that they wait, or goes on. */
  pause(): void;
  resume(): void;
  /** Ends it and what it started. */
  kill(): Promise<Death>;
}

export type UserProcessOptions = {
  readonly script: string;
  /** The folder of the notebook: imports and relative paths begin there. */
  readonly cwd: string;
  /** Hears every message, in order. */
  onMessage(message: FromUser): void;
  /** Hears what its agent thread says of the debugger. */
  onAgent(message: FromAgent): void;
  /** Hears what was written to file descriptors 1 and 2 past the process's own streams: native code, child processes. */
  onRawOutput(name: 'stdout' | 'stderr', text: string): void;
};

/**
 * `--no-force-async-hooks-checks`: terminating a callback leaves Node's stack of async ids unbalanced; with the checks the
 * process would abort (nodejs/node#38503).
 */
const flags = ['--no-warnings', '--no-force-async-hooks-checks'];

/** For whoever debugs the user process itself: MULTITASK_INSPECT is the port where a debugger may attach; 0 takes a free one. */
function inspectFlags({ MULTITASK_INSPECT: port }: NodeJS.ProcessEnv): readonly string[] {
  return port === undefined || port === '' ? [] : [`--inspect=127.0.0.1:${port}`];
}

export function startUserProcess({ script, cwd, onMessage, onAgent, onRawOutput }: UserProcessOptions): UserProcess {
  const child = spawn(process.execPath, [...flags, ...inspectFlags(process.env), script], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    // A group of its own: what it starts ends with it, and Ctrl+C in a terminal reaches the kernel alone.
    detached: true,
    windowsHide: true,
  });
  const output = child.stdio[outputFd] as Readable;
  const agent = child.stdio[agentFd] as Duplex;
  const written = [output, child.stdout, child.stderr];
  // A broken pipe is the same news as the end of the process, which `ended` tells.
  for (const stream of child.stdio) stream?.on('error', () => {});

  const kill = (): void => {
    if (child.pid !== undefined) endGroupOf(child.pid);
    child.kill('SIGKILL');
  };

  let lastWords = '';
  const hear = <Message>(
    stream: Readable,
    fd: number,
    parse: (message: unknown) => Parsed<Message>,
    onMessage: (message: Message) => void,
  ): void => {
    let messages: Message[] = [];
    const decode = frameDecoder((message) => {
      const parsed = parse(message);
      if (!parsed.ok) throw new TypeError(parsed.reason);
      messages.push(parsed.value);
    });
    stream.on('data', (bytes: Buffer) => {
      try {
        decode(bytes);
      } catch (error) {
        // After one wrong byte nothing can be read any more.
        lastWords = `${foreignBytes(fd)}: ${(error as Error).message.replace(/\.$/, '')}`;
        stream.removeAllListeners('data').resume();
        kill();
      }
      const whole = messages;
      messages = [];
      for (const message of whole) onMessage(message);
    });
  };
  hear(output, outputFd, parseFromUser, onMessage);
  hear(agent, agentFd, parseFromAgent, onAgent);
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (given: string) => {
      const text = given.replace(nodesGoodbye, '').replace(nodesInspector, (words) => {
        process.stderr.write(words);
        return '';
      });
      if (text === '') return;
      if (name === 'stderr') lastWords = (lastWords + text).slice(-4_000);
      onRawOutput(name, text);
    });
  }

  const ended = whenEnded(child).then((exit) => describeDeath(exit, lastWords));
  return {
    pid: child.pid,
    ended,
    send(message) {
      for (const record of encodeFrame(message)) agent.write(record);
    },
    pause() {
      // What a process leaves behind is bounded, and is read while its end is told.
      if (child.exitCode === null && child.signalCode === null) for (const stream of written) stream?.pause();
    },
    resume() {
      for (const stream of written) stream?.resume();
    },
    kill() {
      kill();
      return ended;
    },
  };
}

/** Node says it when a process ends whose inspector a worker thread uses. */
const nodesGoodbye = 'Waiting for the debugger to disconnect...\n';

/** Node says it where a debugger may attach: news for the terminal of whoever asked for it, not for a cell. */
const nodesInspector = /^(Debugger (listening on|attached).*|For help, see: https:\/\/nodejs\.org\/.*)\n/gm;

/** How long output may still come after the process ended, in milliseconds: a grandchild can hold a pipe open. */
const lastOutput = 300;

async function whenEnded(child: ChildProcess): Promise<Exit> {
  const closed = new Promise((resolve) => child.once('close', resolve));
  const exit = await new Promise<Exit>((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  for (const stream of child.stdio) if (stream && 'resume' in stream) stream.resume();
  if (!exit.error) await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, lastOutput))]);
  return exit;
}

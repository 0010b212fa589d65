import { Buffer } from 'node:buffer';
import childProcess, { ChildProcess, type SpawnOptions, type StdioOptions } from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { apply, asOurs, nextTick } from '../built-ins/index.ts';
import type { Runs } from '../execution/runs.ts';
import type { AgentMemory } from '../threads/agent-memory.ts';
import type { Output } from './output.ts';

/**
 * Output past `process.stdout`: file descriptors 1 and 2 (`fs.writeSync(1, …)`), and children that inherit them. Otherwise it would
 * reach the kernel through pipes of its own, out of order and without its cell. What native code writes still does.
 */
export function catchDescriptorOutput(output: Output, runs: Runs, children: Children): void {
  catchWrites(output);
  catchChildren(output, runs, children);
  catchSyncChildren(output, children);
  syncBuiltinESMExports();
}

type Children = Pick<AgentMemory, 'waitForChild' | 'addChild' | 'removeChild'>;

const streams: Readonly<Record<number, 'stdout' | 'stderr'>> = { 1: 'stdout', 2: 'stderr' };

type Args = readonly unknown[];

function catchWrites(output: Output): void {
  const decoder = new TextDecoder();
  /** How many bytes it took, or undefined when they are for another file. */
  const print = asOurs((stream: 'stdout' | 'stderr', [, data, from, to]: Args): number | undefined => {
    if (typeof data !== 'string' && !ArrayBuffer.isView(data)) return undefined;
    if (typeof data === 'string') {
      output.print(stream, data);
      return Buffer.byteLength(data);
    }
    const start = typeof from === 'number' ? from : 0;
    const end = typeof to === 'number' ? start + to : data.byteLength;
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).subarray(start, end);
    output.print(stream, decoder.decode(bytes));
    return bytes.length;
  });
  const printed = (args: Args): number | undefined => {
    const stream = args[0] === 1 ? 'stdout' : args[0] === 2 ? 'stderr' : undefined;
    return stream && print(stream, args);
  };
  const { write, writeSync } = fs;
  Object.assign(fs, {
    writeSync: (...args: Args) => printed(args) ?? apply(writeSync, fs, args),
    write: Object.assign((...args: Args) => {
      const written = printed(args);
      const done = args[args.length - 1];
      if (written === undefined || typeof done !== 'function') return apply(write, fs, args);
      return void nextTick(done as () => void, null, written, args[1]);
    }, write),
  });
}

/** A child that inherits our output gets pipes instead, and what comes out of them is the run's that started it. */
function catchChildren(output: Output, runs: Runs, children: Children): void {
  const prototype = ChildProcess.prototype as unknown as { spawn(options: SpawnOptions): unknown };
  const { spawn } = prototype;
  prototype.spawn = asOurs(function (this: ChildProcess, options: SpawnOptions) {
    const stdio = stdioList(options.stdio);
    const inherited = [1, 2].filter((index) => isOurs(stdio[index], index));
    if (inherited.length === 0) {
      const started = spawn.call(this, options);
      follow(this, children);
      return started;
    }
    for (const index of inherited) stdio[index] = 'pipe';
    const run = runs.current();
    const result = spawn.call(this, { ...options, stdio } as SpawnOptions);
    follow(this, children);
    for (const index of inherited) {
      const name = streams[index] ?? 'stdout';
      // Who asked for `inherit` is promised that there is no stream.
      Object.assign(this, { [name]: null });
      const hear = asOurs((bytes: Buffer) => {
        runs.enter(run);
        output.print(name, bytes.toString());
      });
      this.stdio[index]?.on('data', hear);
    }
    return result;
  });
}

/** These block the thread, so nobody could forward: the child writes itself, and the kernel is told where that belongs. */
function catchSyncChildren(output: Output, children: Children): void {
  for (const name of ['spawnSync', 'execSync', 'execFileSync'] as const) {
    const original = childProcess[name] as (...args: Args) => unknown;
    Object.assign(childProcess, {
      [name]: asOurs((...args: Args) => {
        const options = args.find((arg) => typeof arg === 'object' && !Array.isArray(arg)) as SpawnOptions | undefined;
        const call = () => children.waitForChild(() => original(...args));
        if (![1, 2].some((index) => isOurs(stdioList(options?.stdio)[index], index))) return call();
        output.drain(100);
        try {
          return call();
        } finally {
          output.send({ kind: 'raw' });
        }
      }),
    });
  }
}

/** An interrupt ends the child that blocks the thread, and no other. */
function follow(child: ChildProcess, children: Children): void {
  const { pid } = child;
  if (pid === undefined) return;
  children.addChild(pid);
  child.once(
    'exit',
    asOurs(() => children.removeChild(pid)),
  );
}

function stdioList(stdio: StdioOptions | undefined): unknown[] {
  return Array.isArray(stdio) ? [...stdio] : [stdio, stdio, stdio];
}

function isOurs(entry: unknown, index: number): boolean {
  const stream = streams[index];
  return entry === 'inherit' || entry === index || (stream !== undefined && entry === process[stream]);
}

import { syncBuiltinESMExports } from 'node:module';
import readline, { type Direction } from 'node:readline';
import readlinePromises from 'node:readline/promises';
import type { Writable } from 'node:stream';
import { WriteStream } from 'node:tty';

/** Rows that programs are told of; the columns are those of a printed page. */
const [columns, rows] = [80, 24];

/**
 * Gives a stream what programs ask of a terminal, so that progress bars move: the kernel does their movements and front ends show
 * what comes of them (../../session/terminal).
 */
export function asTerminal(stream: Writable): Writable {
  const environment = () => ({ TERM: 'xterm-256color', ...process.env });
  const terminal = {
    isTTY: true,
    columns,
    rows,
    getWindowSize: () => [columns, rows],
    getColorDepth: (env: NodeJS.ProcessEnv = environment()) => WriteStream.prototype.getColorDepth(env),
    hasColors(count: number | NodeJS.ProcessEnv = 16, env: NodeJS.ProcessEnv = environment()): boolean {
      return typeof count === 'number' ? count <= 2 ** terminal.getColorDepth(env) : this.hasColors(16, count);
    },
    clearLine: (direction: Direction, done?: () => void) => readline.clearLine(stream, direction, done),
    clearScreenDown: (done?: () => void) => readline.clearScreenDown(stream, done),
    cursorTo: (x: number, y?: number | (() => void), done?: () => void) =>
      typeof y === 'function' ? readline.cursorTo(stream, x, undefined, y) : readline.cursorTo(stream, x, y, done),
    moveCursor: (dx: number, dy: number, done?: () => void) => readline.moveCursor(stream, dx, dy, done),
  };
  return Object.assign(stream, terminal);
}

/**
 * `readline` takes keys, not lines, where its output is a terminal, and draws each of them. A client sends whole lines: so it is
 * told that there is none, unless the program says itself what it wants.
 */
export function readWholeLines(): void {
  for (const module of [readline, readlinePromises]) {
    const { createInterface } = module as { createInterface: (...args: readonly unknown[]) => unknown };
    Object.assign(module, {
      createInterface(first: object, output?: unknown, completer?: unknown, terminal: unknown = false) {
        const isOptions = typeof first === 'object' && first !== null && 'input' in first;
        return isOptions
          ? createInterface({ terminal: false, ...first })
          : createInterface(first, output, completer, terminal);
      },
    });
  }
  syncBuiltinESMExports();
}

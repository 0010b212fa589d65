import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Readable } from 'node:stream';
import { apply, asOurs, getter, lastIndexOf, method, settle, slice } from '../built-ins/index.ts';
import type { Run, Runs } from '../execution/runs.ts';
import type { Prompter } from './prompt.ts';

export type StdinOptions = {
  readonly runs: Runs;
  readonly prompter: Prompter;
  /** Ends a run whose code waits for something that will never come. */
  fail(run: Run | undefined, error: Error): void;
};

/** `process.stdin` of cells. */
export interface CellInput {
  /** Text was printed: `readline` writes its question before it waits for the answer. */
  printed(text: string): void;
}

/**
 * Puts a stream in the place of `process.stdin` that asks the person at the client for each line somebody waits for, so that `readline`
 * works as in a terminal. Who reads in a way that cannot wait is told of `prompt()`.
 */
export function installStdin({ runs, prompter, fail }: StdinOptions): CellInput {
  const { setImmediate } = globalThis;
  /** The line that is being printed: what a program writes before it reads is its question. */
  let question = '';
  let isAsking = false;

  const isWanted = (): boolean => isFlowing(stdin) === true || listenerCount(stdin, 'readable') > 0;

  /** Later, as who asks for a stream to flow often changes its mind at once. */
  const want = (): void => {
    if (isAsking) return;
    isAsking = true;
    const run = runs.current();
    setImmediate(
      asOurs(() => {
        if (isWanted() && run?.isGoing) answer(run);
        else stopAsking(run);
      }),
    );
  };

  /** Another cell may have begun to wait while this one asked, or thought of it: its turn is now. */
  const stopAsking = (run: Run | undefined): void => {
    isAsking = false;
    const next = runs.current();
    if (next !== run && next?.isGoing && isWanted()) want();
  };

  const answer = (run: Run): void => {
    const heard = (line: string): void => {
      isAsking = false;
      question = '';
      runs.enter(run);
      stdin.push(`${line}\n`);
    };
    settle(prompter.ask(run, question.trimEnd(), false), heard, (error) => {
      // What an interrupt stopped, or a cell that has ended, waits no more.
      if (run.isGoing && run.interruptedAt === undefined) fail(run, error as Error);
      question = '';
      stopAsking(run);
    });
  };

  const stdin = new Readable({ read: want, encoding: 'utf8' });
  const { resume, on } = stdin;
  Object.assign(stdin, {
    fd: 0,
    isTTY: false,
    on(event: string, listener: () => void) {
      // Who paused it last was another cell's, and who listens now wants to hear.
      if (event === 'data' && listenerCount(stdin, 'data') === 0 && isFlowing(stdin) === false) {
        Object.assign(stdin, { readableFlowing: null });
      }
      return apply(on, stdin, [event, listener]);
    },
    resume() {
      apply(resume, stdin, []);
      want();
      return stdin;
    },
  });
  Object.defineProperty(process, 'stdin', { value: stdin, configurable: true, enumerable: true });
  refuseToWait();

  return {
    printed(text) {
      question = slice(question + slice(text, -200), -200);
      question = slice(question, lastIndexOf(question, '\n') + 1);
      if (question !== '' && isWanted()) want();
    },
  };
}

const isFlowing: (stream: Readable) => boolean | null = getter(Readable.prototype, 'readableFlowing');
const listenerCount: (stream: Readable, event: string) => number = method(Readable.prototype.listenerCount) as never;

/** Reading from file descriptor 0 would find its end at once, and the program go on with nothing. */
function refuseToWait(): void {
  const { readSync, readFileSync } = fs;
  const refuse = (file: unknown): void => {
    if (file === 0 || file === '/dev/stdin') {
      throw new Error("A cell cannot wait for input in the middle of a statement. Ask with: await prompt('…').");
    }
  };
  Object.assign(fs, {
    readSync: (...args: readonly unknown[]) => {
      refuse(args[0]);
      return apply(readSync, fs, args);
    },
    readFileSync: (...args: readonly unknown[]) => {
      refuse(args[0]);
      return apply(readFileSync, fs, args);
    },
  });
  syncBuiltinESMExports();
}

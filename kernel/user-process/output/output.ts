import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { type InspectOptions, inspect, types } from 'node:util';
import {
  encodeFrame,
  type FromUser,
  header,
  longestRecord,
  startOfHalf,
  withoutHalves,
  writeHeader,
} from '../../link/index.ts';
import {
  apply,
  asOurs,
  charCodeAt,
  encodeInto,
  includes,
  inspecting,
  jsonOfText,
  min,
  nextTick,
  ours,
  slice,
} from '../built-ins/index.ts';
import { withoutInternalFrames } from '../execution/internal-frames.ts';
import type { Runs } from '../execution/runs.ts';
import { drained, hurry, openRing, putRecord, type RingMemory } from '../threads/ring.ts';
import { dataTableBundle } from '../values/table.ts';
import { consoleTable } from '../values/tabular.ts';
import { textOf } from '../values/text.ts';
import { asTerminal, readWholeLines } from './terminal-stream.ts';

/** Everything that leaves the user process, in one order. */
export interface Output {
  /** Several messages leave in one piece, so that the thread that carries them is woken once. */
  send(...messages: readonly FromUser[]): void;
  /** Text of the run that is executing. Cells call this for each line: it uses nothing that they could replace. */
  print(name: 'stdout' | 'stderr', text: string): void;
  /** Waits until the kernel has been sent everything, at most `milliseconds`. */
  drain(milliseconds: number): boolean;
}

/** Longer text crosses as several messages, each of them one record whatever its characters are. In UTF-16 code units. */
const longestText = 40_000;

export function createOutput(memory: RingMemory, runs: Runs): Output {
  const ring = openRing(memory);
  const record = new Uint8Array(longestRecord);
  const content = record.subarray(header);
  return {
    send: (...messages) =>
      ours(() => {
        const isUrgent = messages.some(({ kind }) => kind !== 'stream');
        // Before, so that a reader who sleeps does not begin to gather; after, for one who gathers already.
        if (isUrgent) hurry(ring);
        for (const each of inFewPieces(messages)) putRecord(ring, each);
        if (isUrgent) hurry(ring);
      }),
    print(name, text) {
      const execution = runs.current()?.execution ?? 0;
      for (let start = 0; start < text.length; ) {
        let end = min(start + longestText, text.length);
        if (end < text.length && isHighSurrogate(charCodeAt(text, end - 1))) end -= 1;
        const json = jsonOfText(slice(text, start, end));
        const whole = includes(json, startOfHalf) ? ours(() => withoutHalves(json)) : json;
        const message = `{"kind":"stream","execution":${execution},"name":"${name}","text":${whole}}`;
        const { written } = encodeInto(message, content);
        writeHeader(record, written);
        putRecord(ring, record, header + written);
        start = end;
      }
    },
    drain: (milliseconds) => drained(ring, milliseconds),
  };
}

/** The records of messages, short ones joined. */
function* inFewPieces(messages: readonly FromUser[]): Generator<Uint8Array> {
  let piece: Uint8Array | undefined;
  for (const message of messages) {
    for (const record of encodeFrame(message)) {
      if (piece && piece.length + record.length > longestRecord) yield piece;
      else if (piece) {
        piece = Buffer.concat([piece, record]);
        continue;
      }
      piece = record;
    }
  }
  if (piece) yield piece;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}

/** What `console.table` shows beside its HTML. */
export type ConsoleGrid = (data: unknown, columns?: readonly string[]) => Readonly<Record<string, unknown>>;

/** Puts `process.stdout`, `process.stderr` and a console of our own in the place of Node's. */
export function installStreams(
  output: Output,
  display: (bundle: Readonly<Record<string, unknown>>) => void,
  printed: (text: string) => void,
  grid: ConsoleGrid = () => ({}),
): void {
  const stdout = outputStream(1, (text) => {
    output.print('stdout', text);
    printed(text);
  });
  const stderr = outputStream(2, (text) => output.print('stderr', text));
  Object.defineProperty(process, 'stdout', { value: stdout, configurable: true, enumerable: true });
  Object.defineProperty(process, 'stderr', { value: stderr, configurable: true, enumerable: true });
  readWholeLines();
  // Node's global console also reports to the inspector, which makes each line ten times slower.
  const console = new Console({ stdout, stderr, ignoreErrors: false, colorMode: false });
  for (const [name, method] of Object.entries(console)) {
    if (typeof method !== 'function') continue;
    const isText = writesText.has(name);
    const inspects = (...values: unknown[]): unknown =>
      inspecting(() => apply(method, console, isText ? withOwnFrames(values) : values));
    Object.assign(console, { [name]: Object.defineProperty(inspects, 'name', { value: name }) });
  }
  const { table } = console;
  const showTable: typeof table = (data, columns) => {
    const rows = consoleTable(data, columns);
    if (!rows) table(data, columns);
    else if (rows.length > 0) display({ ...grid(data, columns), ...dataTableBundle(rows) });
    else display({ 'text/plain': `console.table: no rows in ${textOf(data, { depth: 0 })}` });
  };
  Object.defineProperty(globalThis, 'console', {
    value: Object.assign(console, { Console, table: asOurs(showTable) }),
    configurable: true,
    writable: true,
    enumerable: false,
  });
}

/** Methods of a console that write each value as a text. */
const writesText: ReadonlySet<string> = new Set(['debug', 'error', 'group', 'info', 'log', 'trace', 'warn']);

const { isProxy } = types;
const AnyError = Error;
const errorToString = Error.prototype.toString;

/** Errors that come from another thread bring their stack as a text, with frames of Node's and ours in it; Node makes no native errors of them. */
function withOwnFrames(values: unknown[]): unknown[] {
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (isProxy(value) || !(value instanceof AnyError)) continue;
    values[i] = inspectedOnce(value);
  }
  return values;
}

/** Stands for an error where a console writes it: inspected when that is asked for, as it is asked for; otherwise the error itself. */
function inspectedOnce(error: Error): object {
  return {
    [inspect.custom](_depth: number, options: InspectOptions) {
      const text = inspect(error, options);
      return ours(() => withoutInternalFrames(text));
    },
    // What %j and %s of an error with a text of its own write.
    toJSON: () => error,
    ...(error.toString === errorToString ? {} : { toString: () => String(error) }),
  };
}

/**
 * A stream without state. A Writable of Node's own that is terminated inside `write` believes for ever that it is still
 * writing; this one passes the text on and has nothing to remember but the first bytes of a character.
 */
function outputStream(fd: number, print: (text: string) => void): Writable {
  let decoder = new TextDecoder();
  const write = (chunk: unknown, encoding?: unknown, callback?: unknown): boolean => {
    if (typeof chunk === 'string') print(chunk);
    else if (types.isUint8Array(chunk)) print(ours(() => decoder.decode(chunk, { stream: true })));
    else
      throw new TypeError(`process.${fd === 1 ? 'stdout' : 'stderr'}.write takes text or bytes, not ${typeof chunk}.`);
    const done = typeof encoding === 'function' ? encoding : callback;
    if (typeof done === 'function') nextTick(done as () => void);
    return true;
  };
  const end = (chunk?: unknown, encoding?: unknown, callback?: unknown): void => {
    decoder = new TextDecoder();
    if (chunk !== undefined && typeof chunk !== 'function') write(chunk);
    const done = ours(() => [chunk, encoding, callback].find((each) => typeof each === 'function'));
    if (done) nextTick(done as () => void);
  };
  return asTerminal(Object.assign(new Writable(), { fd, write, end, destroy: () => undefined }));
}

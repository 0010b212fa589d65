import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { types } from 'node:util';
import { fieldsOf } from '../../guards/index.ts';
import type { CommMessage } from '../../link/index.ts';
import {
  anything,
  instance,
  list,
  type OptionTable,
  readOptions,
  readValue,
  record,
  text,
} from '../../multitask/options/index.ts';
import { asOurs, settle, theirs } from '../built-ins/index.ts';
import type { Runs } from '../execution/runs.ts';
import { jsonValue } from '../values/json-value.ts';
import type { Output } from './output.ts';

/** One conversation with a client, e.g. a widget and its view. */
export interface Comm {
  readonly id: string;
  readonly target: string;
  send(data: unknown, extra?: CommExtra): void;
  close(data?: unknown, extra?: CommExtra): void;
  /** A promise that a listener gives is waited for: until then an interrupt reaches it. */
  onMessage(listener: (data: unknown, extra: Required<CommExtra>) => unknown): void;
  onClose(listener: (data: unknown) => void): void;
}

export type CommExtra = {
  /** What the message says beside its data; none without this. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Bytes that go along as they are; none without this. */
  readonly buffers?: readonly Uint8Array[];
};

const commExtra = {
  metadata: { type: record('name', anything), about: 'What the message says beside its data' },
  buffers: {
    type: list(instance<Uint8Array>('a Uint8Array', (value) => value instanceof Uint8Array)),
    about: 'Bytes that go along as they are',
  },
} as const satisfies OptionTable<CommExtra>;

/** `comms` of cells. */
export interface Comms {
  /** Opens a conversation that the client's `target` handles. */
  open(target: string, data?: unknown, extra?: CommExtra): Comm;
  /** Handles conversations that a client opens with `target`. */
  register(target: string, opened: (comm: Comm, data: unknown, extra: Required<CommExtra>) => void): void;
}

/** Conversations that the kernel itself holds, by target: what comes of them ends the run that began with them. */
export type OwnTargets = ReadonlyMap<string, (comm: Comm, data: unknown) => Promise<void>>;

export function createComms(
  output: Output,
  runs: Runs,
  own: OwnTargets = new Map(),
): { comms: Comms; receive(message: CommMessage): Promise<void> | undefined } {
  type Listeners = { message: Parameters<Comm['onMessage']>[0][]; close: Parameters<Comm['onClose']>[0][] };
  const targets = new Map<string, Parameters<Comms['register']>[1]>();
  const open = new Map<string, Listeners>();

  const say = (kind: CommMessage['kind'], id: string, data: unknown, given?: CommExtra, target?: string): void => {
    const extra = readOptions(callOf[kind], commExtra, given);
    const buffers = extra.buffers?.map((bytes) => Buffer.from(bytes).toString('base64'));
    const metadata = fieldsOf(jsonValue(extra.metadata));
    const comm = { kind, id, target, data: jsonValue(data ?? {}), metadata, buffers };
    output.send({ kind: 'comm', execution: runs.current()?.execution ?? 0, comm });
  };

  const createComm = (id: string, target: string): Comm => {
    const listeners: Listeners = { message: [], close: [] };
    open.set(id, listeners);
    return {
      id,
      target,
      send: asOurs((data, extra) => say('message', id, data, extra)),
      close: asOurs((data, extra) => {
        if (open.delete(id)) say('close', id, data, extra);
      }),
      onMessage: asOurs((listener) => void listeners.message.push(listener)),
      onClose: asOurs((listener) => void listeners.close.push(listener)),
    };
  };

  return {
    comms: {
      open: asOurs((target, data, extra) => {
        readValue('comms.open', 'its target', text, target);
        const comm = createComm(randomUUID(), target);
        say('open', comm.id, data, extra, target);
        return comm;
      }),
      register: asOurs((target, opened) => void targets.set(target, opened)),
    },
    receive({ kind, id, target = '', data, metadata = {}, buffers = [] }) {
      const extra = { metadata, buffers: buffers.map((text) => new Uint8Array(Buffer.from(text, 'base64'))) };
      if (kind === 'open') {
        const answer = own.get(target);
        if (answer) return answer(createComm(id, target), data);
        const opened = targets.get(target);
        // As the specification says: a target that nobody knows is closed at once.
        if (opened) theirs(() => opened(createComm(id, target), data, extra));
        else say('close', id, {});
      } else if (kind === 'message') {
        const listeners = open.get(id)?.message;
        // Who speaks to one that is gone is told so.
        if (!listeners) say('close', id, {});
        const given = (listeners ?? []).map((listener) => theirs(() => listener(data, extra)));
        const waits = given.filter((each): each is Promise<unknown> => types.isPromise(each));
        return waits.length === 0 ? undefined : all(waits);
      } else {
        const listeners = open.get(id)?.close ?? [];
        open.delete(id);
        for (const listener of listeners) theirs(() => listener(data));
      }
      return undefined;
    },
  };
}

/** When all of them are settled: rejects with what the first of them rejected with. */
function all(promises: readonly Promise<unknown>[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = promises.length;
    const done = (): void => {
      left -= 1;
      if (left === 0) resolve();
    };
    for (const promise of promises) settle(promise, done, reject);
  });
}

/** What a cell calls for each kind of message. */
const callOf = { open: 'comms.open', message: 'send', close: 'close' } as const;

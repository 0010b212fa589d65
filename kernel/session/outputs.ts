import type { Attachments, Content, Header, Outlet } from '../jupyter/index.ts';
import { createTerminals } from './terminal/index.ts';

/** Publishes what runs of cells say, each message with the request that started the run as its parent. */
export interface Outputs {
  /** From now on `execution` is answered to `parent`. */
  begin(execution: number, parent: Header, outlet: Outlet): void;
  /** The request that a run answers. */
  parentOf(execution: number): Header | undefined;
  /** The run says nothing any more: runs that clients cause by the hundred push none of the others out. */
  forget(execution: number): void;
  /** Text of a stream; text that follows shortly joins the same message. */
  stream(execution: number, name: 'stdout' | 'stderr', text: string): void;
  /** Any other message, after all text that came before it. */
  publish(execution: number, msgType: string, content: Content, attachments?: Attachments): void;
  /** Resolves when everything so far has been handed to ZeroMQ. */
  flushed(): Promise<void>;
  /** Lets through what is on its way, also to a client that reads slowly: a cell that was interrupted says little more. */
  letThrough(): void;
  /** Where messages go that no run of a cell causes, before the first one. */
  open(outlet: Outlet): void;
  /** A message that no request caused. */
  announce(msgType: string, content: Content): void;
}

export type OutputsOptions = {
  /** Called when clients read slower than cells print, and when they have caught up. */
  slowDown(): void;
  speedUp(): void;
};

/** Milliseconds: the first text after a pause is shown at once, a flood in a few messages a second. */
const firstDelay = 3;
const nextDelay = 25;
const pause = 50;
/** UTF-16 code units in one message. */
const longestStream = 1 << 18;
/** Bytes. Above this the user process waits. What it holds itself (its ring, pipes) is less. */
const queuedAtMost = 16 << 20;
const rememberedParents = 250;

export function createOutputs({ slowDown, speedUp }: OutputsOptions): Outputs {
  const parents = new Map<number, Header>();
  const terminals = createTerminals();
  let outlet: Outlet | undefined;
  let latest: Header | undefined;
  let text: { execution: number; name: 'stdout' | 'stderr'; parts: string[]; length: number } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lastStream = 0;
  let queued = 0;
  let slow = false;
  let limit = queuedAtMost;
  const sending = new Set<Promise<void>>();

  const send = (msgType: string, content: Content, parent: Header | undefined, extra?: Attachments) => {
    if (!outlet) return;
    const { bytes, taken } = outlet.publish(msgType, content, parent, extra);
    queued += bytes;
    if (queued > limit) {
      slow = true;
      slowDown();
    }
    // The server logs what cannot be sent; here a closed socket only means that nobody listens any more.
    const sent: Promise<void> = taken
      .catch(() => {})
      .then(() => {
        sending.delete(sent);
        queued -= bytes;
        if (queued > queuedAtMost / 4) return;
        limit = queuedAtMost;
        if (!slow) return;
        slow = false;
        speedUp();
      });
    sending.add(sent);
  };

  const parentOf = (execution: number) => parents.get(execution) ?? latest;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (!text) return;
    const { execution, name, parts } = text;
    text = undefined;
    lastStream = performance.now();
    for (const { msgType, content } of terminals.print(execution, name, parts.join(''))) {
      send(msgType, content, parentOf(execution));
    }
  };

  return {
    parentOf: (execution) => parents.get(execution),
    forget(execution) {
      flush();
      parents.delete(execution);
    },
    begin(execution, parent, to) {
      outlet = to;
      latest = parent;
      parents.set(execution, parent);
      const oldest = parents.keys().next().value;
      if (parents.size > rememberedParents && oldest !== undefined) parents.delete(oldest);
    },
    stream(execution, name, part) {
      if (text && (text.execution !== execution || text.name !== name)) flush();
      text ??= { execution, name, parts: [], length: 0 };
      text.parts.push(part);
      text.length += part.length;
      if (text.length >= longestStream) flush();
      else timer ??= setTimeout(flush, performance.now() - lastStream > pause ? firstDelay : nextDelay);
    },
    publish(execution, msgType, content, attachments) {
      flush();
      for (const before of terminals.publish(execution, msgType)) {
        send(before.msgType, before.content, parentOf(execution));
      }
      send(msgType, content, parentOf(execution), attachments);
    },
    async flushed() {
      flush();
      for (const [execution, { msgType, content }] of terminals.settle()) {
        send(msgType, content, parentOf(execution));
      }
      await Promise.all(sending);
    },
    letThrough() {
      if (!slow) return;
      limit = queued + queuedAtMost;
      slow = false;
      speedUp();
    },
    open(to) {
      outlet ??= to;
    },
    announce(msgType, content) {
      flush();
      send(msgType, content, undefined);
    },
  };
}

import { randomUUID } from 'node:crypto';
import type { KernelSockets } from './bind.ts';
import { errorReply } from './error-reply.ts';
import type { Attachments, Content, Header, Outlet, Request } from './messages.ts';
import { createPublisher } from './publisher.ts';
import { createSender } from './sender.ts';
import { createHeader, encode } from './wire.ts';

/** Everything a kernel sends. After `close` it says nothing more, and nobody who still speaks is told off for it. */
export interface Outbox extends Outlet {
  /** Publishes without waiting. The order on iopub is the order of the calls. */
  say(msgType: string, content: Content, parent: Header | undefined): void;
  /** Sends the reply of a request; one that cannot be written becomes an error reply. */
  reply(request: Request, content: Content, metadata?: Content): Promise<void>;
  /** Tells a new subscriber that it is heard (JEP 65). */
  welcome(topic: Uint8Array): Promise<void>;
  /** From here on whatever belongs to a cell waits, as for a slow reader, until `release`. */
  hold(): void;
  /** Sends what was held, in order, and asks again what nobody has answered. */
  release(): void;
  /** Whether an answer to this question has somebody to reach. Some clients do not say what they answer. */
  isOpen(question: Partial<Header>): boolean;
  /** The question that is open has its answer. */
  answered(): void;
  /** The request has ended, and with it what it asked. */
  ended(request: Request): void;
  close(): void;
}

/** Questions that were closed and may still be answered, by a person who had the box open. */
const mostPast = 100;

export type OutboxOptions = {
  readonly key: string;
  /** Milliseconds; see ./publisher.ts. */
  readonly patience: number;
  log(line: string): void;
};

export function createOutbox(sockets: KernelSockets, { key, patience, log }: OutboxOptions): Outbox {
  const session = randomUUID();
  const senders = { shell: createSender(sockets.shell), control: createSender(sockets.control) };
  const sendInput = createSender(sockets.stdin);
  const sendOutput = createPublisher(sockets.iopub, { patience, log });
  let closed = false;
  let held: { readonly released: Promise<void>; readonly release: () => void } | undefined;
  let question: Parameters<Outlet['askInput']> | undefined;
  /** Ids of the messages that asked it, and of those that asked earlier ones. */
  let open: string[] = [];
  let past: string[] = [];

  const pack = (
    msgType: string,
    content: Content,
    identities: readonly Uint8Array[],
    parent: Header | undefined,
    { metadata = {}, buffers = [] }: Attachments = {},
    header = createHeader(session, msgType),
  ): Uint8Array[] => {
    return encode({ identities, header, parentHeader: parent ?? {}, metadata, content, buffers }, key);
  };

  /** A send that was under way when the sockets closed has nobody to reach. */
  const unlessClosed = async (sent: Promise<void>): Promise<void> => {
    await sent.catch((error: Error) => {
      if (!closed) throw error;
    });
  };

  const sendAfter = async (held: Promise<void> | undefined, frames: Uint8Array[]): Promise<void> => {
    if (held) await held;
    if (!closed) await unlessClosed(sendOutput(frames));
  };

  const publish: Outlet['publish'] = (msgType, content, parent, attachments) => {
    if (closed) return { bytes: 0, taken: Promise.resolve() };
    try {
      const frames = pack(msgType, content, [Buffer.from(msgType)], parent, attachments);
      const released = parent?.msg_type === 'execute_request' ? held?.released : undefined;
      return { bytes: frames.reduce((sum, { length }) => sum + length, 0), taken: sendAfter(released, frames) };
    } catch (error) {
      return { bytes: 0, taken: Promise.reject(error) };
    }
  };

  const closeQuestion = (): void => {
    question = undefined;
    past = [...past, ...open].slice(-mostPast);
    open = [];
  };

  const askInput: Outlet['askInput'] = async (request, content) => {
    if (question?.[1] !== content) closeQuestion();
    question = [request, content];
    if (closed || held) return;
    const header = createHeader(session, 'input_request');
    open.push(header.msg_id);
    await unlessClosed(sendInput(pack('input_request', content, request.identities, request.header, {}, header)));
  };

  return {
    publish,
    askInput,
    hold() {
      if (held) return;
      let release = (): void => {};
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      held = { released, release };
    },
    release() {
      if (!held) return;
      held.release();
      // Last in the line of those that wait, so that nothing overtakes them.
      void held.released.then(() => {
        held = undefined;
        if (question) askInput(...question).catch((error: Error) => log(`No question was asked: ${error.message}`));
      });
    },
    isOpen: ({ msg_id: id }) => question !== undefined && !(id !== undefined && past.includes(id)),
    answered: closeQuestion,
    ended({ header }) {
      if (question?.[0].header.msg_id === header.msg_id) closeQuestion();
    },
    say(msgType, content, parent) {
      publish(msgType, content, parent).taken.catch((error: Error) => log(`${msgType} was not sent: ${error.message}`));
    },
    async reply({ header, identities, channel }, content, metadata = {}) {
      if (closed) return;
      const msgType = header.msg_type.replace(/_request$/, '_reply');
      let frames: Uint8Array[];
      try {
        frames = pack(msgType, { status: 'ok', ...content }, identities, header, { metadata });
      } catch (error) {
        log(`${msgType} cannot be written as JSON: ${(error as Error).message}`);
        frames = pack(msgType, errorReply(error), identities, header);
      }
      await unlessClosed(senders[channel](frames));
    },
    async welcome(topic) {
      const content = { subscription: Buffer.from(topic).toString() };
      await unlessClosed(sendOutput(pack('iopub_welcome', content, [topic], undefined)));
    },
    close() {
      closed = true;
    },
  };
}

import { randomUUID } from 'node:crypto';
import type { KernelSockets } from './bind.ts';
import { errorReply } from './error-reply.ts';
import type { Attachments, Content, Header, Outlet, Request } from './messages.ts';
import { createSender } from './sender.ts';
import { createHeader, encode } from './wire.ts';

/** Everything a kernel sends. After `close` it says nothing more, and nobody who still speaks is told off for it. */
export interface Outbox extends Outlet {
  /** Publishes without waiting. The order on iopub is the order of the calls. */
  say(msgType: string, content: Content, parent: Header | undefined): void;
  /** Sends the reply of a request; one that cannot be written becomes an error reply. */
  reply(request: Request, content: Content): Promise<void>;
  /** Tells a new subscriber that it is heard (JEP 65). */
  welcome(topic: Uint8Array): Promise<void>;
  /** From here on whatever belongs to a cell waits, as for a slow reader, until `release`. */
  hold(): void;
  /** Sends what was held, in order, and asks again what nobody has answered. */
  release(): void;
  /** The question of the running cell has its answer. */
  answered(): void;
  close(): void;
}

export function createOutbox(sockets: KernelSockets, key: string, log: (line: string) => void): Outbox {
  const session = randomUUID();
  const senders = { shell: createSender(sockets.shell), control: createSender(sockets.control) };
  const sendInput = createSender(sockets.stdin);
  const sendOutput = createSender(sockets.iopub);
  let closed = false;
  let held: { readonly released: Promise<void>; readonly release: () => void } | undefined;
  let question: Parameters<Outlet['askInput']> | undefined;

  const pack = (
    msgType: string,
    content: Content,
    identities: readonly Uint8Array[],
    parent: Header | undefined,
    { metadata = {}, buffers = [] }: Attachments = {},
  ): Uint8Array[] => {
    const header = createHeader(session, msgType);
    return encode({ identities, header, parentHeader: parent ?? {}, metadata, content, buffers }, key);
  };

  /** A send that was under way when the sockets closed has nobody to reach. */
  const unlessClosed = async (sent: Promise<void>): Promise<void> => {
    await sent.catch((error: Error) => {
      if (!closed) throw error;
    });
  };

  const publish: Outlet['publish'] = async (msgType, content, parent, attachments) => {
    if (held && parent?.msg_type === 'execute_request') await held.released;
    if (closed) return;
    await unlessClosed(sendOutput(pack(msgType, content, [Buffer.from(msgType)], parent, attachments)));
  };

  const askInput: Outlet['askInput'] = async (request, content) => {
    question = [request, content];
    if (closed || held) return;
    await unlessClosed(sendInput(pack('input_request', content, request.identities, request.header)));
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
    answered() {
      question = undefined;
    },
    say(msgType, content, parent) {
      publish(msgType, content, parent).catch((error: Error) => log(`${msgType} was not sent: ${error.message}`));
    },
    async reply({ header, identities, channel }, content) {
      if (closed) return;
      const msgType = header.msg_type.replace(/_request$/, '_reply');
      let frames: Uint8Array[];
      try {
        frames = pack(msgType, { status: 'ok', ...content }, identities, header);
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

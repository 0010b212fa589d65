import { randomUUID } from 'node:crypto';
import { bindSockets } from './bind.ts';
import type { ConnectionInfo } from './connection.ts';
import type { Attachments, Content, Header, Outlet, Request, Session } from './messages.ts';
import { createSender } from './sender.ts';
import { createShellQueue, type ShellQueue } from './shell-queue.ts';
import { createHeader, createReplayGuard, decode, encode } from './wire.ts';

/** A kernel's wire: receives requests, hands them to the session and sends what it answers. */
export interface KernelServer {
  /** Resolves when a client asked for shutdown or `close` was called, and everything has been ended. */
  readonly closed: Promise<{ readonly restart: boolean }>;
  /** What Ctrl+C in the terminal of the kernel means. */
  interrupt(): void;
  close(): Promise<void>;
}

export type ServerOptions = {
  readonly connection: ConnectionInfo;
  readonly session: Session;
  /** implementation, implementation_version, language_info, banner, help_links. */
  readonly kernelInfo: Content;
  /** Hears one line for each message that was dropped or failed. */
  log(line: string): void;
};

const knownRequests = new Set([
  'execute_request',
  'complete_request',
  'inspect_request',
  'is_complete_request',
  'history_request',
  'comm_info_request',
  'comm_open',
  'comm_msg',
  'comm_close',
  'interrupt_request',
  'debug_request',
]);

/** How long the session may take to end before the sockets close over it. */
const closingMs = 3_000;

/** Binds the five sockets and answers until shutdown. */
export async function serve({ connection, session, kernelInfo, log }: ServerOptions): Promise<KernelServer> {
  const { shell, control, stdin, iopub, heart } = await bindSockets(connection);
  const sessionId = randomUUID();
  const replays = createReplayGuard();
  const senders = { shell: createSender(shell), control: createSender(control) };
  const [sendInput, sendOutput] = [createSender(stdin), createSender(iopub)];
  const subshells = new Map<string, ShellQueue>();
  let ending: Promise<void> | undefined;
  let resolveClosed: (end: { restart: boolean }) => void = () => {};
  const closed = new Promise<{ readonly restart: boolean }>((resolve) => {
    resolveClosed = resolve;
  });

  const pack = (
    msgType: string,
    content: Content,
    identities: readonly Uint8Array[],
    parent: Header | undefined,
    { metadata = {}, buffers = [] }: Attachments = {},
  ): Uint8Array[] => {
    const header = createHeader(sessionId, msgType);
    return encode({ identities, header, parentHeader: parent ?? {}, metadata, content, buffers }, connection.key);
  };

  const outlet: Outlet = {
    async publish(msgType, content, parent, attachments) {
      await sendOutput(pack(msgType, content, [Buffer.from(msgType)], parent, attachments));
    },
    async askInput(request, content) {
      await sendInput(pack('input_request', content, request.identities, request.header));
    },
  };

  /** Sends without waiting; the order is the socket's. */
  const say = (msgType: string, content: Content, parent: Header | undefined): void => {
    outlet.publish(msgType, content, parent).catch((error: Error) => {
      if (!ending) log(`${msgType} could not be sent: ${error.message}`);
    });
  };

  const reply = async (request: Request, content: Content): Promise<void> => {
    const { header, identities, channel } = request;
    const msgType = header.msg_type.replace(/_request$/, '_reply');
    try {
      await senders[channel](pack(msgType, { status: 'ok', ...content }, identities, header));
    } catch (error) {
      if (ending) return;
      log(`${msgType} could not be sent: ${(error as Error).message}`);
      await senders[channel](pack(msgType, errorReply(error), identities, header));
    }
  };

  /** The one place where a failing request is caught. */
  const meaning = async (request: Request): Promise<Content | undefined> => {
    try {
      if (!knownRequests.has(request.header.msg_type)) {
        log(`ignored: unknown message type ${JSON.stringify(request.header.msg_type).slice(0, 80)}`);
        return undefined;
      }
      return await session.answer(request, outlet);
    } catch (error) {
      log(`${request.header.msg_type} failed: ${(error as Error)?.stack ?? error}`);
      return errorReply(error);
    }
  };

  const envelope = async (request: Request, answer: () => Promise<Content | undefined>): Promise<void> => {
    say('status', { execution_state: 'busy' }, request.header);
    try {
      const content = await answer();
      if (content) await reply(request, content);
    } catch (error) {
      if (!ending) log(`${request.header.msg_type} has no reply: ${(error as Error).message}`);
    }
    say('status', { execution_state: 'idle' }, request.header);
  };

  const newQueue = (): ShellQueue => createShellQueue({ meaning, envelope });
  const mainShell = newQueue();

  /** What the server itself knows; undefined leaves the request to the session. */
  const own = new Map<string, (request: Request) => Content>(
    Object.entries({
      kernel_info_request: () => ({
        ...kernelInfo,
        protocol_version: '5.5',
        supported_features: ['kernel subshells'],
        debugger: false,
      }),
      connect_request: () => ({
        shell_port: connection.shell_port,
        iopub_port: connection.iopub_port,
        stdin_port: connection.stdin_port,
        hb_port: connection.hb_port,
        control_port: connection.control_port,
      }),
      create_subshell_request: () => {
        const id = randomUUID();
        subshells.set(id, newQueue());
        return { subshell_id: id };
      },
      delete_subshell_request: ({ content }: Request) => {
        const id = String(content.subshell_id);
        const queue = subshells.get(id);
        if (!queue) return errorReply(new Error(`There is no subshell ${id}.`));
        subshells.delete(id);
        queue.abortAll();
        return {};
      },
      list_subshell_request: () => ({ subshell_id: [...subshells.keys()] }),
      shutdown_request: (request: Request) => {
        const restart = request.content.restart === true;
        say('shutdown_reply', { status: 'ok', restart }, request.header);
        // The reply and the idle leave first.
        setImmediate(() => end(restart));
        return { restart };
      },
    } satisfies Record<string, (request: Request) => Content>),
  );

  const atOnce = (request: Request): void => {
    const answer = own.get(request.header.msg_type) ?? meaning;
    void envelope(request, async () => answer(request));
  };

  const onShell = (request: Request): void => {
    const { msg_type: type, subshell_id: id } = request.header;
    const queue = id == null ? mainShell : subshells.get(id);
    if (own.has(type) || type === 'interrupt_request' || session.immediate.has(type)) atOnce(request);
    else if (queue) queue.push(request);
    else void envelope(request, async () => errorReply(new Error(`There is no subshell ${id}.`)));
  };

  const drop = createDropLog(log);
  const receive = async (socket: AsyncIterable<Buffer[]>, channel: string, handle: (request: Request) => void) => {
    for await (const frames of socket) {
      const decoded = decode(frames, connection.key, replays);
      if (decoded.kind === 'rejected') drop(`a message on ${channel}: ${decoded.reason}`);
      else handle({ ...decoded.message, channel: channel === 'control' ? 'control' : 'shell' });
    }
  };
  const welcome = async (): Promise<void> => {
    for await (const [frame] of iopub) {
      if (frame?.[0] !== 1) continue;
      // JEP 65: the subscription is the topic, so that only who subscribed to it hears it.
      const topic = frame.subarray(1);
      await sendOutput(pack('iopub_welcome', { subscription: topic.toString() }, [topic], undefined));
    }
  };
  const echo = async (): Promise<void> => {
    for await (const frames of heart) await heart.send(frames);
  };
  const loops = {
    shell: receive(shell, 'shell', onShell),
    control: receive(control, 'control', atOnce),
    stdin: receive(stdin, 'stdin', ({ header, content }) => {
      if (header.msg_type === 'input_reply') session.inputReply(content);
      else drop(`a ${header.msg_type} on stdin`);
    }),
    iopub: welcome(),
    heartbeat: echo(),
  };
  for (const [name, loop] of Object.entries(loops)) {
    loop.catch((error: Error) => {
      if (ending) return;
      log(`the ${name} socket failed: ${error.stack}`);
      void end(false);
    });
  }

  const end = (restart: boolean): Promise<void> => {
    ending ??= (async () => {
      await Promise.race([
        session.close().catch((error: Error) => log(`the session did not close: ${error.message}`)),
        new Promise((resolve) => setTimeout(resolve, closingMs).unref()),
      ]);
      for (const socket of [shell, control, stdin, iopub, heart]) socket.close();
      resolveClosed({ restart });
    })();
    return ending;
  };

  say('status', { execution_state: 'starting' }, undefined);
  return {
    closed,
    interrupt() {
      const header = createHeader(sessionId, 'interrupt_request');
      const none = { identities: [], parentHeader: {}, metadata: {}, content: {}, buffers: [] };
      void meaning({ ...none, header, channel: 'control' });
    },
    close: () => end(false),
  };
}

function errorReply(error: unknown): Content {
  const { name = 'Error', message = String(error), stack = message } = error instanceof Error ? error : {};
  return { status: 'error', ename: name, evalue: message, traceback: String(stack).split('\n') };
}

/** At most 20 lines a minute: whoever sends junk must not fill a disk with our log. */
function createDropLog(log: (line: string) => void): (what: string) => void {
  let minute = 0;
  let count = 0;
  return (what) => {
    const now = Math.floor(performance.now() / 60_000);
    if (now !== minute) {
      if (count > 20) log(`dropped ${count - 20} more messages`);
      [minute, count] = [now, 0];
    }
    count += 1;
    if (count <= 20) log(`dropped ${what}`);
  };
}

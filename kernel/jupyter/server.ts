import { bindSockets } from './bind.ts';
import type { ConnectionInfo } from './connection.ts';
import { createDropLog } from './drop-log.ts';
import { errorReply } from './error-reply.ts';
import { handoverRequests, type Launcher } from './handover.ts';
import type { Content, Request, Session } from './messages.ts';
import { createOutbox } from './outbox.ts';
import { createSender } from './sender.ts';
import { createShellQueue } from './shell-queue.ts';
import { createShells, noSuchSubshell } from './subshells.ts';
import { createHeader, createReplayGuard, decode } from './wire.ts';

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
  /** Without it the kernel cannot be handed over. */
  readonly launcher?: Launcher;
  /** How long a client may read nothing of what is published before nobody waits for it, in milliseconds; 30 seconds unless told. */
  readonly patience?: number;
  /** Hears one line for each message that was dropped or failed. */
  log(line: string): void;
};

/** What the session answers; the server's own requests are in `serve`. */
const sessionRequests: ReadonlySet<string> = new Set([
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

/** Long for a window that is busy, short for a person whose cell waits for a client that is dead. */
const patienceWithReaders = 30_000;

/** How long the session may take to end before the sockets close over it. */
const closingMs = 3_000;

/** Binds the five sockets and answers until shutdown. */
export async function serve(options: ServerOptions): Promise<KernelServer> {
  const { connection, session, kernelInfo, launcher, log } = options;
  const sockets = await bindSockets(connection);
  const outbox = createOutbox(sockets, { key: connection.key, patience: options.patience ?? patienceWithReaders, log });
  const drop = createDropLog(log);

  /** The execute requests that have not said idle. */
  const running = new Set<string>();

  /** The one place where a failing request is caught. */
  const handler = async (request: Request): Promise<Content | undefined> => {
    const { msg_type: type } = request.header;
    try {
      const own = ownRequests.get(type);
      if (own) return own(request);
      if (sessionRequests.has(type)) return await session.answer(request, outbox);
      drop(`a message of the unknown type ${JSON.stringify(type).slice(0, 80)}`);
      return undefined;
    } catch (error) {
      log(`${type} failed: ${(error as Error)?.stack ?? error}`);
      // What is no request (comm_msg) has no reply, and so none that tells of an error.
      return type.endsWith('_request') ? errorReply(error) : undefined;
    }
  };

  const envelope = async (request: Request, answer: () => Promise<Content | undefined>): Promise<void> => {
    const { msg_id: id, msg_type: type } = request.header;
    outbox.say('status', { execution_state: 'busy' }, request.header);
    if (type === 'execute_request') running.add(id);
    try {
      const content = await answer();
      if (content) await outbox.reply(request, content, session.metadataOf?.(request));
    } catch (error) {
      log(`${request.header.msg_type} has no reply: ${(error as Error).message}`);
    }
    running.delete(id);
    outbox.ended(request);
    outbox.say('status', { execution_state: 'idle' }, request.header);
  };

  const shells = createShells(() => createShellQueue({ handler, envelope }));

  const ownRequests = new Map<string, (request: Request) => Content>([
    ...Object.entries(shells.requests),
    ...(launcher ? handoverRequests(launcher, outbox, running) : []),
    ['kernel_info_request', () => ({ ...kernelInfo, ...protocol })],
    ['connect_request', () => ports(connection)],
    [
      'shutdown_request',
      ({ header, content }) => {
        const restart = content.restart === true;
        outbox.say('shutdown_reply', { status: 'ok', restart }, header);
        // The reply and the idle leave first.
        setImmediate(() => end(restart));
        return { restart };
      },
    ],
  ]);

  const atOnce = (request: Request): void => void envelope(request, () => handler(request));

  const onShell = (request: Request): void => {
    const { msg_type: type, subshell_id: subshell } = request.header;
    const queue = shells.queueOf(request);
    // Clients before protocol 5.4 send interrupts and shutdowns on shell.
    if (ownRequests.has(type) || type === 'interrupt_request' || session.immediate.has(type)) atOnce(request);
    else if (queue) queue.push(request);
    else void envelope(request, async () => noSuchSubshell(subshell));
  };

  const onStdin = ({ header, parentHeader, content }: Request): void => {
    if (header.msg_type !== 'input_reply') drop(`a ${header.msg_type} on stdin`);
    else if (!outbox.isOpen(parentHeader)) drop('an answer to a question that is not open');
    else {
      outbox.answered();
      session.inputReply(content);
    }
  };

  const replays = createReplayGuard();
  const receive = async (name: 'shell' | 'control' | 'stdin', handle: (request: Request) => void): Promise<void> => {
    for await (const frames of sockets[name]) {
      const decoded = decode(frames, connection.key, replays);
      if (decoded.kind === 'rejected') drop(`a message on ${name}: ${decoded.reason}`);
      else handle({ ...decoded.message, channel: name === 'control' ? 'control' : 'shell' });
    }
  };
  const welcome = async (): Promise<void> => {
    for await (const [frame] of sockets.iopub) {
      if (frame?.[0] === 1) await outbox.welcome(frame.subarray(1));
    }
  };
  const beat = async (): Promise<void> => {
    const echo = createSender(sockets.heart);
    for await (const frames of sockets.heart) await echo(frames);
  };

  let resolveClosed: (end: { readonly restart: boolean }) => void = () => {};
  const closed = new Promise<{ readonly restart: boolean }>((resolve) => {
    resolveClosed = resolve;
  });
  let ending: Promise<void> | undefined;
  const end = (restart: boolean): Promise<void> => {
    ending ??= (async () => {
      const closing = session.close().catch((error: Error) => log(`the session did not close: ${error.message}`));
      await Promise.race([closing, new Promise((resolve) => setTimeout(resolve, closingMs).unref())]);
      outbox.close();
      for (const socket of Object.values(sockets)) socket.close();
      resolveClosed({ restart });
    })();
    return ending;
  };

  const loops = [receive('shell', onShell), receive('control', atOnce), receive('stdin', onStdin), welcome(), beat()];
  for (const loop of loops) {
    loop.catch((error: Error) => {
      if (!ending) log(`a socket failed, the kernel ends: ${error.stack}`);
      void end(false);
    });
  }
  outbox.say('status', { execution_state: 'starting' }, undefined);

  return {
    closed,
    interrupt() {
      const none = { identities: [], parentHeader: {}, metadata: {}, content: {}, buffers: [] };
      void handler({ ...none, header: createHeader('', 'interrupt_request'), channel: 'control' });
    },
    close: () => end(false),
  };
}

const protocol = { protocol_version: '5.5', supported_features: ['kernel subshells', 'debugger'], debugger: true };

function ports({ shell_port, iopub_port, stdin_port, hb_port, control_port }: ConnectionInfo): Content {
  return { shell_port, iopub_port, stdin_port, hb_port, control_port };
}

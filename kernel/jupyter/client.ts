import { randomUUID } from 'node:crypto';
import { Dealer, Subscriber } from 'zeromq';
import { type ConnectionInfo, clientSocketOptions, connectAddress } from './connection.ts';
import type { Content, Header, Message } from './messages.ts';
import { createSender } from './sender.ts';
import { createHeader, decode, encode } from './wire.ts';

/** A Jupyter client of one running kernel. */
export interface JupyterClient {
  /** Content of the kernel_info_reply that came while connecting. */
  readonly kernelInfo: Content;
  /** The ZeroMQ name of this client; who connects with it later is asked what a cell of this client asks. */
  readonly identity: string;
  /** Resolves with the reply once the reply and the idle status of the request have both arrived. */
  request(channel: 'shell' | 'control', msgType: string, content: Content, options?: RequestOptions): Promise<Message>;
  /** Hears a request that an earlier client sent; resolves at its idle status, so never where it has ended before. */
  follow(messageId: string, options: RequestOptions): Promise<void>;
  /** Sends a message that has no reply (comm_open, comm_msg, comm_close) and tells the header it got. */
  send(channel: 'shell' | 'control', msgType: string, content: Content, options?: SendOptions): Promise<Header>;
  /** Hears every iopub message, also those that other clients caused. Returns how to stop. */
  onMessage(listener: (message: Message) => void): () => void;
  /** Whether the kernel answers its heartbeat within the time. */
  heartbeat(timeoutMs: number): Promise<boolean>;
  /** Closes the sockets; open requests reject with `reason`. */
  close(reason?: Error): void;
}

export type SendOptions = {
  readonly metadata?: Content;
  readonly buffers?: readonly Uint8Array[];
  readonly subshellId?: string;
};

export type RequestOptions = SendOptions & {
  /** The id of the message; a fresh one unless told. */
  readonly messageId?: string;
  /** Rejects when no reply came in this time; `controlTimeoutMs` on control, never on shell, where cells run for days. */
  readonly timeoutMs?: number;
  /** Hears each iopub message of the request but its status, in order, also after the idle (timers, late displays). */
  onOutput?(message: Message): void;
  /** Answers `await prompt()`. Where it rejects, the cell is interrupted. */
  onInput?(prompt: { readonly prompt: string; readonly password: boolean }): Promise<string>;
};

export type ConnectOptions = {
  /** How long a kernel may take to start; 60 seconds unless told. */
  readonly timeoutMs?: number;
  /** The identity of a client that is gone; a fresh one unless told. */
  readonly identity?: string;
  /** Gives up at once, for example when the kernel's process has ended. */
  readonly signal?: AbortSignal;
};

type Pending = {
  readonly options: RequestOptions;
  /** A request of another client has no reply here. */
  readonly resolve: (reply?: Message) => void;
  readonly reject: (error: Error) => void;
  readonly isFollowed: boolean;
  reply?: Message;
  idle: boolean;
};

/** A kernel answers control at once, whatever its cells do: one that does not hangs. */
const controlTimeoutMs = 10_000;

/** How many finished requests may still hear late output. */
const rememberedRequests = 2_000;

/** Connects to a kernel and waits until it answers and its outputs are heard, so that none is lost. */
export async function connect(connection: ConnectionInfo, options: ConnectOptions = {}): Promise<JupyterClient> {
  const session = randomUUID();
  const socketOptions = clientSocketOptions(connection);
  // One identity for all three, or the kernel could not ask the client that runs a cell for input.
  const identity = options.identity ?? randomUUID();
  const dealerOptions = { ...socketOptions, sendHighWaterMark: 0, routingId: identity };
  const shell = new Dealer(dealerOptions);
  const control = new Dealer(dealerOptions);
  const stdin = new Dealer(dealerOptions);
  const iopub = new Subscriber(socketOptions);
  const heart = new Dealer(socketOptions);
  const senders = { shell: createSender(shell), control: createSender(control), stdin: createSender(stdin) };
  const beat = createSender(heart);

  const pending = new Map<string, Pending>();
  const finished = new Map<string, RequestOptions>();
  const listeners = new Set<(message: Message) => void>();
  const beats = new Map<string, () => void>();
  let closed: Error | undefined;

  shell.connect(connectAddress(connection, 'shell'));
  control.connect(connectAddress(connection, 'control'));
  stdin.connect(connectAddress(connection, 'stdin'));
  iopub.connect(connectAddress(connection, 'iopub'));
  iopub.subscribe();
  heart.connect(connectAddress(connection, 'hb'));

  const post = async (
    channel: 'shell' | 'control' | 'stdin',
    header: Header,
    content: Content,
    { parent, metadata, buffers }: SendOptions & { readonly parent?: Header } = {},
  ): Promise<void> => {
    if (closed) throw closed;
    const message = { identities: [], header, parentHeader: parent ?? {}, metadata: metadata ?? {}, content };
    await senders[channel](encode({ ...message, buffers: buffers ?? [] }, connection.key));
  };

  const settle = (id: string, request: Pending): void => {
    if (!(request.reply || request.isFollowed) || !request.idle) return;
    pending.delete(id);
    if (request.options.onOutput) remember(finished, id, request.options);
    request.resolve(request.reply);
  };

  const onReply = (message: Message): void => {
    const id = message.parentHeader.msg_id ?? '';
    const request = pending.get(id);
    if (!request) return;
    request.reply = message;
    settle(id, request);
  };

  const onOutput = (message: Message): void => {
    for (const listener of listeners) listener(message);
    const id = message.parentHeader.msg_id ?? '';
    const request = pending.get(id);
    if (message.header.msg_type !== 'status') {
      (request?.options ?? finished.get(id))?.onOutput?.(message);
    } else if (request && message.content.execution_state === 'idle') {
      request.idle = true;
      settle(id, request);
    }
  };

  const onInput = async (message: Message): Promise<void> => {
    const id = message.parentHeader.msg_id ?? '';
    const ask = pending.get(id)?.options.onInput;
    const { prompt, password } = message.content;
    try {
      const value = await ask?.({ prompt: String(prompt ?? ''), password: password === true });
      const header = createHeader(session, 'input_reply');
      await post('stdin', header, { status: 'ok', value: value ?? '' }, { parent: message.header });
    } catch {
      // A box that closed because its cell has ended is no reason to stop the next one; nor is a connection that is gone.
      if (pending.has(id)) await post('control', createHeader(session, 'interrupt_request'), {}).catch(() => {});
    }
  };

  const receive = async (socket: AsyncIterable<Buffer[]>, handle: (message: Message) => unknown): Promise<void> => {
    for await (const frames of socket) {
      const decoded = decode(frames, connection.key);
      if (decoded.kind === 'message') await handle(decoded.message);
    }
  };

  const close = (reason = new Error('The connection to the kernel was closed.')): void => {
    if (closed) return;
    closed = reason;
    for (const socket of [shell, control, stdin, iopub, heart]) socket.close();
    for (const { reject } of pending.values()) reject(reason);
    pending.clear();
    for (const answer of beats.values()) answer();
  };

  const loops = [
    receive(shell, onReply),
    receive(control, onReply),
    receive(stdin, (message) => void onInput(message)),
    receive(iopub, onOutput),
    (async () => {
      for await (const frames of heart) beats.get(String(frames.at(-1)))?.();
    })(),
  ];
  // A listener that throws, or a socket that fails, ends the connection with that error instead of the process.
  Promise.all(loops).catch((error: Error) => close(error));

  const client: JupyterClient = {
    kernelInfo: {},
    identity,
    async request(channel, msgType, content, requestOptions = {}) {
      const fresh = createHeader(session, msgType, requestOptions.subshellId);
      const header = { ...fresh, msg_id: requestOptions.messageId ?? fresh.msg_id };
      const allow = msgType === 'execute_request' ? { allow_stdin: requestOptions.onInput !== undefined } : {};
      return new Promise<Message>((resolve, reject) => {
        const answered = (reply?: Message): void => {
          if (reply) resolve(reply);
        };
        const state = { isFollowed: false, idle: false };
        const { timeoutMs = channel === 'control' ? controlTimeoutMs : undefined } = requestOptions;
        const fail = (error: Error): void => {
          pending.delete(header.msg_id);
          reject(error);
        };
        const late = (): void =>
          fail(new Error(`The kernel did not answer ${msgType} within ${(timeoutMs ?? 0) / 1000} s.`));
        const timer = timeoutMs === undefined ? undefined : setTimeout(late, timeoutMs);
        const settle =
          <Value>(then: (value: Value) => void): ((value: Value) => void) =>
          (value) => {
            clearTimeout(timer);
            then(value);
          };
        pending.set(header.msg_id, {
          options: requestOptions,
          resolve: settle(answered),
          reject: settle(reject),
          ...state,
        });
        post(channel, header, { ...allow, ...content }, requestOptions).catch(settle(fail));
      });
    },
    follow(messageId, requestOptions) {
      return new Promise<void>((resolve, reject) => {
        const state = { isFollowed: true, idle: false };
        pending.set(messageId, { options: requestOptions, resolve: () => resolve(), reject, ...state });
      });
    },
    async send(channel, msgType, content, sendOptions = {}) {
      const header = createHeader(session, msgType, sendOptions.subshellId);
      await post(channel, header, content, sendOptions);
      return header;
    },
    onMessage(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async heartbeat(timeoutMs) {
      if (closed) return false;
      const ping = randomUUID();
      const answered = new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(false), timeoutMs);
        beats.set(ping, () => {
          clearTimeout(timer);
          resolve(closed === undefined);
        });
      });
      beat([Buffer.alloc(0), Buffer.from(ping)]).catch(() => {});
      return answered.finally(() => beats.delete(ping));
    },
    close,
  };

  try {
    const unanswered = () => [...pending.values()].some(({ reply }) => reply === undefined);
    const kernelInfo = await handshake(client, unanswered, options);
    return { ...client, kernelInfo };
  } catch (error) {
    close(error as Error);
    throw error;
  }
}

/**
 * Asks for kernel_info until both its reply and its idle status came: then outputs are heard. A kernel with XPUB says by
 * `iopub_welcome` when that is so; for an older one the question is repeated until the subscription has reached it.
 */
async function handshake(
  client: JupyterClient,
  unanswered: () => boolean,
  { timeoutMs = 60_000, signal }: ConnectOptions,
): Promise<Content> {
  return new Promise<Content>((resolve, reject) => {
    const finish = (settle: () => void): void => {
      clearInterval(repeat);
      clearTimeout(timeout);
      signal?.removeEventListener('abort', abort);
      stop();
      settle();
    };
    const ask = (): void => {
      client.request('shell', 'kernel_info_request', {}).then(
        (reply) => finish(() => resolve(reply.content)),
        (error: Error) => finish(() => reject(error)),
      );
    };
    const stop = client.onMessage((message) => {
      if (message.header.msg_type === 'iopub_welcome') ask();
    });
    const abort = (): void => finish(() => reject(signal?.reason ?? new Error('Connecting was given up.')));
    // A kernel that is slow to start finds one question, not one for every interval.
    const repeat = setInterval(() => unanswered() || ask(), 50);
    const timeout = setTimeout(
      () => finish(() => reject(new Error(`The kernel did not answer within ${timeoutMs / 1000} s.`))),
      timeoutMs,
    );
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
    ask();
  });
}

function remember(finished: Map<string, RequestOptions>, id: string, options: RequestOptions): void {
  finished.set(id, options);
  for (const oldest of finished.keys()) {
    if (finished.size <= rememberedRequests) break;
    finished.delete(oldest);
  }
}

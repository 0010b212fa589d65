/** The shapes of Jupyter messages (messaging specification 5.5) and the line between the wire and a session. */
export type Content = Readonly<Record<string, unknown>>;

export type Header = {
  readonly msg_id: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly msg_type: string;
  readonly version: string;
  /** JEP 91: which subshell a shell request is for; absent or null is the main shell. */
  readonly subshell_id?: string | null;
};

export type Message = {
  /** Routing frames in front of the delimiter: ZeroMQ identities, or the topic on iopub. */
  readonly identities: readonly Uint8Array[];
  readonly header: Header;
  /** Empty when nothing caused this message. */
  readonly parentHeader: Partial<Header>;
  readonly metadata: Content;
  readonly content: Content;
  readonly buffers: readonly Uint8Array[];
};

export type Request = Message & { readonly channel: 'shell' | 'control' };

export type Attachments = { readonly metadata?: Content; readonly buffers?: readonly Uint8Array[] };

/** A message on its way to the clients. */
export type Published = {
  /** What it takes on the wire and, until then, in memory. */
  readonly bytes: number;
  /** Resolves when ZeroMQ took the message, which it does not while a client reads too slowly: the back-pressure for output. */
  readonly taken: Promise<void>;
};

/** What the server lets a session say while it answers, and later (output of a timer, a display that moves). */
export interface Outlet {
  /** Publishes on iopub. */
  publish(msgType: string, content: Content, parent: Header | undefined, attachments?: Attachments): Published;
  /** Sends `input_request` to the client that sent `request`; the answer arrives at `Session.inputReply`. One at a time. */
  askInput(request: Request, content: { readonly prompt: string; readonly password: boolean }): Promise<void>;
}

/** What the server needs from a session. The server owns queues, busy/idle and replies; the session the meaning. */
export interface Session {
  /**
   * Answers one request with the content of its reply, or undefined where the message type has no reply (comm_msg).
   * Called one at a time per queue for ordinary shell requests, at once for control and for `immediate` types.
   */
  answer(request: Request, outlet: Outlet): Promise<Content | undefined>;
  /** What the reply of a request that was answered says beside its content. */
  metadataOf?(request: Request): Content | undefined;
  /** Shell request types that are answered at once, ahead of the queue, while a cell runs. */
  readonly immediate: ReadonlySet<string>;
  /** The answer to the question that is open. */
  inputReply(content: Content): void;
  /** Ends the user process and everything it started. */
  close(): Promise<void>;
}

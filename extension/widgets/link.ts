import { fieldsOf } from '../../kernel/guards/index.ts';
import type { Message, OwnedKernel } from '../../kernel/jupyter/index.ts';
import type { WidgetNews, WidgetRequest } from '../../kernel/payloads/widget.ts';
import type { KernelConnection } from '../kernels/index.ts';

/** Carries what the widgets of one notebook say to its kernel and back, whichever kernel that is at the time. */
export interface WidgetLink {
  hear(request: WidgetRequest): Promise<void>;
  /** The kernel has another state: it may be gone, or another one. */
  changed(): Promise<void>;
  close(): void;
}

export type WidgetLinkOptions = {
  readonly kernel: () => Pick<KernelConnection, 'start' | 'state'> | undefined;
  readonly isTrusted: () => boolean;
  /** To all views of a widget. */
  readonly say: (news: WidgetNews) => void;
};

type Client = OwnedKernel['client'];

export function createWidgetLink({ kernel, isTrusted, say }: WidgetLinkOptions): WidgetLink {
  /** Widgets that were shown, and whether anybody hears them. */
  const widgets = new Map<string, 'live' | 'gone'>();
  /** Requests on their way, by their messages' ids: of which widget. */
  const onTheirWay = new Map<string, string>();
  let sending: Promise<unknown> = Promise.resolve();
  let client: Client | undefined;
  let stop: (() => void) | undefined;

  const isGone = (): boolean => {
    const state = kernel()?.state.kind;
    return state === undefined || state === 'stopped' || state === 'lost';
  };
  const gone = (id: string): void => {
    widgets.set(id, 'gone');
    const words = isTrusted()
      ? 'Its kernel is gone: run the cell again to use it.'
      : 'This folder is not trusted: widgets run only in trusted ones.';
    say({ kind: 'gone', id, words, mayRun: isTrusted() });
  };

  const receive = ({ header, parentHeader, content, buffers }: Message): void => {
    const id = String(content.comm_id ?? '');
    if (header.msg_type === 'comm_close' && widgets.get(id) === 'live') gone(id);
    else if (header.msg_type === 'comm_msg' && widgets.has(id)) {
      const { method, state, content: sent } = fieldsOf(content.data);
      const bytes = buffers.map((each) => Buffer.from(each).toString('base64'));
      if (method === 'update') say({ kind: 'state', id, state: fieldsOf(state) });
      else if (method === 'custom') say({ kind: 'custom', id, content: sent, buffers: bytes });
    } else if (header.msg_type === 'status' && content.execution_state === 'idle') {
      // Its end may come before it is known which message it was.
      void sending.then(() => {
        const widget = onTheirWay.get(String(parentHeader.msg_id));
        onTheirWay.delete(String(parentHeader.msg_id));
        if (widget !== undefined) say({ kind: 'heard', id: widget });
      });
    }
  };

  /** The kernel that runs now; none is started for a widget. */
  const connected = async (): Promise<Client | undefined> => {
    if (isGone()) return undefined;
    const now = (await kernel()?.start())?.client;
    if (now !== client) {
      stop?.();
      client = now;
      stop = now?.onMessage(receive);
      onTheirWay.clear();
    }
    return now;
  };
  const send = async (id: string, data: object, buffers: readonly string[] = []): Promise<void> => {
    const to = await connected();
    if (!to) return gone(id);
    const bytes = buffers.map((each) => Buffer.from(each, 'base64'));
    const sent = to
      .send('shell', 'comm_msg', { comm_id: id, data }, { buffers: bytes })
      .then(({ msg_id }) => void onTheirWay.set(msg_id, id));
    sending = Promise.allSettled([sending, sent]);
    await sent;
  };
  const open = (id: string): Promise<void> => {
    widgets.set(id, 'live');
    say({ kind: 'opened', id });
    // It may have changed since it was shown, or be gone: then the kernel closes it.
    return send(id, { method: 'request_state' });
  };
  /** After a window was loaded again the kernel comes a little later than what its outputs show; or the folder is trusted now. */
  const openAgain = async (): Promise<void> => {
    const before = client;
    if ((await connected()) === before) return;
    for (const [id, is] of widgets) if (is === 'gone') await open(id);
  };

  return {
    async hear(request) {
      const { id } = request;
      if (!isTrusted() || isGone()) return gone(id);
      if (request.kind === 'open') return open(id);
      if (request.kind === 'custom') {
        return send(id, { method: 'custom', content: request.content }, request.buffers);
      }
      // Another editor may show it, too.
      say({ kind: 'state', id, state: request.state });
      return send(id, { method: 'update', state: request.state, buffer_paths: [] });
    },
    async changed() {
      if (!isTrusted()) return;
      if (!isGone()) return openAgain();
      stop?.();
      client = undefined;
      for (const [id, is] of widgets) if (is === 'live') gone(id);
    },
    close() {
      stop?.();
      client = undefined;
      widgets.clear();
      onTheirWay.clear();
    },
  };
}

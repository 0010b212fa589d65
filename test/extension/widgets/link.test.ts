import { describe, expect, it } from 'vitest';
import { createWidgetLink } from '../../../extension/widgets/link.ts';
import type { Message } from '../../../kernel/jupyter/messages.ts';
import type { WidgetNews } from '../../../kernel/payloads/widget.ts';

type Kind = 'stopped' | 'starting' | 'idle' | 'busy' | 'lost';

/** A notebook whose kernel a test plays. */
function notebook(kind: Kind | 'none' = 'idle', isTrusted = true) {
  const news: WidgetNews[] = [];
  const sent: { readonly id: string; readonly data: unknown; readonly buffers: readonly string[] }[] = [];
  const is = { kind, isTrusted };
  let listeners: ((message: Message) => void)[] = [];
  const newClient = () => ({
    send: async (_channel: string, _type: string, content: Record<string, unknown>, options: { buffers: Buffer[] }) => {
      const { comm_id: id, data } = content;
      sent.push({ id: String(id), data, buffers: options.buffers.map(String) });
      return { msg_id: `message-${sent.length}` };
    },
    onMessage: (listener: (message: Message) => void) => {
      listeners.push(listener);
      return () => {
        listeners = listeners.filter((each) => each !== listener);
      };
    },
  });
  let client = newClient();
  const link = createWidgetLink({
    kernel: () =>
      is.kind !== 'none' ? ({ state: { kind: is.kind }, start: async () => ({ client }) } as never) : undefined,
    isTrusted: () => is.isTrusted,
    say: (each) => news.push(each),
  });
  return {
    link,
    news,
    sent,
    is,
    kinds: () => news.map(({ kind: each }) => each),
    restart: () => {
      client = newClient();
    },
    listening: () => listeners.length,
    publish(msgType: string, content: object, parent = '') {
      const message = {
        header: { msg_type: msgType },
        parentHeader: { msg_id: parent },
        content,
        buffers: [Buffer.from('b')],
      };
      for (const listener of listeners) listener(message as unknown as Message);
    },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a widget whose kernel lives', () => {
  it('asks for the state it has now, and says when an update was heard', async () => {
    const { link, sent, news, kinds, publish } = notebook();
    await link.hear({ kind: 'open', id: 'w' });
    expect(sent).toEqual([{ id: 'w', data: { method: 'request_state' }, buffers: [] }]);
    publish('comm_msg', { comm_id: 'w', data: { method: 'update', state: { value: 2 } } });
    await link.hear({ kind: 'update', id: 'w', state: { value: 3 } });
    publish('status', { execution_state: 'busy' }, 'message-2');
    publish('status', { execution_state: 'idle' }, 'another');
    await settled();
    expect(kinds()).toEqual(['opened', 'state', 'state']);
    publish('status', { execution_state: 'idle' }, 'message-2');
    publish('status', { execution_state: 'idle' }, 'message-2');
    await settled();
    expect(kinds()).toEqual(['opened', 'state', 'state', 'heard']);
    expect(news[1]).toEqual({ kind: 'state', id: 'w', state: { value: 2 } });
  });

  it('sends and hears messages with bytes; those of others are not its own', async () => {
    const { link, sent, news, publish } = notebook('busy');
    await link.hear({ kind: 'open', id: 'w' });
    await link.hear({
      kind: 'custom',
      id: 'w',
      content: { event: 'click' },
      buffers: [Buffer.from('hi').toString('base64')],
    });
    expect(sent[1]).toEqual({ id: 'w', data: { method: 'custom', content: { event: 'click' } }, buffers: ['hi'] });
    publish('comm_msg', { comm_id: 'other', data: { method: 'custom', content: 1 } });
    publish('comm_msg', { comm_id: 'w', data: { method: 'custom', content: 2 } });
    publish('comm_msg', { comm_id: 'w', data: 'nonsense' });
    expect(news.slice(1)).toEqual([
      { kind: 'custom', id: 'w', content: 2, buffers: [Buffer.from('b').toString('base64')] },
    ]);
  });
});

describe('a widget that nobody hears', () => {
  it.each(['stopped', 'lost', 'none'] as const)('says so where the kernel is %s', async (kind) => {
    const { link, sent, news } = notebook(kind);
    await link.hear({ kind: 'open', id: 'w' });
    await link.hear({ kind: 'update', id: 'w', state: {} });
    expect(sent).toEqual([]);
    expect(news[0]).toMatchObject({ kind: 'gone', mayRun: true, words: expect.stringContaining('run the cell again') });
  });

  it('does not run in a folder that is not trusted, until it is', async () => {
    const { link, news, is, kinds } = notebook('idle', false);
    await link.hear({ kind: 'open', id: 'w' });
    expect(news).toMatchObject([{ kind: 'gone', mayRun: false, words: expect.stringContaining('not trusted') }]);
    is.isTrusted = true;
    await link.changed();
    expect(kinds()).toEqual(['gone', 'opened']);
  });

  it('hears of the end of its kernel once, comes back with the one of before, and not with another', async () => {
    const { link, is, kinds, publish, restart, listening } = notebook();
    await link.hear({ kind: 'open', id: 'w' });
    is.kind = 'lost';
    await link.changed();
    await link.changed();
    expect(kinds()).toEqual(['opened', 'gone']);
    expect(listening()).toBe(0);
    is.kind = 'idle';
    restart();
    await link.changed();
    // The new kernel does not know it.
    publish('comm_close', { comm_id: 'w' });
    await link.changed();
    expect(kinds()).toEqual(['opened', 'gone', 'opened', 'gone']);
    link.close();
    expect(listening()).toBe(0);
  });
});

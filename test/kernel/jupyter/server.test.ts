import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { attachKernel } from '../../../kernel/jupyter/attach.ts';
import type { JupyterClient } from '../../../kernel/jupyter/client.ts';
import { createConnection, writeConnectionFile } from '../../../kernel/jupyter/connection.ts';
import type { Message } from '../../../kernel/jupyter/messages.ts';
import { type Served, served } from '../../support/jupyter-served.ts';

const execute = (client: JupyterClient, code: string, content = {}, options = {}) =>
  client.request('shell', 'execute_request', { code, ...content }, options);
/** Starts a cell that waits for its release, and resolves when the session has it. */
async function waiting({ client, session }: Served): Promise<{ readonly reply: Promise<Message>; release(): void }> {
  const reply = execute(client, 'wait a');
  await expect.poll(() => session.seen).toContain('wait a');
  return { reply, release: () => session.release('a') };
}
const statuses = (replies: readonly Message[]) => replies.map(({ content }) => content.status);

describe('a request that is not answered', () => {
  it('on control rejects in time and names itself', async () => {
    const { client } = await served();
    const asked = client.request('control', 'constructor', {}, { timeoutMs: 50 });
    await expect(asked).rejects.toThrow('The kernel did not answer constructor within 0.05 s.');
    expect((await execute(client, 'print')).content.status).toBe('ok');
  });

  it('that nobody can tell of any more leaves no unhandled rejection', async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', listen);
    const { client, session } = await served();
    const cell = execute(
      client,
      'ask name',
      {},
      {
        onInput: async () => {
          client.close();
          throw new Error('closed');
        },
      },
    );
    await expect(cell).rejects.toThrow('was closed');
    expect(session.seen).toContain('ask name');
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', listen);
    expect(unhandled).toEqual([]);
  });
});

it('a kernel that cannot be taken over is not watched', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'multitask-attach-')), 'kernel.json');
  await writeConnectionFile(file, { ...(await createConnection()), ip: 'no such host' });
  const [set, clear] = [vi.spyOn(globalThis, 'setInterval'), vi.spyOn(globalThis, 'clearInterval')];
  await expect(attachKernel({ connectionFile: file, processId: process.pid, identity: 'x' })).rejects.toThrow();
  const started = set.mock.results.map(({ value }) => value);
  const ended = clear.mock.calls.map(([timer]) => timer);
  vi.restoreAllMocks();
  rmSync(dirname(file), { recursive: true });
  expect(started).toHaveLength(1);
  expect(ended).toContain(started[0]);
});

describe('one request', () => {
  it('is wrapped in busy and idle, with its output between and its reply parented', async () => {
    const { client } = await served();
    const heard: Message[] = [];
    client.onMessage((message) => heard.push(message));
    const reply = await execute(client, 'print hello');
    expect(reply.header.msg_type).toBe('execute_reply');
    expect(reply.parentHeader.msg_type).toBe('execute_request');
    const own = heard.filter(({ parentHeader }) => parentHeader.msg_id === reply.parentHeader.msg_id);
    const shown = own.map(({ header, content }) => `${header.msg_type} ${content.execution_state ?? content.text}`);
    expect(shown).toEqual(['status busy', 'stream hello', 'status idle']);
  });

  it.each(['shell', 'control'] as const)('kernel_info is answered on %s', async (channel) => {
    const { client } = await served();
    const { content } = await client.request(channel, 'kernel_info_request', {});
    expect(content).toMatchObject({
      status: 'ok',
      protocol_version: '5.5',
      implementation: 'fake',
      supported_features: ['kernel subshells', 'debugger'],
    });
  });

  it('of an unknown type gets an idle and a line in the log, and the next one is answered', async () => {
    const { client, log } = await served();
    const idle = new Promise<void>((resolve) => {
      client.onMessage(({ content, parentHeader }) => {
        if (parentHeader.msg_type === 'constructor' && content.execution_state === 'idle') resolve();
      });
    });
    await client.send('shell', 'constructor', {});
    await idle;
    expect(log.join()).toContain('dropped a message of the unknown type "constructor"');
    expect((await execute(client, 'print')).content.status).toBe('ok');
  });

  it('whose session throws gets an error reply', async () => {
    const { client, log } = await served();
    const { content } = await execute(client, 'throw deliberately');
    expect(content).toMatchObject({ status: 'error', ename: 'TypeError', evalue: 'deliberately' });
    expect(log.join()).toContain('deliberately');
  });

  it('whose reply is not JSON gets an error reply', async () => {
    const { client } = await served();
    const { content } = await execute(client, 'bigint');
    expect(content).toMatchObject({ status: 'error', ename: 'TypeError' });
  });

  it('keeps hearing its output after its idle', async () => {
    const { client } = await served();
    const text = await new Promise((resolve) => {
      void execute(client, 'late tick', {}, { onOutput: ({ content }: Message) => resolve(content.text) });
    });
    expect(text).toBe('tick');
  });
});

describe('the queue', () => {
  it('answers cells in order, one at a time', async () => {
    const kernel = await served();
    const { client, session } = kernel;
    const { reply, release } = await waiting(kernel);
    const replies = [reply, execute(client, 'print b'), execute(client, 'print c')];
    await client.request('shell', 'kernel_info_request', {});
    expect(session.seen).toEqual(['wait a']);
    release();
    expect(statuses(await Promise.all(replies))).toEqual(['ok', 'ok', 'ok']);
    expect(session.seen).toEqual(['wait a', 'print b', 'print c']);
  });

  it.each([
    ['shell', 'complete_request'],
    ['shell', 'kernel_info_request'],
    ['control', 'debug_request'],
  ] as const)('on %s lets %s pass while a cell runs', async (channel, type) => {
    const kernel = await served();
    const { reply, release } = await waiting(kernel);
    expect((await kernel.client.request(channel, type, {})).content.status).toBe('ok');
    release();
    expect((await reply).content.status).toBe('ok');
  });

  it.each(['shell', 'control'] as const)('an interrupt on %s reaches the running cell', async (channel) => {
    const kernel = await served();
    const { reply } = await waiting(kernel);
    const interrupted = await kernel.client.request(channel, 'interrupt_request', {});
    expect(interrupted.header.msg_type).toBe('interrupt_reply');
    expect((await reply).content.status).toBe('ok');
  });

  it('aborts the cells behind a failing one, and nothing else', async () => {
    const { client, session } = await served();
    const replies = await Promise.all([
      execute(client, 'fail'),
      execute(client, 'print never'),
      client.request('shell', 'history_request', {}),
      execute(client, 'print never'),
    ]);
    expect(statuses(replies)).toEqual(['error', 'aborted', 'ok', 'aborted']);
    expect(session.seen).toEqual(['fail', 'history_request']);
  });

  it('runs a cell that is sent because of the error reply', async () => {
    const { client } = await served();
    for (let round = 0; round < 20; round++) {
      await execute(client, 'fail');
      expect((await execute(client, 'print now')).content.status).toBe('ok');
    }
  });

  it('goes on behind a failing cell with stop_on_error false', async () => {
    const { client } = await served();
    const replies = await Promise.all([execute(client, 'fail', { stop_on_error: false }), execute(client, 'print x')]);
    expect(statuses(replies)).toEqual(['error', 'ok']);
  });

  it('of 1,000 cells with one failing misses no reply', async () => {
    const { client } = await served();
    const codes = Array.from({ length: 1_000 }, (_, i) => (i === 300 ? 'fail' : `print ${i}`));
    const replies = statuses(await Promise.all(codes.map((code) => execute(client, code))));
    expect(replies.slice(0, 300).every((status) => status === 'ok')).toBe(true);
    expect(replies[300]).toBe('error');
    expect(replies.slice(301).every((status) => status === 'aborted')).toBe(true);
  });
});

describe('subshells', () => {
  it('are made, listed and deleted on control', async () => {
    const { client } = await served();
    const made = await client.request('control', 'create_subshell_request', {});
    const id = made.content.subshell_id;
    expect((await client.request('control', 'list_subshell_request', {})).content.subshell_id).toEqual([id]);
    const gone = await client.request('control', 'delete_subshell_request', { subshell_id: id });
    expect(gone.content.status).toBe('ok');
    expect((await client.request('control', 'list_subshell_request', {})).content.subshell_id).toEqual([]);
    const again = await client.request('control', 'delete_subshell_request', { subshell_id: id });
    expect(again.content.status).toBe('error');
  });

  it('answer while the main shell runs a cell', async () => {
    const kernel = await served();
    const { client } = kernel;
    const { reply: main, release } = await waiting(kernel);
    const { content } = await client.request('control', 'create_subshell_request', {});
    const reply = await execute(client, 'print now', {}, { subshellId: String(content.subshell_id) });
    expect(reply.content.status).toBe('ok');
    release();
    await main;
  });

  it('that do not exist answer with an error', async () => {
    const { client } = await served();
    expect((await execute(client, 'print', {}, { subshellId: 'none' })).content.status).toBe('error');
  });
});

describe('clients', () => {
  it('are asked for input on their own stdin', async () => {
    const { client, another } = await served();
    const other = await another();
    const outputs: unknown[] = [];
    const options = {
      onInput: async ({ prompt }: { prompt: string }) => `${prompt} you`,
      onOutput: ({ content }: Message) => outputs.push(content.text),
    };
    await execute(other, 'print someone else');
    expect((await execute(client, 'ask who?', {}, options)).content.status).toBe('ok');
    expect(outputs).toEqual(['who? you']);
  });

  it('that cancel an input interrupt the cell', async () => {
    const { client, session } = await served();
    const options = { onInput: () => Promise.reject(new Error('cancelled')) };
    void execute(client, 'ask who?', {}, options).catch(() => {});
    await expect.poll(() => session.seen).toContain('interrupt_request');
  });

  it('ten at once get all their replies and hear each other', async () => {
    const { another } = await served();
    const clients = await Promise.all(Array.from({ length: 10 }, () => another()));
    let heard = 0;
    clients[0].onMessage(({ header }) => {
      if (header.msg_type === 'stream') heard += 1;
    });
    const replies = await Promise.all(
      clients.flatMap((client) => Array.from({ length: 20 }, (_, i) => execute(client, `print ${i}`))),
    );
    expect(statuses(replies).filter((status) => status === 'ok')).toHaveLength(200);
    await expect.poll(() => heard).toBe(200);
  });

  it('with the identity of one that has not gone yet take its place on every channel', async () => {
    const kernel = await served();
    const { reply, release } = await waiting(kernel);
    reply.catch(() => {});
    const next = await kernel.another({ identity: kernel.client.identity });
    release();
    const asked = execute(next, 'ask who?', {}, { onInput: async () => 'the next' });
    expect((await next.request('control', 'kernel_info_request', {})).content.status).toBe('ok');
    expect((await asked).content.status).toBe('ok');
    kernel.client.close();
    expect((await execute(next, 'print')).content.status).toBe('ok');
  });

  it('each get their own welcome', async () => {
    const { another, client } = await served();
    const welcomes: unknown[] = [];
    client.onMessage(({ header, content }) => {
      if (header.msg_type === 'iopub_welcome') welcomes.push(content.subscription);
    });
    await another();
    await expect.poll(() => welcomes).toEqual(['']);
  });

  it('hear the heartbeat', async () => {
    const { client } = await served();
    expect(await client.heartbeat(1_000)).toBe(true);
  });
});

describe('shutdown', () => {
  it.each([
    ['control', false],
    ['shell', true],
  ] as const)('on %s with restart %s replies, publishes, and closes the session once', async (channel, restart) => {
    const { client, server, session } = await served();
    const published = new Promise((resolve) => {
      client.onMessage(({ header, content }) => {
        if (header.msg_type === 'shutdown_reply') resolve(content.restart);
      });
    });
    const { content } = await client.request(channel, 'shutdown_request', { restart });
    expect(content).toMatchObject({ status: 'ok', restart });
    expect(await published).toBe(restart);
    expect(await server.closed).toEqual({ restart });
    expect(session.closes).toBe(1);
  });

  it('closing the server closes the session', async () => {
    const { server, session } = await served();
    await server.close();
    expect(session.closes).toBe(1);
  });
});

describe('connections', () => {
  it.each(['127.0.0.1', '0.0.0.0', '*', 'localhost'])('on ip %s', async (ip) => {
    const { client } = await served({ ip });
    expect((await execute(client, 'print')).content.status).toBe('ok');
  });

  it.skipIf(process.platform === 'win32')('over ipc', async () => {
    const { client } = await served({ transport: 'ipc', ip: `/tmp/multitask-test-${process.pid}` });
    expect((await execute(client, 'print')).content.status).toBe('ok');
  });

  it('encrypted with CURVE keys, and closed to who has none', async () => {
    const { curveKeyPair } = await import('zeromq');
    const { connect } = await import('../../../kernel/jupyter/client.ts');
    const { publicKey, secretKey } = curveKeyPair();
    const { client, connection } = await served({ curve_publickey: publicKey, curve_secretkey: secretKey });
    expect((await execute(client, 'print')).content.status).toBe('ok');
    const { curve_publickey, curve_secretkey, ...plain } = connection;
    await expect(connect(plain, { timeoutMs: 500 })).rejects.toThrow('did not answer within 0.5 s');
  });

  it('unsigned, where the key is empty', async () => {
    const { client } = await served({ key: '' });
    expect((await execute(client, 'print')).content.status).toBe('ok');
  });

  it('to a taken port fail with the channel and the address', async () => {
    const { connection } = await served();
    await expect(served(connection)).rejects.toThrow(`socket cannot be bound to tcp://127.0.0.1:`);
  });
});

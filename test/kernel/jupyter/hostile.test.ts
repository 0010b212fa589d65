import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Dealer } from 'zeromq';
import { type Channel, connectAddress } from '../../../kernel/jupyter/connection.ts';
import { createSender } from '../../../kernel/jupyter/sender.ts';
import { createHeader, encode } from '../../../kernel/jupyter/wire.ts';
import { type Served, served } from '../../support/jupyter-served.ts';

/** A socket without any manners on one of the kernel's channels. */
function raw({ connection }: Served, channel: Channel) {
  const socket = new Dealer({ linger: 0, sendHighWaterMark: 0 });
  socket.connect(connectAddress(connection, channel));
  onTestFinished(() => socket.close());
  return createSender(socket);
}

/** The kernel lives when a request behind the junk is answered; nothing else may have reached the session. */
async function livesUntouched({ client, session, log }: Served): Promise<void> {
  for (const channel of ['shell', 'control'] as const) {
    expect((await client.request(channel, 'kernel_info_request', {})).content.status).toBe('ok');
  }
  expect(await client.heartbeat(1_000)).toBe(true);
  expect(session.seen).toEqual([]);
  expect(log.length).toBeLessThan(50);
}

const frames = fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 9 });

describe('the kernel lives and runs nothing after', () => {
  it.each(['shell', 'control', 'stdin', 'hb'] as const)('2,500 random messages on %s', async (channel) => {
    const kernel = await served();
    const send = raw(kernel, channel);
    for (const junk of fc.sample(frames, 2_500)) await send(junk);
    await livesUntouched(kernel);
  });

  it('junk on iopub, where clients only subscribe', async () => {
    const kernel = await served();
    const { XSubscriber } = await import('zeromq');
    const socket = new XSubscriber({ linger: 0 });
    socket.connect(connectAddress(kernel.connection, 'iopub'));
    onTestFinished(() => socket.close());
    const send = createSender(socket);
    for (const junk of fc.sample(frames, 500)) await send(junk.slice(0, 1));
    await livesUntouched(kernel);
  });

  it('a forged and a replayed cell', async () => {
    const kernel = await served();
    const send = raw(kernel, 'shell');
    const header = createHeader('session', 'execute_request');
    const content = { code: 'print twice' };
    const message = { identities: [], header, parentHeader: {}, metadata: {}, content, buffers: [] };
    await send(encode(message, 'not the key'));
    await livesUntouched(kernel);

    const honest = encode(message, kernel.connection.key);
    for (let i = 0; i < 5; i++) await send(honest);
    await expect.poll(() => kernel.session.seen).toEqual(['print twice']);
    await expect.poll(() => kernel.log.filter((line) => line.includes('replayed'))).toHaveLength(4);
    expect(kernel.session.seen).toEqual(['print twice']);
  });

  it('signed messages whose JSON is torn, deep, or of the wrong types', async () => {
    const kernel = await served();
    const send = raw(kernel, 'shell');
    const header = JSON.stringify(createHeader('session', 'execute_request'));
    const deep = `{"code":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const junk = [
      ['{', '{}', '{}', '{}'],
      ['null', 'null', 'null', 'null'],
      ['[]', '{}', '{}', '{}'],
      [header.replace('execute_request', '__proto__'), '{}', '{}', '{}'],
      [header.replace('"execute_request"', '{}'), '{}', '{}', deep],
      [header, '{}', '{}', '"code"'],
      [header, '{}', '{}', '\ud800'],
      [header, '{}', '{}', `{"code":"${'x'.repeat(1_000_000)}`],
    ];
    for (const parts of junk) {
      const bytes = parts.map((part) => Buffer.from(part));
      const hmac = createHmac('sha256', kernel.connection.key);
      for (const part of bytes) hmac.update(part);
      await send([Buffer.from('<IDS|MSG>'), Buffer.from(hmac.digest('hex')), ...bytes]);
    }
    await livesUntouched(kernel);
  });
});

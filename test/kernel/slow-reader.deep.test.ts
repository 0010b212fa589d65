import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, onTestFinished, test } from 'vitest';
import { Dealer, Subscriber } from 'zeromq';
import { clientSocketOptions, connectAddress } from '../../kernel/jupyter/connection.ts';
import type { Content, Message } from '../../kernel/jupyter/messages.ts';
import { createHeader, decode, encode } from '../../kernel/jupyter/wire.ts';
import { startKernel, type TestKernel } from '../support/jupyter-kernel.ts';
import { descendants } from '../support/processes.ts';

/** `MULTITASK_FLOOD=2000` prints two gigabytes, the size that the kernel's promise is made for. */
const megabytes = Number(process.env.MULTITASK_FLOOD ?? 120);
const patienceMs = 600_000;

/** A client's own socket, with next to no room of its own: while nobody reads it, what is published has to wait. */
type Reader = { read(until: (message: Message) => boolean): Promise<readonly Message[]> };

async function startReader({ connection }: TestKernel): Promise<Reader> {
  const socket = new Subscriber({
    ...clientSocketOptions(connection),
    receiveHighWaterMark: 1,
    receiveBufferSize: 4_096,
  });
  socket.connect(connectAddress(connection, 'iopub'));
  socket.subscribe();
  onTestFinished(() => socket.close());
  const reader: Reader = {
    async read(until) {
      const messages: Message[] = [];
      for (;;) {
        const decoded = decode(await socket.receive(), connection.key);
        if (decoded.kind !== 'message') throw new Error(decoded.reason);
        messages.push(decoded.message);
        if (until(decoded.message)) return messages;
      }
    },
  };
  await reader.read(({ header }) => header.msg_type === 'iopub_welcome');
  return reader;
}

/** Megabytes of a kernel and of the process that runs cells, together. */
function resident(kernel: TestKernel): number {
  const pids = [kernel.processId, ...descendants(kernel.processId)];
  const sizes = execFileSync('ps', ['-o', 'rss=', '-p', pids.join(',')], { encoding: 'utf8' });
  return sizes.split('\n').reduce((sum, line) => sum + Number(line) / 1024, 0);
}

/** Watches until nothing has grown for a while: everything that can fill has filled. Tells the most that was seen. */
async function fillUp(kernel: TestKernel): Promise<number> {
  let most = 0;
  for (let still = 0; still < 15; still++) {
    const now = resident(kernel);
    if (now > most + 1) still = 0;
    most = Math.max(most, now);
    await delay(100);
  }
  return most;
}

const isIdleOf =
  (id: string) =>
  ({ header, parentHeader, content }: Message): boolean =>
    header.msg_type === 'status' && content.execution_state === 'idle' && parentHeader.msg_id === id;

/** Asks on a socket that hears replies alone: it waits for no status. */
async function ask({ connection }: TestKernel, channel: 'shell' | 'control', msgType: string, content: Content) {
  const socket = new Dealer({ ...clientSocketOptions(connection), sendHighWaterMark: 0 });
  socket.connect(connectAddress(connection, channel));
  onTestFinished(() => socket.close());
  const header = createHeader('bare', msgType);
  await socket.send(
    encode({ identities: [], header, parentHeader: {}, metadata: {}, content, buffers: [] }, connection.key),
  );
  const reply = socket.receive().then((frames): Message => {
    const decoded = decode(frames, connection.key);
    if (decoded.kind !== 'message') throw new Error(decoded.reason);
    return decoded.message;
  });
  return { id: header.msg_id, reply };
}

describe.skipIf(process.platform === 'win32')('a reader that stops', () => {
  test(
    'costs no memory, and misses nothing when it comes back',
    async ({ expect }) => {
      const kernel = await startKernel();
      const reader = await startReader(kernel);
      const { client } = kernel;
      const { msg_id: id } = await client.send('shell', 'execute_request', {
        code: `for (let i = 0; i < ${megabytes}; i++) console.log(String(i).padStart(1e6 - 1, 'x'));`,
      });
      expect(await fillUp(kernel)).toBeLessThan(400);

      // Nobody waits with it: neither who asks, nor whoever listens for a heartbeat.
      expect(await client.heartbeat(5_000)).toBe(true);
      // A completion would load TypeScript, 200 MB that have nothing to do with what is printed.
      const asked = await (await ask(kernel, 'shell', 'is_complete_request', { code: 'f(' })).reply;
      expect(asked.content.status).toBe('incomplete');
      expect((await (await ask(kernel, 'control', 'kernel_info_request', {})).reply).content.status).toBe('ok');

      let most = 0;
      let next = 0;
      let rest = '';
      await reader.read((message) => {
        if (message.header.msg_type === 'stream') {
          rest += String(message.content.text);
          for (; rest.length >= 1e6; next++) {
            const line = rest.slice(0, 1e6);
            rest = rest.slice(1e6);
            if (line !== `${String(next).padStart(1e6 - 1, 'x')}\n`)
              throw new Error(`line ${next} is not what was printed`);
            if (next % 50 === 0) most = Math.max(most, resident(kernel));
          }
        }
        return isIdleOf(id)(message);
      });
      expect({ next, rest }).toEqual({ next: megabytes, rest: '' });
      expect(most).toBeLessThan(400);
    },
    patienceMs,
  );

  test(
    'what a child process writes waits for the reader, too',
    async ({ expect }) => {
      const kernel = await startKernel();
      const reader = await startReader(kernel);
      const size = megabytes * 1e6;
      const { msg_id: id } = await kernel.client.send('shell', 'execute_request', {
        code: `require('node:child_process').execSync('head -c ${size} /dev/zero | tr "\\\\0" y; echo; echo end', { stdio: 'inherit' }); console.log('after')`,
      });
      expect(await fillUp(kernel)).toBeLessThan(400);
      let length = 0;
      let tail = '';
      await reader.read((message) => {
        if (message.header.msg_type === 'stream') {
          length += String(message.content.text).length;
          tail = (tail + message.content.text).slice(-20);
        }
        return isIdleOf(id)(message);
      });
      expect({ length, tail }).toEqual({ length: size + '\nend\nafter\n'.length, tail: 'yyyyyyyyy\nend\nafter\n' });
    },
    patienceMs,
  );

  test(
    'displays count as what they are',
    async ({ expect }) => {
      const kernel = await startKernel();
      const reader = await startReader(kernel);
      // 300 MB, more than may be held: of a message that is being sent there are copies in both processes, so a few of 5 MB take 200 MB.
      const count = Math.ceil(megabytes / 2);
      const { msg_id: id } = await kernel.client.send('shell', 'execute_request', {
        code: `for (let i = 0; i < ${count}; i++) display({ 'text/plain': i + ' '.repeat(5e6) })`,
      });
      expect(await fillUp(kernel)).toBeLessThan(450);
      const heard = await reader.read(isIdleOf(id));
      const shown = heard.filter(({ header }) => header.msg_type === 'display_data');
      expect(shown.map(({ content }) => Number((content.data as Record<string, string>)['text/plain']))).toEqual(
        Array.from({ length: count }, (_, i) => i),
      );
    },
    patienceMs,
  );

  test(
    'an interrupt ends the cell although its reader has stopped',
    async ({ expect }) => {
      const kernel = await startKernel();
      await kernel.run('let keep = 41');
      const reader = await startReader(kernel);
      const execute = await ask(kernel, 'shell', 'execute_request', {
        code: 'for (let i = 0; ; i++) console.log(String(i).padStart(1e6))',
      });
      await fillUp(kernel);
      const interrupt = await ask(kernel, 'control', 'interrupt_request', {});
      expect((await interrupt.reply).content.status).toBe('ok');
      // Nobody has read anything meanwhile.
      expect((await execute.reply).content).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
      const heard = await reader.read(isIdleOf(execute.id));
      expect(heard.at(-2)?.content.ename).toBe('KeyboardInterrupt');
      void reader.read(() => false).catch(() => {});
      expect((await kernel.run('keep + 1')).result).toBe('42');
    },
    patienceMs,
  );
});

import { expect, it, onTestFinished } from 'vitest';
import { Subscriber, XPublisher } from 'zeromq';
import { publisherOptions } from '../../../kernel/jupyter/connection.ts';
import { createPublisher } from '../../../kernel/jupyter/publisher.ts';

async function publisher(patience: number) {
  const socket = new XPublisher({ ...publisherOptions, linger: 0, verbosity: 'allSubs' });
  await socket.bind('tcp://127.0.0.1:*');
  const log: string[] = [];
  const send = createPublisher(socket, { patience, log: (line) => log.push(line) });
  onTestFinished(() => socket.close());
  const subscriber = async (options: object): Promise<Subscriber> => {
    const reader = new Subscriber({ linger: 0, ...options });
    reader.connect(socket.lastEndpoint ?? '');
    reader.subscribe();
    await socket.receive();
    onTestFinished(() => reader.close());
    return reader;
  };
  return { send, log, subscriber };
}

const megabyte = Buffer.alloc(1 << 20);
const message = (i: number): Uint8Array[] => [Buffer.from(String(i)), megabyte];
/** Next to no room of its own. */
const tight = { receiveHighWaterMark: 1, receiveBufferSize: 4_096 };
/** A megabyte goes through a room of four kilobytes, perhaps on a busy machine. */
const busy = { timeout: 30_000 };
const wide = { receiveHighWaterMark: 0 };

/** Reads what comes; a function that tells the numbers of what came. */
function listen(reader: Subscriber): readonly number[] {
  const heard: number[] = [];
  void (async () => {
    for await (const [number] of reader) heard.push(Number(number));
  })();
  return heard;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

it('a reader that stops is waited for, and hears everything when it reads again', async () => {
  const { send, log, subscriber } = await publisher(60_000);
  const reader = await subscriber(tight);
  let sent = 0;
  const all = upTo(100).map((i) => send(message(i)).then(() => sent++));
  // What fits into sockets is gone; the rest is not.
  await expect.poll(() => sent).toBeGreaterThan(10);
  expect(sent).toBeLessThan(100);
  const heard = listen(reader);
  await Promise.all(all);
  await expect.poll(() => heard.length, busy).toBe(100);
  expect(heard).toEqual(upTo(100));
  expect(log).toEqual([]);
});

it('one that stays away is left behind after the patience, once; the others hear everything', async () => {
  // Long enough for a reader that only shares a busy machine.
  const { send, log, subscriber } = await publisher(3_000);
  const dead = await subscriber(tight);
  const heard = listen(await subscriber(wide));
  // One patience for each message would be longer than a test may take.
  for (const i of upTo(200)) await send(message(i));
  await expect.poll(() => heard.length, busy).toBe(200);
  expect(heard).toEqual(upTo(200));
  expect(log).toEqual(['A client has read nothing for 3 s: it misses output until it reads again.']);

  // It comes back: what was on its way, then whatever is sent from now on.
  const late = listen(dead);
  await expect.poll(() => late.length, busy).toBeGreaterThan(10);
  let next = 200;
  await expect
    .poll(async () => {
      await send(message(next++));
      return late.at(-1);
    }, busy)
    .toBeGreaterThanOrEqual(200);
  expect(late.slice(0, 10)).toEqual(upTo(10));
});

it('one that is gone is not waited for', async () => {
  const { send, log, subscriber } = await publisher(60_000);
  const reader = await subscriber(tight);
  const all = upTo(100).map((i) => send(message(i)));
  reader.close();
  await Promise.all(all);
  expect(log).toEqual([]);
});

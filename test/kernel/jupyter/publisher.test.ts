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
const wide = { receiveHighWaterMark: 0 };

/** Reads what comes, and tells the numbers of it once there are so many. */
function listen(reader: Subscriber) {
  const numbers: number[] = [];
  const reading = reader[Symbol.asyncIterator]();
  return {
    numbers,
    async readUpTo(count: number): Promise<readonly number[]> {
      while (numbers.length < count) {
        const { value, done } = await reading.next();
        if (done) break;
        numbers.push(Number(value[0]));
      }
      return numbers;
    },
  };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

it('a reader that stops is waited for, and hears everything when it reads again', async () => {
  const { send, log, subscriber } = await publisher(60_000);
  const reader = await subscriber(tight);
  let sent = 0;
  const all = upTo(100).map((i) => send(message(i)).then(() => sent++));
  // What fits into sockets is gone; the rest is not.
  await all[10];
  expect(sent).toBeLessThan(100);
  expect(await listen(reader).readUpTo(100)).toEqual(upTo(100));
  await Promise.all(all);
  expect(log).toEqual([]);
});

it('one that stays away is left behind after the patience, once; the others hear everything', async () => {
  // Long enough for a reader that only shares a busy machine.
  const { send, log, subscriber } = await publisher(3_000);
  const dead = await subscriber(tight);
  const heard = listen(await subscriber(wide)).readUpTo(200);
  // One patience for each message would be longer than a test may take.
  for (const i of upTo(200)) await send(message(i));
  expect(await heard).toEqual(upTo(200));
  expect(log).toEqual(['A client has read nothing for 3 s: it misses output until it reads again.']);

  // It comes back: what was on its way, then whatever is sent from now on.
  const late = listen(dead);
  await late.readUpTo(11);
  void late.readUpTo(Number.POSITIVE_INFINITY);
  for (let next = 200; (late.numbers.at(-1) ?? 0) < 200; next++) await send(message(next));
  expect(late.numbers.slice(0, 10)).toEqual(upTo(10));
});

it('one that is gone is not waited for', async () => {
  const { send, log, subscriber } = await publisher(60_000);
  const reader = await subscriber(tight);
  const all = upTo(100).map((i) => send(message(i)));
  reader.close();
  await Promise.all(all);
  expect(log).toEqual([]);
});

it('what is said in one turn of the loop leaves at its end, in order', async () => {
  const sent: string[] = [];
  const send = createPublisher(
    { noDrop: true, closed: false, send: async (frames) => void sent.push(String(frames)) },
    { patience: 60_000, log: () => {} },
  );
  const both = Promise.all([send([Buffer.from('busy')]), send([Buffer.from('input')])]);
  await Promise.resolve();
  expect(sent).toEqual([]);
  await both;
  expect(sent).toEqual(['busy', 'input']);
});

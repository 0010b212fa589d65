import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../kernel/jupyter/messages.ts';
import { createHeader, createReplayGuard, decode, encode, maxFrameBytes } from '../../../kernel/jupyter/wire.ts';

const key = '5c1d9a3e-key';
const message = (change: Partial<Message> = {}): Message => ({
  identities: [Buffer.from('client')],
  header: createHeader('session', 'execute_request'),
  parentHeader: {},
  metadata: {},
  content: { code: '1 + 1' },
  buffers: [],
  ...change,
});
const text = (value: unknown) => Buffer.from(JSON.stringify(value));

/** Frames with any JSON parts, rightly signed. */
function signed(parts: readonly Uint8Array[], signature?: string): Uint8Array[] {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return [Buffer.from('<IDS|MSG>'), Buffer.from(signature ?? hmac.digest('hex')), ...parts];
}

describe('messages', () => {
  const object = fc.dictionary(fc.string(), fc.jsonValue());

  it('come back as they were sent', () => {
    fc.assert(
      fc.property(object, object, fc.array(fc.uint8Array()), fc.string(), (content, metadata, buffers, session) => {
        const sent = message({ content, metadata, buffers, header: createHeader(session, 'comm_msg') });
        const decoded = decode(encode(sent, key), key);
        // JSON has no -0 and no undefined; what it has must be the same.
        const expected = JSON.parse(JSON.stringify({ content, metadata, header: sent.header }));
        expect(decoded).toMatchObject({ kind: 'message', message: expected });
        if (decoded.kind !== 'message') return;
        expect(decoded.message.buffers.map((each) => [...each])).toEqual(buffers.map((each) => [...each]));
        expect(decoded.message.identities.map(String)).toEqual(['client']);
      }),
    );
  });

  it('are signed over header, parent header, metadata and content, as the specification says', () => {
    const frames = encode(message(), key);
    const hmac = createHmac('sha256', key);
    for (const part of frames.slice(3, 7)) hmac.update(part);
    expect(String(frames[2])).toBe(hmac.digest('hex'));
  });

  it('of 30 MB pass', () => {
    const code = 'x'.repeat(30_000_000);
    const decoded = decode(encode(message({ content: { code } }), key), key);
    expect(decoded.kind === 'message' && decoded.message.content.code === code).toBe(true);
  });

  it('with an empty key are neither signed nor checked', () => {
    expect(String(encode(message(), '')[2])).toBe('');
    expect(decode(encode(message(), 'another'), '').kind).toBe('message');
  });

  it('keep the identities in front of the delimiter', () => {
    const identities = ['a', '', 'c'].map((each) => Buffer.from(each));
    const decoded = decode(encode(message({ identities }), key), key);
    expect(decoded.kind === 'message' && decoded.message.identities.map(String)).toEqual(['a', '', 'c']);
  });

  it('keep no deep value of a header, as headers are sent back with every output', () => {
    const header = { ...createHeader('s', 'x'), extra: { deep: [1] }, other: 1 };
    const decoded = decode(signed([text(header), text({ a: {} }), text({}), text({})]), key);
    if (decoded.kind !== 'message') throw new Error(decoded.reason);
    expect(decoded.message.header).toHaveProperty('other', 1);
    expect(decoded.message.header).not.toHaveProperty('extra');
    expect(decoded.message.parentHeader).toEqual({});
  });
});

describe('rejected', () => {
  const header = createHeader('session', 'execute_request');
  const empty = text({});
  const parts = (first: unknown) => [text(first), empty, empty, empty];
  const cases: readonly (readonly [name: string, frames: readonly Uint8Array[], reason: string])[] = [
    ['no frames', [], 'no delimiter'],
    ['one empty frame', [Buffer.alloc(0)], 'no delimiter'],
    ['only a delimiter', [Buffer.from('<IDS|MSG>')], 'only 0 frames'],
    ['too few parts', signed([text(header), empty, empty]), 'only 4 frames'],
    ['a wrong signature', signed(parts(header), '0'.repeat(64)), 'bad signature'],
    ['an empty signature', signed(parts(header), ''), 'bad signature'],
    ['a signature with other letters', signed(parts(header), 'A'.repeat(64)), 'bad signature'],
    ['a header that is not JSON', signed([Buffer.from('{'), empty, empty, empty]), 'not a small JSON object'],
    ['a header that is a list', signed(parts([])), 'not a small JSON object'],
    ['a header that is null', signed(parts(null)), 'not a small JSON object'],
    ['a header of 100 kB', signed(parts({ ...header, big: 'x'.repeat(100_000) })), 'not a small JSON object'],
    ['no msg_id', signed(parts({ ...header, msg_id: undefined })), 'header.msg_id is not a string: null'],
    ['a number as msg_type', signed(parts({ ...header, msg_type: 7 })), 'header.msg_type is not a string: 7'],
    ['an empty msg_type', signed(parts({ ...header, msg_type: '' })), 'header.msg_type'],
    ['an object as session', signed(parts({ ...header, session: {} })), 'header.session'],
    ['a number as subshell', signed(parts({ ...header, subshell_id: 1 })), 'header.subshell_id'],
    ['content that is a text', signed([text(header), empty, empty, text('x')]), 'must be JSON objects'],
    ['a parent that is null', signed([text(header), text(null), empty, empty]), 'must be JSON objects'],
    ['invalid UTF-8', signed([text(header), empty, empty, Buffer.from([0x7b, 0xff, 0x7d])]), 'must be JSON objects'],
    ['5,000 frames', Array.from({ length: 5_000 }, () => empty), 'more than 4096'],
  ];
  it.each(cases)('%s', (_name, frames, reason) => {
    const decoded = decode(frames, key);
    expect(decoded).toMatchObject({ kind: 'rejected', reason: expect.stringContaining(reason) });
  });

  it('a message that was seen before', () => {
    const replays = createReplayGuard();
    const frames = encode(message(), key);
    expect(decode(frames, key, replays).kind).toBe('message');
    expect(decode(frames, key, replays)).toMatchObject({
      kind: 'rejected',
      reason: expect.stringContaining('replayed'),
    });
  });

  it('a frame larger than the limit', () => {
    const frames = signed([...parts(header), Buffer.alloc(0)]);
    const big = Buffer.alloc(maxFrameBytes + 1);
    expect(decode([...frames.slice(0, 6), big], key)).toMatchObject({
      kind: 'rejected',
      reason: expect.stringContaining('larger than'),
    });
  });
});

describe('the replay guard', () => {
  it('remembers the last messages and forgets older ones, in bounded memory', () => {
    const guard = createReplayGuard(3);
    expect(['a', 'b', 'c', 'a', 'd', 'a'].map((each) => guard.seen(each))).toEqual([
      false,
      false,
      false,
      true,
      false,
      false,
    ]);
  });
});

describe('hostile frames', () => {
  const honest = encode(message(), key);

  it('10,000 at random never throw and are never taken for a message', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 12 }), (frames) => {
        expect(decode(frames, key).kind).toBe('rejected');
      }),
      { numRuns: 10_000 },
    );
  });

  it('10,000 mutations of an honest message never throw, and none that changes a signed part passes', () => {
    const mutation = fc.oneof(
      fc.record({ kind: fc.constant('flip'), frame: fc.nat(), at: fc.nat(), to: fc.integer({ min: 1, max: 255 }) }),
      fc.record({ kind: fc.constant('drop'), frame: fc.nat() }),
      fc.record({ kind: fc.constant('repeat'), frame: fc.nat() }),
      fc.record({ kind: fc.constant('cut'), frame: fc.nat(), at: fc.nat() }),
    );
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
        const frames = honest.map((frame) => Buffer.from(frame));
        for (const change of mutations) {
          const index = frames.length === 0 ? 0 : change.frame % frames.length;
          const frame = frames[index];
          if (frame === undefined) continue;
          if ('to' in change && frame.length > 0) frame[change.at % frame.length] ^= change.to;
          else if (change.kind === 'drop') frames.splice(index, 1);
          else if (change.kind === 'repeat') frames.splice(index, 0, frame);
          else if ('at' in change) frames[index] = frame.subarray(0, change.at % (frame.length + 1));
        }
        const decoded = decode(frames, key);
        if (decoded.kind === 'rejected') return;
        const at = frames.findIndex((frame) => String(frame) === '<IDS|MSG>');
        expect(frames.slice(at + 2, at + 6).map(String)).toEqual(honest.slice(3, 7).map(String));
      }),
      { numRuns: 10_000 },
    );
  });

  it('signed junk in every part is a message or a reason, never an exception', () => {
    const part = fc.oneof(
      fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((json) => Buffer.from(json)),
      fc.constant(Buffer.from('['.repeat(50_000))),
      fc.constant(Buffer.from(`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`)),
      fc.constant(text(createHeader('s', '__proto__'))),
      fc.constant(Buffer.from('{"__proto__":{"polluted":1},"msg_id":"1","msg_type":"x","session":""}')),
    );
    fc.assert(
      fc.property(fc.tuple(part, part, part, part), (parts) => {
        const decoded = decode(signed(parts), key);
        if (decoded.kind === 'message') expect(typeof decoded.message.header.msg_type).toBe('string');
      }),
      { numRuns: 600 },
    );
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeFrame, frameDecoder, longestRecord } from '../../../kernel/link/frames.ts';

function decodeAll(chunks: readonly Uint8Array[]): unknown[] {
  const received: unknown[] = [];
  const decode = frameDecoder((message) => received.push(message));
  for (const chunk of chunks) decode(Buffer.from(chunk));
  return received;
}

test('messages arrive whole and in order, however their bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue(), { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 40 })),
      (messages, sizes) => {
        const bytes = Buffer.concat(messages.flatMap((message) => [...encodeFrame(message)]));
        const chunks: Buffer[] = [];
        for (let start = 0, i = 0; start < bytes.length; i++) {
          const size = sizes[i % Math.max(1, sizes.length)] ?? 7;
          chunks.push(bytes.subarray(start, start + size));
          start += size;
        }
        expect(decodeAll(chunks)).toEqual(JSON.parse(JSON.stringify(messages)));
      },
    ),
  );
});

test('a long message is many records, none longer than a reader accepts', () => {
  const message = { text: 'x😀'.repeat(400_000) };
  const records = [...encodeFrame(message)];
  expect(records.length).toBeGreaterThan(5);
  expect(Math.max(...records.map(({ length }) => length))).toBeLessThanOrEqual(longestRecord);
  expect(decodeAll(records)).toEqual([message]);
});

test('a message that was cut off by an interrupt disappears, and the next one arrives', () => {
  const cut = [...encodeFrame({ text: 'x'.repeat(600_000) })].slice(0, 2);
  expect(decodeAll([...cut, ...encodeFrame('next')])).toEqual(['next']);
});

describe('bytes of somebody else', () => {
  test.each(['not a frame of ours at all', '\xff\xff\xff\xff\xff', '\x05\x00\x00\x00\x03{{{{{'])(
    '%j are an error',
    (text) => {
      expect(() => decodeAll([Buffer.from(text, 'latin1')])).toThrow();
    },
  );
});

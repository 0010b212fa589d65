import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  drained,
  hurry,
  openRing,
  putRecord,
  ringMemory,
  takeBytes,
} from '../../../../kernel/user-process/threads/ring.ts';

const ringOf = (size: number) => openRing(ringMemory(size));

test('what is put in comes out, in order, over the edge of the ring and through a writer that takes parts', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 32 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      (records, most) => {
        const ring = ringOf(64);
        const out: number[] = [];
        for (const record of records) {
          putRecord(ring, record);
          hurry(ring);
          while (!drained(ring, 0)) {
            takeBytes(ring, 0, (bytes) => {
              const part = bytes.subarray(0, most);
              out.push(...part);
              return part.length;
            });
          }
        }
        expect(out).toEqual(records.flatMap((record) => [...record]));
      },
    ),
  );
});

test('counters may run over', () => {
  const ring = ringOf(64);
  for (const index of [0, 1]) Atomics.store(ring.counters, index, 0x7fffffff - 3);
  const out: number[] = [];
  for (let i = 0; i < 10; i++) {
    putRecord(ring, Uint8Array.of(i, i));
    while (!drained(ring, 0)) takeBytes(ring, 0, (bytes) => out.push(...bytes) && bytes.length);
  }
  expect(out).toEqual([...Array(10).keys()].flatMap((i) => [i, i]));
});

test('a record longer than half the ring is our mistake', () => {
  expect(() => putRecord(ringOf(64), new Uint8Array(33))).toThrow('A record of 33 bytes is too long for this ring.');
});

test('drained says when nobody reads', () => {
  const ring = ringOf(64);
  putRecord(ring, Uint8Array.of(1));
  expect(drained(ring, 10)).toBe(false);
});

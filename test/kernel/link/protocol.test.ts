import { describe, expect, test } from 'vitest';
import { encodeFrame, frameDecoder } from '../../../kernel/link/frames.ts';
import { isFromUser, isToUser } from '../../../kernel/link/guards.ts';
import { fromUser, toUser } from './protocol-examples.ts';

describe.each([
  ['from the user process', fromUser, isFromUser, isToUser],
  ['to the user process', toUser, isToUser, isFromUser],
] as const)('messages %s', (_, examples, guard, otherGuard) => {
  test.each(Object.entries(examples))('%s crosses unchanged', (_kind, example) => {
    const received: unknown[] = [];
    const decode = frameDecoder((message) => received.push(message));
    for (const record of encodeFrame(example)) decode(Buffer.from(record));
    expect(received).toEqual([JSON.parse(JSON.stringify(example))]);
    expect(received.every(guard)).toBe(true);
  });

  test.each(Object.entries(examples))(
    '%s is refused without any of its fields, or with one of another type',
    (_kind, example) => {
      const fields = Object.keys(example).filter((field) => !optional.has(field));
      for (const field of fields) {
        expect([field, guard({ ...example, [field]: undefined })]).toEqual([field, false]);
        expect([field, guard({ ...example, [field]: Symbol('wrong') })]).toEqual([field, false]);
      }
    },
  );

  test('anything else is refused', () => {
    const others = [
      null,
      undefined,
      1,
      'ready',
      [],
      {},
      { kind: 'unknown' },
      { kind: 'toString' },
      { kind: '__proto__' },
    ];
    expect(others.filter(guard)).toEqual([]);
    const shared = new Set(['comm', 'input']);
    expect(
      Object.values(examples)
        .filter((example) => !shared.has(example.kind))
        .filter(otherGuard),
    ).toEqual([]);
  });
});

const optional = new Set(['displayId', 'update']);

import { describe, expect, test } from 'vitest';
import { encodeFrame, frameDecoder } from '../../../kernel/link/frames.ts';
import { parseFromAgent, parseFromUser, parseToUser } from '../../../kernel/link/guards.ts';
import { fromAgent, fromUser, toUser } from './protocol-examples.ts';

describe.each([
  ['from the user process', fromUser, parseFromUser, parseToUser],
  ['to the user process', toUser, parseToUser, parseFromUser],
  ['from the agent thread', fromAgent, parseFromAgent, parseFromUser],
] as const)('messages %s', (_, examples, parse, otherParse) => {
  const guard = (message: unknown) => parse(message).ok;

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
        .filter((message) => otherParse(message).ok),
    ).toEqual([]);
  });
});

test.each([
  [
    { kind: 'stream', execution: '3', name: 'stdout', text: '' },
    'message.execution is "3"; a whole number was expected.',
  ],
  [
    { kind: 'done', execution: 3, outcome: { kind: 'ok' } },
    'message.outcome.expressions is missing; an object was expected.',
  ],
  [
    { kind: 'done', execution: 3, outcome: { kind: 'ok', expressions: { sum: { status: 'ok', data: {} } } } },
    'message.outcome.expressions["sum"].metadata is missing; an object was expected.',
  ],
  [
    {
      kind: 'answer',
      request: 1,
      value: { kind: 'variables', variables: [{ name: 'a', value: '1', type: 'number', reference: 0 }, 2] },
    },
    'message.value.variables[1] is 2; an object was expected.',
  ],
  [{ kind: 'raw or not' }, /^message.kind is "raw or not"; "ready" or "stream" or /],
])('%j is refused in words', (message, reason) => {
  const parsed = parseFromUser(message);
  expect(parsed.ok ? '' : parsed.reason).toMatch(reason);
});

const optional = new Set(['cell', 'displayId', 'update']);

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeJson } from '../../../kernel/link/json.ts';

test.each([
  ['a high half', '\ud83d', '\ufffd'],
  ['a low half', 'x\ude00', 'x\ufffd'],
  ['halves in the wrong order', '\ude00\ud83d', '\ufffd\ufffd'],
  ['a whole pair', '😀', '😀'],
  ['a pair and a half', '😀\ud83d!', '😀\ufffd!'],
  ['the same letters behind a backslash', '\\ud83d', '\\ud83d'],
  ['a backslash and a half', '\\\ud83d', '\\\ufffd'],
  ['two backslashes and the letters', '\\\\ud83d', '\\\\ud83d'],
  ['the letters alone', 'ud83d', 'ud83d'],
])('%s', (_, text, written) => {
  expect(JSON.parse(writeJson({ [text]: [text] }))).toEqual({ [written]: [written] });
});

test('any text is written as Node writes it to a file', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', '\udfff', '\\', 'ud8ff'))),
      (parts) => {
        const text = parts.join('');
        expect(JSON.parse(writeJson(text))).toBe(Buffer.from(text).toString());
      },
    ),
  );
});

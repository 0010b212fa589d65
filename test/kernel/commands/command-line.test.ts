import { describe, expect, it } from 'vitest';
import { numberFrom0, positiveNumber } from '../../../kernel/commands/command-line.ts';

describe('numbers given to flags', () => {
  it.each([
    ['0', 0],
    ['0.0', 0],
    ['1e-4', 1e-4],
    [undefined, undefined],
  ])('--l2 %s', (text, value) => expect(numberFrom0(text, '--l2')).toBe(value));

  it.each(['', ' ', '-1', 'NaN', 'Infinity', 'much'])('--l2 %j is refused', (text) => {
    expect(() => numberFrom0(text, '--l2')).toThrow(`--l2 must be a number from 0 on; it is ${JSON.stringify(text)}.`);
  });

  it('a learning rate of 0 is refused', () => {
    expect(() => positiveNumber('0', '--learning-rate')).toThrow(
      '--learning-rate must be a number above 0; it is "0".',
    );
  });
});

import { expect, test } from 'vitest';
import { withFlags } from '../../../../kernel/commands/command-line/index.ts';
import { flags } from '../../../../kernel/commands/train.ts';
import { code, plainText, sentence } from '../../../../kernel/text/index.ts';

test.each([
  ['epochs: 6', '--epochs 6'],
  ['learningRate: 0.001', '--learning-rate 0.001'],
  ['learningRate: 1e-7', '--learning-rate 1e-7'],
  ['gradients: "pcgrad"', '--gradients pcgrad'],
  ['earlyStopping: { patience: 2 }', '--patience 2'],
  ['inputs: "standardised"', '--inputs standardised'],
  // No flag says this.
  ['validation: data.validation', 'validation: data.validation'],
])('advice in the terminal: %s is %s', (option, flag) => {
  expect(plainText(withFlags(sentence('Try ', code(option), '.'), flags))).toBe(`Try ${flag}.`);
});

test('names of tasks and other words stay as they are', () => {
  const words = sentence('epochs: 6 is what the task ', code('epochs'), ' is called.');
  expect(withFlags(words, flags)).toEqual(words);
});

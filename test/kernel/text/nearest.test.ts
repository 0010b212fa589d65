import { describe, expect, it } from 'vitest';
import { nearest, noSuch } from '../../../kernel/text/index.ts';

describe('the nearest names', () => {
  const check = (asked: string, names: readonly string[], expected: readonly string[]) =>
    it(`${asked} → ${expected.join(', ') || 'none'}`, () => expect(nearest(asked, names)).toEqual(expected));

  check('validatoin', ['validation', 'test'], ['validation']);
  check('amoutn', ['amount', 'time'], ['amount']);
  check('batch_size', ['batchSize', 'epochs'], ['batchSize']);
  check('cc', ['c', 'scale'], ['c']);
  check('EPOCHS', ['epochs'], ['epochs']);
  check('expert', ['experts', 'expertUnits'], ['experts']);
  check('classWeights', ['taskWeights', 'rowWeights', 'loss'], ['taskWeights']);
  check('lr', ['learningRate', 'l2'], ['learningRate']);
  check('units', ['expertUnits', 'towerUnits', 'levels'], ['expertUnits', 'towerUnits']);
  check('purchase_amount_usd', ['amount', 'time'], ['amount']);
  check('zebra', ['epochs', 'seed', 'loss'], []);
  check('ab', ['cd'], []);
  check('', ['epochs'], []);
  check('größe', ['Grösse', 'Größe'], ['Größe']);

  it('other words for one', () => {
    expect(nearest('sep', [{ name: 'delimiter', also: ['sep', 'separator'] }, { name: 'header' }])).toEqual([
      'delimiter',
    ]);
  });
});

describe('a sentence', () => {
  it('names the near ones and all', () => {
    expect(noSuch('column', 'amoutn', ['amount', 'clicks', 'time'])).toBe(
      'there is no column "amoutn"; did you mean "amount"? The columns are amount, clicks and time.',
    );
    expect(noSuch('task', 'x', ['click'])).toBe('there is no task "x". The only task is click.');
    expect(noSuch('task', 'x', [])).toBe('there is no task "x". There are none.');
  });

  it('is short where there are many', () => {
    const names = Array.from({ length: 100 }, (_, i) => `column ${i}`);
    expect(noSuch('column', 'zebra', names)).toContain('column 29 and 70 more.');
  });
});

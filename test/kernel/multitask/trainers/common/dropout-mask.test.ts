import { describe, expect, test } from 'vitest';
import { dropoutMask, gateMask, isKept } from '../../../../../kernel/multitask/trainers/common/dropout-mask.ts';

const node = { kind: 'dropout', name: 'tower' } as const;
const kept = (mask: ReturnType<typeof dropoutMask>, entries: number) =>
  Array.from({ length: entries }, (_, i) => (isKept(mask, i) ? 1 : 0));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('the mask of a step is frozen: every trainer draws these', () => {
  expect(dropoutMask(1, 0, node, 0.5)).toEqual({ key: 976367895, threshold: 2147483648 });
  expect(kept(dropoutMask(1, 0, node, 0.5), 24).join('')).toBe('001001100000101101100011');
});

describe('entries kept', () => {
  const check = (rate: number) =>
    // The standard error of the share is at most ½ ÷ √100,000 = 0.0016.
    test(`at rate ${rate}`, () =>
      expect(Math.abs(mean(kept(dropoutMask(1, 5, node, rate), 100_000)) - (1 - rate))).toBeLessThan(0.007));
  for (const rate of [0, 0.1, 0.5, 0.9]) check(rate);
});

describe('another mask for', () => {
  const first = kept(dropoutMask(1, 0, node, 0.5), 10_000);
  const check = (name: string, mask: ReturnType<typeof dropoutMask>) =>
    test(name, () => {
      const agreement = mean(kept(mask, 10_000).map((entry, i) => (entry === first[i] ? 1 : 0)));
      expect(Math.abs(agreement - 0.5)).toBeLessThan(0.025);
    });
  check('the next step', dropoutMask(1, 1, node, 0.5));
  check('another seed', dropoutMask(2, 0, node, 0.5));
  check('another block', dropoutMask(1, 0, { ...node, name: 'bottom' }, 0.5));
  check('a gate of that name', dropoutMask(1, 0, { ...node, kind: 'softmax' }, 0.5));
});

test('a gate that would lose every expert keeps all', () => {
  const mask = dropoutMask(1, 0, { kind: 'softmax', name: 'gate' }, 0.9);
  const rows = Array.from({ length: 1000 }, (_, row) =>
    [...gateMask(mask, 1000, 2).subarray(2 * row, 2 * row + 2)].join(''),
  );
  expect(new Set(rows)).toEqual(new Set(['11', '10', '01']));
  // Both are lost with probability 0.81, both are kept with 0.01.
  expect(Math.abs(mean(rows.map((row) => (row === '11' ? 1 : 0))) - 0.82)).toBeLessThan(0.05);
});

import { expect, it } from 'vitest';
import { unpairedDifference } from '../../../kernel/statistics/index.ts';

it('two numbers that were measured apart: 3, 4, 5', () => {
  const { mean, error, lower, upper } = unpairedDifference({ value: 0.9, error: 0.003 }, { value: 0.89, error: 0.004 });
  expect(mean).toBeCloseTo(0.01, 12);
  expect(error).toBeCloseTo(0.005, 12);
  expect(lower).toBeCloseTo(0.0002, 12);
  expect(upper).toBeCloseTo(0.0198, 12);
});

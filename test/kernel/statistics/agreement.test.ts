import { expect, it } from 'vitest';
import { agreement } from '../../../kernel/statistics/index.ts';

it.each([
  [{ mean: -0.42, error: 0.03 }, 'apart'],
  [{ mean: 0.42, error: 0.03 }, 'together'],
  [{ mean: -1, error: 0 }, 'apart'],
  // Large, but two and a half errors from 0.
  [{ mean: -0.5, error: 0.2 }, 'unclear'],
  // Sure, but small.
  [{ mean: -0.19, error: 0.001 }, 'unclear'],
  [{ mean: 0, error: 0 }, 'unclear'],
  // A single step has no error.
  [{ mean: -0.9, error: null }, 'unclear'],
  [{ mean: -0.9, error: Number.NaN }, 'unclear'],
  [{ mean: Number.NaN, error: 0.1 }, 'unclear'],
] as const)('%o is %s', (cosine, said) => expect(agreement(cosine)).toBe(said));

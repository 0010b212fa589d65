import type { Estimate, PairedDifference } from '../../../kernel/statistics/paired.ts';
import type { About } from '../about.ts';
import type { Moment, Size } from './generator.ts';
import type { Point } from './toy.ts';

/** What `npm run bench:balance -- --json FILE` writes. */
export type BalanceResult = {
  readonly kind: 'bench-balance';
  readonly toy: { readonly about: About; readonly methods: readonly ToyMethod[] };
  readonly generator: GeneratorResult;
};

/** Where Adam comes to from each start, in each setting of `toySettings`. */
export type ToyMethod = { readonly method: string; readonly ends: readonly (readonly Point[])[] };

export type GeneratorResult = {
  readonly about: About;
  readonly size: Size;
  readonly seeds: readonly number[];
  readonly methods: readonly GeneratorMethod[];
};

export type GeneratorMethod = {
  readonly method: string;
  /** By task: test loss in parts of what it was at first, mean over the second half of the steps. */
  readonly ratios: readonly Estimate[];
  /** ln of the larger of the two ratios over the smaller. */
  readonly apart: Estimate;
  /** That of equal weights less this one, over seeds; none of equal weights themselves. */
  readonly nearer?: PairedDifference;
  /** Of the first seed. */
  readonly curve: readonly Moment[];
};

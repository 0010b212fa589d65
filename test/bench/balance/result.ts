import type { Estimate } from '../../../kernel/statistics/paired.ts';
import type { About } from '../about.ts';
import type { Moment, Size } from './generator.ts';
import type { Point } from './toy.ts';

/** What `npm run bench:balance -- --json FILE` writes. */
export type BalanceResult = {
  readonly kind: 'bench-balance';
  readonly about: About;
  readonly toy: readonly ToyResult[];
  readonly generator: GeneratorResult;
};

/** Where Adam comes to from each start, in each setting of `toySettings`. */
export type ToyResult = { readonly method: string; readonly ends: readonly (readonly Point[])[] };

export type GeneratorResult = {
  readonly size: Size;
  readonly seeds: readonly number[];
  readonly methods: readonly GeneratorMethod[];
};

export type GeneratorMethod = {
  readonly method: string;
  /** After the last step, by task: test loss in parts of what it was at first. */
  readonly ratios: readonly Estimate[];
  /** The larger of the two ratios over the smaller. */
  readonly apart: Estimate;
  /** Of the first seed. */
  readonly curve: readonly Moment[];
};

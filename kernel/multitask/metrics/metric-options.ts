import { count, instance, number, type OptionTable, oneOf, seed } from '../options/index.ts';

/** What every metric takes beside labels and predictions. */
export type Weighted = {
  /**
   * How much each row counts, from 0 on: [row]. A row of weight 0 is as good as absent; equal weights change nothing;
   * all rows count alike without this.
   */
  readonly weights?: ArrayLike<number>;
};

/** How a confidence interval is taken. */
export type IntervalOptions = Weighted & {
  /** Coverage of the interval; 0.95 without this. */
  readonly level?: number;
};

/** How rows are drawn again. */
export type BootstrapOptions = IntervalOptions & {
  /** How often rows are drawn; 1,000 without this. */
  readonly samples?: number;
  /** Seed of the draws; 1 without this. */
  readonly seed?: number;
};

/** How rows are put into bins. */
export type BinOptions = Weighted & {
  /** How many bins; those without rows are left out; 15 without this. */
  readonly bins?: number;
  /**
   * What the bins have alike: the number of rows (with weights, the weight), equal probabilities always in the same
   * bin, or the width, as in Guo 2017; `'rows'` without this.
   */
  readonly binning?: 'rows' | 'width';
};

/** How a log loss is taken. */
export type LogLossOptions = Weighted & {
  /**
   * Probabilities are clipped to [ε, 1 − ε], so that one sure and wrong row does not make the whole infinite;
   * predictions are float32, which cannot tell 1 − 3e-8 from 1; 1e-7 without this.
   */
  readonly epsilon?: number;
};

/** How groups are averaged. */
export type GroupAucOptions = Weighted & {
  /**
   * How groups count: by their rows or their positives (with row weights, sums of weights), or equally; `'rows'`
   * without this.
   */
  readonly weight?: 'rows' | 'positives' | 'equal';
};

/** How far down a ranking is looked at. */
export type RankingOptions = Weighted & {
  /** How many places from the top count; 10 without this. */
  readonly top?: number;
};

export const weightedOptions = {
  weights: {
    // What its numbers are is checked with the rows, so that an error names the row.
    type: instance<ArrayLike<number>>(
      'an array of numbers, one for each row',
      (value) => Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView)),
    ),
    without: 'all rows count alike',
    about:
      'How much each row counts, from 0 on: [row]. A row of weight 0 is as good as absent; equal weights change nothing',
    also: ['sampleWeight', 'sampleWeights', 'rowWeights'],
  },
} as const satisfies OptionTable<Weighted>;

export const intervalOptions = {
  ...weightedOptions,
  level: {
    type: number({ above: 0, below: 1 }),
    default: 0.95,
    about: 'Coverage of the interval',
    also: ['confidence', 'alpha', 'confidenceLevel'],
  },
} as const satisfies OptionTable<IntervalOptions>;

export const bootstrapOptions = {
  ...intervalOptions,
  samples: {
    type: number({ whole: true, from: 2 }),
    default: 1000,
    about: 'How often rows are drawn',
    also: ['resamples', 'iterations', 'draws'],
  },
  seed: { type: seed, default: 1, about: 'Seed of the draws', also: ['randomState'] },
} as const satisfies OptionTable<BootstrapOptions>;

export const binOptions = {
  ...weightedOptions,
  bins: { type: count, default: 15, about: 'How many bins; those without rows are left out', also: ['buckets'] },
  binning: {
    type: oneOf('rows', 'width'),
    default: 'rows',
    about:
      'What the bins have alike: the number of rows (with weights, the weight), equal probabilities always in the same bin, or the width, as in Guo 2017',
    also: ['strategy'],
  },
} as const satisfies OptionTable<BinOptions>;

export const logLossOptions = {
  ...weightedOptions,
  epsilon: {
    type: number({ from: 0, below: 0.5 }),
    default: 1e-7,
    about:
      'Probabilities are clipped to [ε, 1 − ε], so that one sure and wrong row does not make the whole infinite; predictions are float32, which cannot tell 1 − 3e-8 from 1',
    also: ['eps', 'clip'],
  },
} as const satisfies OptionTable<LogLossOptions>;

/** Of the weights only whether one is 0 counts: places are whole rows. */
export const rankingOptions = {
  ...weightedOptions,
  top: { type: count, default: 10, about: 'How many places from the top count', also: ['k', 'at', 'cutoff'] },
} as const satisfies OptionTable<RankingOptions>;

export const groupAucOptions = {
  ...weightedOptions,
  weight: {
    type: oneOf('rows', 'positives', 'equal'),
    default: 'rows',
    about: 'How groups count: by their rows or their positives (with row weights, sums of weights), or equally',
    also: ['weighting', 'by'],
  },
} as const satisfies OptionTable<GroupAucOptions>;

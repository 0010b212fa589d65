import type { Estimate, PairedDifference } from '../../../kernel/statistics/paired.ts';
import type { About } from '../about.ts';

/**
 * What `npm run bench:tables -- --json FILE` writes. With `--only`, the other parts of a FILE that is there already stay, so
 * each part tells where its own numbers come from.
 */
export type TablesResult = {
  readonly kind: 'bench-tables';
  readonly seed?: SeedTable;
  readonly ple?: PleTable;
  readonly esmm?: EsmmTable;
};

/** Tasks of census-income, in their order. */
export type CensusTask = 'income' | 'marital';

/** A number for each task of census-income. */
export type ByTask<Value> = Readonly<Record<CensusTask, Value>>;

/** PaddleRec's table beside ours: AUC on its test half of census-income, which is looked at after every epoch as it does. */
export type SeedTable = {
  readonly about: About;
  readonly seeds: readonly number[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly rows: { readonly train: number; readonly test: number; readonly allTest: number };
  readonly table: readonly SeedRow[];
};

/**
 * How a model starts and what it reads. `standardised`: our defaults. The others are PaddleRec's two generations: its first
 * weights, raw numbers, rows in the order of the file; that of 2022 has log loss with ε = 1e-4.
 */
export type SeedMode = 'standardised' | 'paddlerec-2020' | 'paddlerec-2022';

export type SeedRow = {
  readonly model: 'shared-bottom' | 'mmoe';
  readonly title: string;
  readonly mode: SeedMode;
  readonly parameters: number;
  /** Means over seeds of: AUC after the last epoch, the best of an epoch (chosen on the test half), the mean over epochs. */
  readonly last: ByTask<Estimate>;
  readonly best: ByTask<Estimate>;
  readonly mean: ByTask<Estimate>;
  /** After the last epoch on all rows of the test file, its validation half too. */
  readonly lastOnAllTestRows: ByTask<Estimate>;
  /** After the last epoch in Paddle's 4,096 buckets. */
  readonly lastInBuckets: ByTask<Estimate>;
  /** Gates after the last epoch on the test half; none for Shared-Bottom. */
  readonly gates: readonly GateUse[];
  /** How many runs the gate report calls collapsed: a gate gives one expert over 95 % at an entropy under .05. */
  readonly collapsedRuns: number;
  readonly runs: readonly SeedRun[];
};

/** Means over seeds of what the gate report says of a gate. */
export type GateUse = {
  readonly serves: string;
  /** exp of the entropy of the mean weights, 1 … n, and of a row's weights. */
  readonly effectiveExperts: Estimate;
  readonly effectiveExpertsPerRow: Estimate;
  /** Mean entropy of a row's weights ÷ ln n. */
  readonly entropy: Estimate;
  /** Largest mean weight of an expert. */
  readonly largestMean: Estimate;
  /** Share of rows whose largest weight is above .99. */
  readonly saturated: Estimate;
};

export type SeedRun = {
  readonly seed: number;
  /** AUC on the test half after each epoch. */
  readonly epochs: readonly ByTask<number>[];
  /** The gate report's verdict in words; absent for Shared-Bottom. */
  readonly verdict?: string;
};

/** PLE against other models on census-income: the epoch is chosen on the validation half, AUC is of PaddleRec's test half. */
export type PleTable = {
  readonly about: About;
  readonly seeds: readonly number[];
  readonly mostEpochs: number;
  readonly patience: number;
  readonly batchSize: number;
  readonly table: readonly {
    readonly model: CensusModel;
    readonly title: string;
    readonly parameters: number;
    readonly auc: ByTask<Estimate>;
    readonly epochsKept: Estimate;
  }[];
  readonly differences: readonly {
    readonly a: CensusModel;
    readonly b: CensusModel;
    /** AUC(a) − AUC(b) over seeds, on the same test rows. */
    readonly difference: ByTask<PairedDifference>;
    /** Mean over seeds of the paired standard error of the difference that the test rows cause (DeLong). */
    readonly rowError: ByTask<number>;
  }[];
};

export type CensusModel = 'single-task' | 'shared-bottom' | 'mmoe' | 'ple';

/** ESMM on the click funnel, whose true pCVR is known, against models that learn conversion from clicked rows. */
export type EsmmTable = {
  readonly about: About;
  readonly seeds: readonly number[];
  readonly mostEpochs: number;
  readonly patience: number;
  readonly batchSize: number;
  readonly rows: { readonly train: number; readonly test: number };
  readonly table: readonly {
    readonly model: FunnelModel;
    readonly title: string;
    readonly measures: ByMeasure<Estimate>;
  }[];
  /** The same measures of the true probabilities: what no model can beat. */
  readonly truth: ByMeasure<Estimate>;
  readonly differences: readonly {
    readonly b: Exclude<FunnelModel, 'esmm'>;
    /** ESMM − b, over seeds; each seed is another funnel. */
    readonly difference: ByMeasure<PairedDifference>;
  }[];
};

/**
 * `click-only`: a CTR network over all impressions and, sharing nothing, a CVR network of clicked rows (the paper's BASE).
 * `click-masked`: ESMM's own network, but the loss of pCVR is taken on clicked rows.
 */
export type FunnelModel = 'esmm' | 'click-masked' | 'click-only';

export type FunnelMeasure =
  /** AUC of pCVR over clicked test rows: the paper's CVR measure. */
  | 'cvrClicked'
  /** AUC of pCVR over all test impressions, against whether a click would have converted. */
  | 'cvrEntire'
  /** AUC of pCTCVR over all test impressions: the paper's CTCVR measure. */
  | 'ctcvr'
  /** Log loss of pCVR over all impressions; lower is better. */
  | 'cvrLogLoss'
  /** |ln(mean pCVR ÷ mean true pCVR)| over all impressions: how far off its level is; lower is better. */
  | 'cvrLevel';

export type ByMeasure<Value> = Readonly<Record<FunnelMeasure, Value>>;

import type { Estimate, PairedDifference } from '../../../kernel/statistics/index.ts';
import type { About } from '../about.ts';
import type { ByTask, CensusTask } from '../tables/result.ts';

/** What `npm run bench:science -- --json FILE` writes. With `--only`, the other parts of FILE stay: each tells of its own run. */
export type ScienceResult = {
  readonly kind: 'bench-science';
  readonly census?: Told<CensusScience>;
  readonly funnel?: Told<FunnelScience>;
  readonly claims?: Told<ClaimsScience>;
  readonly balance?: Told<BalanceScience>;
};

/** Where numbers come from: they do not depend on how busy the machine is, the time they took does. */
export type Told<Part> = Part & { readonly about: About; readonly load: number };

/** Numbers of each seed, in the order of the seeds. */
export type OfSeeds = readonly number[];

/** Every model of the catalog on census-income, PaddleRec's test half. */
export type CensusScience = {
  readonly seeds: readonly number[];
  readonly baseline: string;
  readonly epochs: number;
  readonly batchSize: number;
  readonly patience: number;
  readonly models: readonly {
    readonly model: string;
    readonly title: string;
    readonly parameters: number;
    readonly epochsKept: Estimate;
    readonly auc: ByTask<Estimate>;
    readonly runs: ByTask<OfSeeds>;
  }[];
  /** Models that do not take these tasks, and what they say. */
  readonly refused: readonly { readonly model: string; readonly title: string; readonly reason: string }[];
  /** AUC − AUC of the baseline, of each model and task, as `compare` judges it. */
  readonly differences: readonly (Judged & {
    readonly model: string;
    readonly task: string;
    /** What the test rows alone leave open (DeLong). */
    readonly rowsError?: number;
  })[];
};

/** A difference whose p-value is adjusted for all of its table (Holm 1979). */
export type Judged = PairedDifference & {
  readonly adjusted: number;
  readonly judgement: 'better' | 'worse' | 'not distinguishable';
};

/** Models of pCVR on simulated funnels, a new one for each seed, against the truth over all test impressions. */
export type FunnelScience = {
  readonly seeds: readonly number[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly patience: number;
  readonly rows: { readonly train: number; readonly validation: number; readonly test: number };
  readonly models: readonly {
    readonly model: string;
    readonly title: string;
    readonly measures: Readonly<Record<FunnelMeasure, Estimate>>;
    readonly runs: Readonly<Record<FunnelMeasure, OfSeeds>>;
  }[];
  /** AUC of the true pCVR: no model can have more but by luck. */
  readonly best: Estimate;
  /** Each other model − ESMM. */
  readonly differences: readonly (Judged & { readonly model: string; readonly measure: FunnelMeasure })[];
};

export type FunnelMeasure =
  /** ln(mean pCVR ÷ mean true pCVR) over all impressions: 0 is right. */
  | 'level'
  /** |level|, how far off it is in either direction; lower is better. */
  | 'off'
  /** AUC of pCVR over all impressions, against whether a click would have converted. */
  | 'ranking';

/** What papers claim, each tried on data whose truth is known. */
export type ClaimsScience = { readonly claims: readonly ClaimResult[] };

export type ClaimResult = {
  readonly paper: string;
  /** In our words. */
  readonly claim: string;
  readonly run: string;
  readonly seeds: number;
  readonly measure: string;
  readonly a: string;
  /** Absent where `a` is held against 0. */
  readonly b?: string;
  /** The sign of `a − b` that the claim predicts. */
  readonly expected: 'higher' | 'lower';
  readonly difference: PairedDifference;
  /** `pValue` adjusted for all claims of the table (Holm 1979). */
  readonly adjusted: number;
  readonly verdict: 'seen' | 'opposite' | 'not distinguishable';
};

/** MMoE on census-income in settings where its gates collapse, with penalties on gates that prefer some experts. */
export type BalanceScience = {
  readonly seeds: readonly number[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly rows: readonly {
    readonly setting: string;
    readonly weight: number;
    readonly measures: Readonly<Record<BalanceMeasure, Estimate>>;
    /** Seeds whose gate report on the test rows has an alarm. */
    readonly alarms: number;
    readonly runs: Readonly<Record<BalanceMeasure | 'alarm', OfSeeds>>;
  }[];
  /** Each weight − none, in the same setting. */
  readonly differences: readonly (Judged & {
    readonly setting: string;
    readonly weight: number;
    readonly measure: BalanceMeasure;
  })[];
};

export type BalanceMeasure =
  /** Effective experts, exp of the entropy of a gate's mean weights, mean over gates. */
  | 'experts'
  /** AUC of the task. */
  | CensusTask;

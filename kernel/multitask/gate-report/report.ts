import type { Sentence } from '../../text/index.ts';
import type { Conflict } from '../conflicts/index.ts';
import type { Driver } from './drivers.ts';
import type { RoutingStatistics } from './gate-statistics.ts';
import type { Segmentation } from './segments.ts';
import type { Similarity } from './similarity.ts';
import type { TaskDivergence } from './task-divergence.ts';

/** How a model's gates share out its experts on some rows. Plain data; a cell that ends in it shows the picture. */
export type GateReport = {
  readonly kind: 'gate-report';
  /** Catalog name and display title of the model, e.g. "mmoe" and "MMoE". */
  readonly model: string;
  /** Its display title, e.g. "MMoE". */
  readonly title: string;
  /** Names of the tasks, in the model's order. */
  readonly tasks: readonly string[];
  /** What the rows are, e.g. "census-income validation", when it is known. */
  readonly data?: string;
  /** Rows looked at, and how many there were. */
  readonly rows: number;
  /** How many rows were given. */
  readonly rowsGiven: number;
  /** Epochs the weights were trained for, when it is known. */
  readonly epoch?: number;
  /** How the network reads numeric columns. */
  readonly inputs: 'standardised' | 'raw';
  /** What is so, in words. */
  readonly verdict: Verdict;
  /** Which tasks pulled shared parts of the network apart, in the epoch that left the weights; only where `fit` was asked for it. */
  readonly conflicts?: {
    /** Counted over the life of the weights. */
    readonly epoch: number;
    /** How the gradients of each two tasks lay in each shared part. */
    readonly conflicts: readonly Conflict[];
  };
  /** Lowest gates first; empty for a model in which nothing is routed. */
  readonly levels: readonly GateLevel[];
};

/** The gates of one level, and the experts that they share out. */
export type GateLevel = {
  /** 0 for the lowest gates. */
  readonly level: number;
  /** Every expert that at least one gate of the level sees. */
  readonly experts: readonly ExpertSummary[];
  /** Gates of tasks in task order, then shared ones. */
  readonly gates: readonly GateSummary[];
  /** How differently each two gates route. */
  readonly divergences: readonly (TaskDivergence & {
    /** Positions of the two in `gates`. */
    readonly between: readonly [number, number];
  })[];
  /** Likeness of the experts' outputs; rows and columns are `experts`. */
  readonly similarity: Similarity;
  /** The most telling divisions of the rows first; then labels, then predictions. */
  readonly segmentations: readonly Segmentation[];
};

/** One expert. */
export type ExpertSummary = {
  /** Name of the block, and a short one, e.g. "expert 0" and "E0". */
  readonly name: string;
  /** Short name, e.g. "E0". */
  readonly label: string;
  /** Width of its output. */
  readonly units: number;
  /** Share of units that are 0 on every row, and share of zeros among all activations; only of ReLU experts. */
  readonly deadUnits?: number;
  /** Share of zeros among all its activations, from 0 to 1. */
  readonly zeros?: number;
  /** Effective rank of its weights, 1 … units; only of dense experts. */
  readonly effectiveRank?: number;
};

/** Arrays over experts are in the order of the gate's own `experts`; others of the level are not connected to it. */
export type GateSummary = RoutingStatistics & {
  /** Position in the level's `experts` of each of the gate's own. */
  readonly columns: readonly number[];
  /** Share of the mix that comes through each expert. [expert] */
  readonly contribution: readonly number[];
  /** Whose the expert is: this gate's mean weight ÷ the sum over the level's gates. [expert] */
  readonly ownership: readonly number[];
  /** Change of AUC when the expert is masked and the other weights renormalised. [expert] Only with `ablation: true`. */
  readonly ablation?: readonly number[];
  /** Columns that move the gate, strongest first; only of gates that are linear in the inputs. */
  readonly drivers?: readonly Driver[];
  /** Mean weights after each epoch of the run that trained the model. */
  readonly history: readonly {
    /** Counted over the life of the weights. */
    readonly epoch: number;
    /** Mean weight of each expert. [expert] */
    readonly mean: readonly number[];
  }[];
};

/** What is so in one sentence, what to do or what else is worth knowing in the next. */
export type Verdict = {
  /** `idle`: nothing is routed. */
  readonly state: 'healthy' | 'alarm' | 'idle';
  /** Of an alarm that makes every number meaningless: the run that left the weights went wrong. */
  readonly tone?: 'error';
  /** Of the gates that the alarm is about; absent where it is about no level. */
  readonly level?: number;
  /** What is so. */
  readonly headline: Sentence;
  /** What to do, or what else is worth knowing. */
  readonly detail: Sentence;
  /** Code that mends it, to be copied. */
  readonly fix?: string;
  /** Further alarms, the worst first. */
  readonly more: readonly Alarm[];
};

/** Something wrong with the gates: what is so, and what to do. */
export type Alarm = {
  /** What kind of thing is wrong. */
  readonly kind: 'collapsed' | 'unused' | 'even' | 'alike' | 'rank-one';
  /** Of the gates that it is about. */
  readonly level: number;
  /** What is so. */
  readonly headline: Sentence;
  /** What to do. */
  readonly detail: Sentence;
  /** Code that mends it, to be copied. */
  readonly fix?: string;
};

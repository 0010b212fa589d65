import type { Conflict } from '../conflicts/index.ts';
import type { Rows } from '../data/index.ts';
import type { Network, NetworkNode } from '../network/index.ts';
import { abortSignal, boolean, count, list, type OptionTable, text } from '../options/index.ts';
import type { RunVerdict } from '../run-verdict.ts';
import type { GateStatistics } from './gate-statistics.ts';

/** What a gate report needs of a model. */
export type GatedModel = {
  /** What the model is made of; its gates are looked at. */
  readonly network: Network;
  /** For people, e.g. "MMoE". */
  readonly title?: string;
  /** What the given nodes compute, row-major [row, width], in the order of `nodes` (`Trainer.activations`). */
  activations(rows: Rows, nodes: readonly NetworkNode[], signal?: AbortSignal): Promise<readonly Float32Array[]>;
  /** One column per output. */
  predict?(
    rows: Rows,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Readonly<Record<string, ArrayLike<number>>>>;
  /** Trained arrays by parameter name: for drivers, effective ranks and ablation. */
  parameters?(): Promise<Readonly<Record<string, Float32Array>>>;
  /** What was said of the run that left the weights. */
  readonly verdict?: RunVerdict | undefined;
  /** The epoch whose weights it has, where they are those of an epoch's end. */
  readonly keptEpoch?: number | undefined;
  /** Where the run that left the weights was asked for them: which tasks pulled shared parts apart in its epoch `epoch`. */
  readonly conflicts?:
    | {
        /** Counted over the life of the weights. */
        readonly epoch: number;
        /** How the gradients of each two tasks lay in each shared part. */
        readonly conflicts: readonly Conflict[];
      }
    | undefined;
  /** Gate statistics after each epoch of the last run. */
  readonly gateHistory?: readonly {
    /** Counted over the life of the weights. */
    readonly epoch: number;
    /** Of each gate. */
    readonly gates: readonly GateStatistics[];
  }[];
};

/** How `gateReport` looks. */
export type GateReportOptions = {
  /** How many rows are looked at, at most; 100,000 without this. */
  readonly rows?: number;
  /** What the rows are, for the title of the picture, e.g. "census-income test"; their own name without this. */
  readonly data?: string;
  /** Columns to divide the rows by; the six that tell most about routing without this. */
  readonly segments?: readonly string[];
  /**
   * Whether AUC is also measured without each expert, on at most 20,000 rows: seconds for a large model; `false`
   * without this.
   */
  readonly ablation?: boolean;
  /** A signal that ends the work when it is aborted; none without this. */
  readonly signal?: AbortSignal;
};

export const gateReportOptions = {
  rows: { type: count, default: 100_000, about: 'How many rows are looked at, at most', also: ['maxRows', 'limit'] },
  data: {
    type: text,
    without: 'their own name',
    about: 'What the rows are, for the title of the picture, e.g. "census-income test"',
    also: ['name', 'title'],
  },
  segments: {
    type: list(text),
    without: 'the six that tell most about routing',
    about: 'Columns to divide the rows by',
    also: ['columns', 'by', 'groups'],
  },
  ablation: {
    type: boolean,
    default: false,
    about: 'Whether AUC is also measured without each expert, on at most 20,000 rows: seconds for a large model',
  },
  signal: { type: abortSignal, about: 'A signal that ends the work when it is aborted' },
} as const satisfies OptionTable<GateReportOptions>;

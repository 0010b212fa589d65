import type { MeanCosine } from './mean-cosine.ts';
import type { Remark } from './remark.ts';

/**
 * What a gate report shows: a full, bounded snapshot, so a saved notebook can draw it again.
 * Frozen: fields may be added as optional ones; anything else is version 2.
 */
export type GatesPayload = {
  readonly version: 1;
  /** By which the kernel that made it can still be asked about it, and its display. */
  readonly id?: string | undefined;
  /** Catalog name and display title, e.g. "mmoe" and "MMoE". */
  readonly model: string;
  readonly title: string;
  /** What distinguishes the model, e.g. ["8 experts", "softmax gates"]. */
  readonly summary: readonly string[];
  /** Names of the tasks, in the model's order: hues and shapes go by it. */
  readonly tasks: readonly string[];
  /** What the rows are, e.g. "census-income validation". */
  readonly data?: string | undefined;
  /** Rows looked at, and how many there were. */
  readonly rows: number;
  readonly rowsGiven: number;
  /** Epochs the weights were trained for. */
  readonly epoch?: number | undefined;
  readonly verdict: GatesVerdict;
  /** Where the run that left the weights was asked for them. */
  readonly conflicts?: GatesConflicts | undefined;
  /** Lowest gates first; empty when nothing is routed. */
  readonly levels: readonly GatesLevel[];
};

/** How the tasks' gradients lay to each other over the steps of an epoch: of the experts, see there, and of what else is shared. */
export type GatesConflicts = {
  /** Counted over the life of the weights. */
  readonly epoch: number;
  /** Positions in `tasks`, two each; `pairsGiven` where these are only the first. */
  readonly pairs: readonly (readonly number[])[];
  readonly pairsGiven?: number | undefined;
  /** Parts that are no expert of a level, e.g. "bottom"; numbers as those of an expert. */
  readonly others: readonly { readonly name: string; readonly cosines: readonly (MeanCosine | null)[] }[];
};

/** What is so, and what to do or what else is worth knowing. */
export type GatesVerdict = Remark & {
  /** `idle`: nothing is routed. */
  readonly state: 'healthy' | 'alarm' | 'idle';
  /** Of an alarm that makes every number meaningless: the run that trained the model went wrong. */
  readonly tone?: 'error' | undefined;
  /** Of the level that the alarm is about. */
  readonly level?: number | undefined;
  /** Further alarms, the worst first. */
  readonly more: readonly (Remark & { readonly level?: number | undefined })[];
};

export type GatesLevel = {
  readonly level: number;
  /** The columns: every expert that a gate of this level sees. */
  readonly experts: readonly GatesExpert[];
  /** The rows: gates of tasks in task order, then shared ones. */
  readonly gates: readonly Gate[];
  /** How differently two gates route; `gates` are positions in the level's list. */
  readonly pairs: readonly GatesPair[];
  /** Likeness of experts' outputs: lower triangle with the diagonal, row i holds i + 1 numbers. */
  readonly similarity: {
    /** Linear CKA. */
    readonly cka: readonly (readonly (number | null)[])[];
    /** Mean cosine, unit by unit; left out for very many experts. */
    readonly cosine?: readonly (readonly (number | null)[])[] | undefined;
  };
  /** Mean weights within groups of rows; the division that tells most comes first. */
  readonly segmentations: readonly GatesSegmentation[];
  /** The rows that were asked for last. */
  readonly rows?: GatesRows | undefined;
};

export type GatesExpert = {
  /** Name of the block, and a short one, e.g. "expert 0" and "E0". */
  readonly name: string;
  readonly label: string;
  readonly units: number;
  /** Share of units that are 0 on every row; share of zeros among all activations. */
  readonly deadUnits?: number | undefined;
  readonly zeros?: number | undefined;
  /** Effective rank of its weights, 1 … units. */
  readonly effectiveRank?: number | null | undefined;
  /** By pair of tasks; null where one has no gradient here. Absent of an expert that fewer than two tasks train. */
  readonly conflicts?: readonly (MeanCosine | null)[] | undefined;
  /** What each task loses without it, when that was asked; on how many rows. */
  readonly without?: { readonly rows: number; readonly tasks: readonly TaskLoss[] } | undefined;
};

/** A task's metric without an expert of the level, less as it is; null where there is none. */
export type TaskLoss = {
  /** Position in `tasks`. */
  readonly task: number;
  readonly metric: 'auc' | 'rmse';
  readonly difference: number | null;
  /** Standard error, paired over the rows. */
  readonly error: number | null;
  readonly reason?: string | undefined;
};

/** The first rows of which a gate gives an expert a weight from `low` to `high`, as text, and how many there are. */
export type GatesRows = {
  /** Positions in the level. */
  readonly gate: number;
  readonly expert: number;
  readonly bin: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly columns: readonly string[];
  /** How many columns there are, where these are only the first. */
  readonly columnsGiven?: number | undefined;
  readonly lines: readonly (readonly string[])[];
};

/** One number per expert of the level; null: this gate does not see that expert, or the number cannot be computed. */
export type PerExpert = readonly (number | null)[];

export type Gate = {
  readonly name: string;
  /** The task it serves, or "shared". */
  readonly serves: string;
  /** Position in `tasks`; null for a shared gate. */
  readonly task: number | null;
  /** How many experts it sees: what its entropies are measured by. */
  readonly experts: number;
  /** Mean and standard deviation of the weight over the rows. Null only where the gate does not see the expert. */
  readonly mean: PerExpert;
  readonly sd: PerExpert;
  /** Share of rows per bin of weight on [0, 1], bins of equal width. Null also where a level has very many cells. */
  readonly histogram: readonly (readonly number[] | null)[];
  /** Share of rows with weight over ½; share of rows in which the expert has the largest weight. */
  readonly overHalf: PerExpert;
  readonly leads: PerExpert;
  /** ÷ ln `experts`: of the rows, of the mean, and the difference. */
  readonly entropy: number;
  readonly entropyOfMean: number;
  readonly routingInformation: number;
  /** 1 … `experts`: exp of the entropy (order 1), and 1 ÷ Σ g² (order 2). */
  readonly effectivePerRow: number;
  readonly effectiveOverall: number;
  readonly effectivePerRow2: number;
  readonly effectiveOverall2: number;
  /** CV² of the mean weights and of the shares of rows led: 0 … `experts` − 1. */
  readonly balance: number;
  readonly loadBalance: number;
  /** Mean of the largest weight of a row; share of rows where it is over .99. */
  readonly largest: number;
  readonly saturated: number;
  /** Share of the mix that comes through the expert. */
  readonly contribution: PerExpert;
  /** This gate's mean weight ÷ the sum over the level's gates. */
  readonly ownership: PerExpert;
  /** Change of AUC when the expert is masked. */
  readonly ablation?: PerExpert | undefined;
  /** Columns that move the gate, strongest first. */
  readonly drivers?: readonly GatesDriver[] | undefined;
  /** Mean weights after some epochs of the run, in order. */
  readonly history: readonly { readonly epoch: number; readonly mean: PerExpert }[];
};

/** A larger value of the column, or this category of it, raises the weight of `expert` (position in the level) most. */
export type GatesDriver = {
  readonly column: string;
  /** Standard deviation over the rows of what the column adds to the logits. */
  readonly strength: number;
  readonly expert: number;
  readonly value?: string | undefined;
};

export type GatesPair = {
  readonly gates: readonly number[];
  /** Jensen–Shannon divergence in bits: of the mean weights, and its mean over rows. */
  readonly divergence: number;
  readonly divergencePerRow: number;
  /** Σ min of the mean weights. */
  readonly shared: number;
  readonly cosine: number | null;
  readonly correlation: number | null;
};

export type GatesSegmentation = {
  readonly by: string;
  readonly of: 'feature' | 'label' | 'prediction';
  /** Mutual information of segment and expert in nats, summed over the gates. */
  readonly information: number;
  /** In natural order. `means` is [gate][expert of the level]. */
  readonly segments: readonly { readonly label: string; readonly rows: number; readonly means: readonly PerExpert[] }[];
};

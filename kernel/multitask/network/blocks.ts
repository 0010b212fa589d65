import type { Task } from '../data/index.ts';
import type {
  AddOptions,
  AttendOptions,
  DenseOptions,
  EmbedOptions,
  LinearOptions,
  MixOptions,
  Named,
  PenaltyOptions,
  RiskOptions,
  SelectorOptions,
  SoftmaxOptions,
} from './block-options.ts';
import type {
  ActivateNode,
  AddNode,
  AttendNode,
  BalancePenalty,
  BatchNormNode,
  ConcatNode,
  DenseNode,
  DotNode,
  DropoutNode,
  EmbedNode,
  GateNode,
  IndicatorNode,
  InputNode,
  LayerNormNode,
  MixNode,
  MultiplyNode,
  NetworkNode,
  NumericNode,
  Output,
  Penalty,
  Probability,
  RiskPenalty,
  SelectorNode,
  SoftmaxNode,
  StopGradientNode,
  SumToOnePenalty,
  UndecidedPenalty,
} from './network.ts';

/** Writes a model in building blocks: called once, with the tasks in the order they were given. */
export type BuildModel = (tasks: readonly Task[], blocks: Blocks) => ModelParts;

/** What a model written in building blocks consists of. */
export type ModelParts = {
  /** The columns of `predict`, in their order. */
  readonly outputs: readonly Output[];
  /** What is added to the loss; nothing without this. */
  readonly penalties?: readonly Penalty[];
};

/** What a model is written in. Every block checks its shapes when it is called and names itself in its errors. */
export type Blocks = {
  /**
   * The numeric columns, then the one-hot columns of every categorical column: [batch, width].
   * It is never laid out in memory, so only `dense` and `linear` read it: their weights are looked up by code.
   */
  readonly x: InputNode;
  /**
   * The numeric columns alone, scaled as in `x`: [batch, numeric columns]. Every block reads it; it stands beside embeddings.
   */
  readonly numeric: NumericNode;
  /** Embeddings side by side: [batch, columns × units]. `'all'`: every categorical and list column. */
  readonly embed: (columns: readonly string[] | 'all', units: number, options?: EmbedOptions) => EmbedNode;
  /**
   * Target attention over a list column, by a query as wide as an embedding (DIN, Zhou et al., KDD 2018): Σ a_j e_j over the
   * embeddings of its codes, each weighted by how it goes with the query. [batch, width of the query]
   */
  readonly attend: (list: string, query: NetworkNode, options?: AttendOptions) => AttendNode;
  /** [batch, sum of the widths] */
  readonly concat: (parts: readonly NetworkNode[], options?: Named) => ConcatNode;
  /** activation(input · weights + bias): [batch, units]. Activation: relu; `'swish'` is an `activate` over a linear layer. */
  readonly dense: (input: NetworkNode, units: number, options?: DenseOptions) => DenseNode | ActivateNode;
  /** input · weights + bias: [batch, units] */
  readonly linear: (input: NetworkNode, units: number, options?: LinearOptions) => DenseNode;
  /** activation(input), of any block: [batch, width]. `'swish'` is x · sigmoid(x) (Ramachandran et al. 2017). */
  readonly activate: (input: NetworkNode, activation: ActivateNode['activation'], options?: Named) => ActivateNode;
  /** Each row with mean 0 and variance 1 over its units, then scaled and shifted by learned numbers: [batch, width] */
  readonly layerNorm: (input: NetworkNode, options?: Named) => LayerNormNode;
  /**
   * Each unit with mean 0 and variance 1 over the rows of the batch, then scaled and shifted by learned numbers: [batch, width].
   * Predictions use running means and variances, which move by a tenth with every batch (Ioffe & Szegedy 2015).
   */
  readonly batchNorm: (input: NetworkNode, options?: Named) => BatchNormNode;
  /** Σ weight · part, of parts that are equally wide: [batch, units]. Weights: all 1. */
  readonly add: (parts: readonly NetworkNode[], options?: AddOptions) => AddNode;
  /** a ⊙ b: [batch, width of a]. `b` is as wide, or one number for each row: [batch, 1]. */
  readonly multiply: (a: NetworkNode, b: NetworkNode, options?: Named) => MultiplyNode;
  /** 1 for a row's value of a categorical column, 0 for the others: a gate that is fixed, as one expert for each domain. [batch, values] */
  readonly indicator: (column: string, options?: Named) => IndicatorNode;
  /** While training, zeroes entries with probability `rate` and scales the others by 1 ÷ (1 − rate). */
  readonly dropout: (input: NetworkNode, rate: number, options?: Named) => DropoutNode;
  /** The same values; no gradient passes. */
  readonly stopGradient: (input: NetworkNode, options?: Named) => StopGradientNode;
  /** ⟨a, b⟩ ÷ √width of each row: [batch, 1] */
  readonly dot: (a: NetworkNode, b: NetworkNode, options?: Named) => DotNode;
  /** A gate: softmax(logits ÷ temperature), [batch, n]; without a name of its own it carries that of its logits. */
  readonly softmax: (logits: NetworkNode, options?: SoftmaxOptions) => SoftmaxNode;
  /**
   * DSelect-k's gate over `experts`, a power of 2: smooth, and with a weight for at most `top` of them once its bits are decided. It
   * reads a block, or is the same in every row without one (`undefined`). [batch, experts]
   */
  readonly selector: (input: NetworkNode | undefined, experts: number, options?: SelectorOptions) => SelectorNode;
  /** Σ gate[e] · experts[e]: [batch, units]; without a name of its own it carries that of its gate. */
  readonly mix: (gate: GateNode, experts: readonly NetworkNode[], options?: MixOptions) => MixNode;
  /** sigmoid(logit), kept as the logit: [batch, 1] */
  readonly probability: (logit: NetworkNode, options: { readonly name: string }) => Probability;
  /** The product of probabilities, kept as factors so that its loss is computed in log space: [batch, 1] */
  readonly product: (factors: readonly Probability[], options: { readonly name: string }) => Probability;
  /**
   * A named column of `predict`: a probability, or a node [batch, 1] for a numeric task.
   * Without a task it is reported and has no loss (ESMM's pCVR).
   */
  readonly output: (task: Task | undefined, value: Probability | NetworkNode, options?: Named) => Output;
  /**
   * A penalty: the cross-entropy of a probability over all rows, where its label is seen in some of them only, each of
   * which counts 1 ÷ propensity times. With `imputed`, [batch, 1], it is doubly robust (ESCM², Wang et al., SIGIR 2022).
   */
  readonly risk: (value: Probability, options: RiskOptions) => RiskPenalty;
  /** A penalty: weight × mean entropy of a selector's choices, which decides its bits. */
  readonly undecided: (gate: SelectorNode, options?: PenaltyOptions) => UndecidedPenalty;
  /**
   * A penalty: weight × (n Σ ḡ² − 1) with ḡ the mean weight of each of n experts over the batch, the squared coefficient of
   * variation (Shazeer et al. 2017, eq. 6–7): 0 where all experts of a softmax or a selector get the same, n − 1 where one gets all.
   */
  readonly balance: (gate: SoftmaxNode | SelectorNode, options?: PenaltyOptions) => BalancePenalty;
  /** A penalty: weight × mean of |1 − a − b|, of an event and its contrary (DCMT, Zhu et al., ICDE 2023). */
  readonly sumToOne: (a: Probability, b: Probability, options?: PenaltyOptions) => SumToOnePenalty;
};

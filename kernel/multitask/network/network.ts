import type { Features, Task } from '../data/index.ts';

/**
 * A model as data: a graph of building blocks without arithmetic. Trainers compile it; the gate report reads it.
 * A node's shape is [batch, width] and its `kind` says everything a trainer has to know.
 */
export type Network = {
  /** Catalog name, e.g. "mmoe". */
  readonly model: string;
  /** The columns that it reads. */
  readonly features: Features;
  /** What it is trained to predict. */
  readonly tasks: readonly Task[];
  /** Whether numeric inputs are standardised with the columns' mean and sd before the first layer. */
  readonly inputs: 'standardised' | 'raw';
  /** Every node once, each after those it reads. */
  readonly nodes: readonly NetworkNode[];
  /** The mixes whose gates route, in the order they were built. */
  readonly gates: readonly MixNode[];
  /** The columns of `predict`, in their order. */
  readonly outputs: readonly Output[];
  /** What is added to the loss. */
  readonly penalties: readonly Penalty[];
  /** What is trained, each array once. */
  readonly parameters: readonly Parameter[];
  /** What training measures and keeps beside the parameters, e.g. running means: no gradient moves it. */
  readonly statistics: readonly Parameter[];
};

/** A building block. */
export type NetworkNode =
  | InputNode
  | NumericNode
  | EmbedNode
  | AttendNode
  | ConcatNode
  | DenseNode
  | ActivateNode
  | DropoutNode
  | StopGradientNode
  | DotNode
  | MultiplyNode
  | VectorNode
  | AddNode
  | LayerNormNode
  | BatchNormNode
  | IndicatorNode
  | SelectorNode
  | SoftmaxNode
  | MixNode;

/** What every block of a network has. Its value is [batch, width]. */
export type Node<Kind extends string> = {
  /** Which block it is. */
  readonly kind: Kind;
  /** Unique within the network, e.g. "expert 0". */
  readonly name: string;
  /** Its second dimension. */
  readonly width: number;
};

/** `x`: numeric columns, then the one-hot columns of each categorical column, in column order. Virtual: never dense. */
export type InputNode = Node<'input'>;

/** The numeric columns alone, scaled as in `x`: [batch, numeric columns]. */
export type NumericNode = Node<'numeric'>;

/** Embeddings of `columns`, side by side: [batch, columns × units]. Lists are pooled over their first `maxLength` codes. */
export type EmbedNode = Node<'embed'> & {
  /** Names of categorical and list columns. */
  readonly columns: readonly string[];
  /** Width of one embedding. */
  readonly units: number;
  /** Whether the columns share one table. */
  readonly table: 'shared' | 'each';
  /** How the codes of a list become one vector. */
  readonly pool: 'sum' | 'mean';
  /** How many codes of a list count. */
  readonly maxLength: number;
  /** One parameter [vocabulary, units] per table; with `shared`, column c's code k is row `offsets[c] + k`. */
  readonly tables: readonly Parameter[];
  /** The row of code 0 of each column in its table. [column] */
  readonly offsets: readonly number[];
};

/**
 * Target attention over the codes of a list column (DIN, Zhou et al., KDD 2018, eq. 3): Σ_j a_j e_j over its first `maxLength`
 * codes, [batch, units]. A code is scored by a layer over its embedding e_j, the query q and their product, [e ⊕ q ⊕ e ⊙ q], and
 * one number for each unit of that layer:
 *
 *   s_j = scores · relu(fromQuery + [e_j ⊕ e_j ⊙ q] · weights),  fromQuery = q · W + b
 *
 * a = softmax(s) over the list, or sigmoid(s_j), which is not normalised, so that a longer interest weighs more. The paper's scores
 * are used as they are, with neither; a product e ⊙ q and a relu stand where it has an outer product and Dice, as in most public
 * code. Codes of −1 are left out, and an empty list is zeros.
 */
export type AttendNode = Node<'attend'> & {
  /** One list column, its table [vocabulary, units], where its code 0 is in that, as an embedding has them. */
  readonly columns: readonly [string];
  /** Width of one embedding. */
  readonly units: number;
  readonly table: 'each';
  /** How many codes of the list count. */
  readonly maxLength: number;
  /** Its table, [vocabulary, units]. */
  readonly tables: readonly [Parameter];
  /** The row of code 0 in the table. */
  readonly offsets: readonly [number];
  /** Whether the weights sum to 1. */
  readonly attention: 'softmax' | 'sigmoid';
  /** [batch, units] */
  readonly query: NetworkNode;
  /** The query's part of the layer that scores, with its bias: [batch, hidden] */
  readonly fromQuery: DenseNode;
  /** `[2 · units, hidden]`: the rows of e, then those of e ⊙ q. */
  readonly weights: Parameter;
  /** [hidden, 1] */
  readonly scores: Parameter;
};

/** What looks up rows of tables by codes. */
export type TableNode = EmbedNode | AttendNode;

/** The parts side by side: [batch, sum of their widths]. */
export type ConcatNode = Node<'concat'> & {
  /** In their order. */
  readonly parts: readonly NetworkNode[];
};

/** What is done with each number. */
export type Activation = 'relu' | 'linear' | 'sigmoid' | 'tanh';

/** activation(input), where it is no part of a dense layer; `swish` always is: x · sigmoid(x). */
export type ActivateNode = Node<'activate'> & {
  /** [batch, its width] */
  readonly input: NetworkNode;
  /** What is done with each number. */
  readonly activation: Exclude<Activation, 'linear'> | 'swish';
};

/** activation(input · weights + bias). `weights` [input width, width], `bias` [width]; shared weights are the same Parameter. */
export type DenseNode = Node<'dense'> & {
  /** [batch, input width] */
  readonly input: NetworkNode;
  /** What is done with each sum. */
  readonly activation: Activation;
  /** `[input width, width]` */
  readonly weights: Parameter;
  /** `[width]`, or none. */
  readonly bias: Parameter | undefined;
};

/** Zeroes entries with probability `rate` while training and scales the rest by 1 ÷ (1 − rate). */
export type DropoutNode = Node<'dropout'> & {
  /** [batch, width] */
  readonly input: NetworkNode;
  /** A probability. */
  readonly rate: number;
};

/** The same values; no gradient passes: [batch, width]. */
export type StopGradientNode = Node<'stopGradient'> & {
  /** [batch, width] */
  readonly input: NetworkNode;
};

/** ⟨a, b⟩ ÷ √width: [batch, 1]. */
export type DotNode = Node<'dot'> & {
  /** [batch, n] */
  readonly a: NetworkNode;
  /** [batch, n] */
  readonly b: NetworkNode;
};

/** a ⊙ b: [batch, width of a]. `b` is as wide, or one number for each row: [batch, 1]. */
export type MultiplyNode = Node<'multiply'> & {
  /** [batch, width] */
  readonly a: NetworkNode;
  /** [batch, width] or [batch, 1] */
  readonly b: NetworkNode;
};

/** Learned numbers that are the same in every row: [batch, width]. */
export type VectorNode = Node<'vector'> & {
  /** `[width]` */
  readonly values: Parameter;
};

/** Σ weights[i] · parts[i], or their plain sum without weights: [batch, units]. */
export type AddNode = Node<'add'> & {
  /** Each [batch, units]. */
  readonly parts: readonly NetworkNode[];
  /** [batch, parts] */
  readonly weights: NetworkNode | undefined;
};

/**
 * gain ⊙ (x − mean) ÷ √(variance + ε) + shift, mean and variance over the units of a row (Ba et al. 2016, eq. 4):
 * [batch, width].
 */
export type LayerNormNode = Node<'layerNorm'> & {
  /** [batch, width] */
  readonly input: NetworkNode;
  /** `[width]` */
  readonly gain: Parameter;
  /** `[width]` */
  readonly shift: Parameter;
  /** ε */
  readonly epsilon: number;
};

/**
 * gain ⊙ (x − mean) ÷ √(variance + ε) + shift (Ioffe & Szegedy 2015, algorithm 1): [batch, width]. While training, mean and
 * variance of each unit are those of all rows of the batch, whatever their labels, the variance biased, and the running ones move
 * towards them by `momentum`, the variance unbiased, as in PyTorch; elsewhere the running ones take their place. One row has
 * no variance: it becomes `shift`, and the running ones stay.
 */
export type BatchNormNode = Node<'batchNorm'> & {
  /** [batch, width] */
  readonly input: NetworkNode;
  /** `[width]` */
  readonly gain: Parameter;
  /** `[width]` */
  readonly shift: Parameter;
  /** Running ones: statistics, not trained. */
  readonly mean: Parameter;
  /** `[width]` */
  readonly variance: Parameter;
  /** ε */
  readonly epsilon: number;
  /** Share of the way that the running ones move with each batch. */
  readonly momentum: number;
};

/** 1 for a row's value of a categorical column and 0 for the others: a gate that is fixed. [batch, values] */
export type IndicatorNode = Node<'indicator'> & {
  /** Name of a categorical column. */
  readonly column: string;
};

/**
 * softmax(logits ÷ temperature): a gate. `dropout` zeroes weights while training and renormalises the rest to sum 1. With
 * `top` only so many of the largest logits take part, of equal ones the first, and the others have weight 0.
 */
export type SoftmaxNode = Node<'softmax'> & {
  /** [batch, experts] */
  readonly logits: NetworkNode;
  /** Divides the logits. */
  readonly temperature: number;
  /** Probability of leaving an expert out while training. */
  readonly dropout: number;
  /** How many experts take part; all without this. */
  readonly top?: number;
};

/**
 * DSelect-k (Hazimeh et al., NeurIPS 2021, eq. 3–6): a smooth gate over `width` = 2^bits experts that gives at most `choices`
 * of them a weight once its bits are decided. `logits` has α_i of each choice, then its z_i1 … z_i,bits: q = Σ_i softmax(α)_i
 * Π_j (S(z_ij) where bit j of the expert is 1, else 1 − S(z_ij)), S(t) = −2 t³ ÷ γ³ + 3 t ÷ 2γ + ½ between ±γ ÷ 2, and 0 or 1
 * beyond.
 */
export type SelectorNode = Node<'selector'> & {
  /** [batch, choices · (1 + bits)] */
  readonly logits: NetworkNode;
  /** How many experts have a weight in the end, at most. */
  readonly choices: number;
  /** γ */
  readonly gamma: number;
};

/** What weights the experts of a mix: [batch, experts]. */
export type GateNode = SoftmaxNode | IndicatorNode | SelectorNode;

/** Σ gate[e] · experts[e]: [batch, units]. */
export type MixNode = Node<'mix'> & {
  /** [batch, experts] */
  readonly gate: GateNode;
  /** Each [batch, units]. */
  readonly experts: readonly NetworkNode[];
  /** The one task whose output this mix reaches, or "shared". */
  readonly serves: string;
  /** 0 for the lowest gates. */
  readonly level: number;
};

/** A probability kept as a logit, or a product of probabilities kept as factors so that its loss stays in log space. */
export type Probability =
  | {
      readonly kind: 'probability';
      /** Name of the probability. */
      readonly name: string;
      /** [batch, 1] */
      readonly logit: NetworkNode;
    }
  | {
      readonly kind: 'product';
      /** Name of the probability. */
      readonly name: string;
      /** Each [batch, 1]. */
      readonly factors: readonly Probability[];
    };

/** A named column of `predict`. Without a task it is reported but has no loss (ESMM's pCVR). */
export type Output =
  | {
      readonly kind: 'binary';
      /** Name of the column. */
      readonly name: string;
      /** The task whose labels it is trained on. */
      readonly task: Task | undefined;
      /** The probability, [batch, 1]. */
      readonly value: Probability;
    }
  | {
      readonly kind: 'numeric';
      /** Name of the column. */
      readonly name: string;
      /** The task whose labels it is trained on. */
      readonly task: Task | undefined;
      /** [batch, 1] */
      readonly value: NetworkNode;
    };

/** What is added to the loss, averaged over the rows of a batch and multiplied by `weight`. */
export type Penalty = OrderPenalty | RiskPenalty | SumToOnePenalty | UndecidedPenalty | BalancePenalty;

/** AITM's calibrator: weight × mean over rows of max(upper − lower, 0), both probabilities. */
export type OrderPenalty = {
  readonly kind: 'order';
  /** The likelier event, [batch, 1]. */
  readonly lower: Output;
  /** The event that needs it, [batch, 1]. */
  readonly upper: Output;
  /** What the penalty is multiplied with. */
  readonly weight: number;
};

/**
 * The cross-entropy δ of a probability over all rows, estimated from those where its label was seen: p is the propensity
 * of seeing it, through which no gradient passes, o whether it was seen, w = 1 ÷ p but at most `cap`.
 *
 * `ips`: mean of o w δ. `dr`: mean of δ̂ + o w (δ − δ̂) + o w (δ − δ̂)², where δ̂ = softplus(imputed), and δ in the square
 * is a target, without gradient. With `rows: 'unobserved'` the rows not seen take the place of those seen, 1 − p that of
 * p, and the label is 1: the counterfactual of a label that is 0 where it was not seen.
 */
export type RiskPenalty = {
  readonly kind: 'risk';
  /** The probability, [batch, 1]. */
  readonly value: Probability;
  /** Whose task's label the probability has. */
  readonly label: Output;
  /** Whose task's label says where that was seen. */
  readonly observed: Output;
  /** p, [batch, 1]. */
  readonly propensity: Probability;
  /** [batch, 1], before the softplus; none for `ips`. */
  readonly imputed: NetworkNode | undefined;
  /** Rows that count. */
  readonly rows: 'observed' | 'unobserved';
  /** The most that a row counts. */
  readonly cap: number;
  /** What the penalty is multiplied with. */
  readonly weight: number;
};

/** weight × mean over rows of |1 − Σ values|: probabilities of an event and of its contrary. */
export type SumToOnePenalty = {
  readonly kind: 'sumToOne';
  /** Both [batch, 1]. */
  readonly values: readonly [Probability, Probability];
  /** What the penalty is multiplied with. */
  readonly weight: number;
};

/**
 * weight × mean over rows of the entropy of a selector's choices (DSelect-k, eq. 9), which of independent bits is
 * Σ_ij −s ln s − (1 − s) ln(1 − s) with s = S(z_ij): 0 once every bit is decided.
 */
export type UndecidedPenalty = {
  readonly kind: 'undecided';
  /** The selector, [batch, experts]. */
  readonly gate: SelectorNode;
  /** What the penalty is multiplied with. */
  readonly weight: number;
};

/**
 * weight × CV(ḡ)², the squared coefficient of variation of the mean weights ḡ that a gate gives its experts over all rows of the
 * batch (Shazeer et al. 2017, eq. 6–7). Weights of a row sum to 1, so it is n Σ ḡ² − 1: 0 where n experts get the same, n − 1 where
 * one gets everything.
 */
export type BalancePenalty = {
  readonly kind: 'balance';
  /** [batch, experts] */
  readonly gate: SoftmaxNode | SelectorNode;
  /** What the penalty is multiplied with. */
  readonly weight: number;
};

/** A trained array. Its first value is a function of the seed and its name only, so trainers start alike. */
export type Parameter = {
  /** Unique, e.g. "expert 0/weights". */
  readonly name: string;
  /** Its dimensions; values are row-major. */
  readonly shape: readonly number[];
  /** How its first values are drawn. */
  readonly init: Init;
};

/** How the first values of an array are drawn: Glorot's uniform, He's normal, or as it is said. */
export type Init =
  | {
      readonly kind: 'glorot';
      /** How many numbers a unit sums. */
      readonly fanIn: number;
      /** How many units read a number. */
      readonly fanOut: number;
    }
  | {
      readonly kind: 'he';
      /** How many numbers a unit sums. */
      readonly fanIn: number;
    }
  | {
      readonly kind: 'normal';
      /** Standard deviation around 0. */
      readonly sd: number;
    }
  | {
      readonly kind: 'uniform';
      /** From −limit to limit. */
      readonly limit: number;
    }
  | {
      readonly kind: 'constant';
      /** Every value. */
      readonly value: number;
    };

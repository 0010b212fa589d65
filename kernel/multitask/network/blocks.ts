import type { Task } from '../data/index.ts';
import type {
  Activation,
  ConcatNode,
  DenseNode,
  DotNode,
  DropoutNode,
  EmbedNode,
  Init,
  InputNode,
  MixNode,
  NetworkNode,
  Output,
  Penalty,
  Probability,
  SoftmaxNode,
  StopGradientNode,
} from './network.ts';

/** Writes a model in building blocks: called once, with the tasks in the order they were given. */
export type BuildModel = (tasks: readonly Task[], blocks: Blocks) => ModelParts;

export type ModelParts = { readonly outputs: readonly Output[]; readonly penalties?: readonly Penalty[] };

/** What a model is written in. Every block checks its shapes when it is called and names itself in its errors. */
export type Blocks = {
  /**
   * The numeric columns, then the one-hot columns of every categorical column: [batch, width].
   * It is never laid out in memory, so only `dense` and `linear` read it: their weights are looked up by code.
   */
  readonly x: InputNode;
  /** Embeddings side by side: [batch, columns × units]. `'all'`: every categorical and list column. */
  readonly embed: (columns: readonly string[] | 'all', units: number, options?: EmbedOptions) => EmbedNode;
  /** [batch, sum of the widths] */
  readonly concat: (parts: readonly NetworkNode[], options?: Named) => ConcatNode;
  /** activation(input · weights + bias): [batch, units]. Activation: relu. */
  readonly dense: (input: NetworkNode, units: number, options?: DenseOptions) => DenseNode;
  /** input · weights + bias: [batch, units] */
  readonly linear: (input: NetworkNode, units: number, options?: LinearOptions) => DenseNode;
  /** While training, zeroes entries with probability `rate` and scales the others by 1 ÷ (1 − rate). */
  readonly dropout: (input: NetworkNode, rate: number, options?: Named) => DropoutNode;
  /** The same values; no gradient passes. */
  readonly stopGradient: (input: NetworkNode, options?: Named) => StopGradientNode;
  /** ⟨a, b⟩ ÷ √width of each row: [batch, 1] */
  readonly dot: (a: NetworkNode, b: NetworkNode, options?: Named) => DotNode;
  /** A gate: softmax(logits ÷ temperature), [batch, n]; without a name of its own it carries that of its logits. */
  readonly softmax: (logits: NetworkNode, options?: SoftmaxOptions) => SoftmaxNode;
  /** Σ gate[e] · experts[e]: [batch, units]; without a name of its own it carries that of its gate. */
  readonly mix: (gate: SoftmaxNode, experts: readonly NetworkNode[], options?: MixOptions) => MixNode;
  /** sigmoid(logit), kept as the logit: [batch, 1] */
  readonly probability: (logit: NetworkNode, options: { readonly name: string }) => Probability;
  /** The product of probabilities, kept as factors so that its loss is computed in log space: [batch, 1] */
  readonly product: (factors: readonly Probability[], options: { readonly name: string }) => Probability;
  /**
   * A named column of `predict`: a probability, or a node [batch, 1] for a numeric task.
   * Without a task it is reported and has no loss (ESMM's pCVR).
   */
  readonly output: (task: Task | undefined, value: Probability | NetworkNode, options?: Named) => Output;
};

type Named = { readonly name?: string };

/** First values of a weight matrix. Those named by a word take their fans from the block: LeCun's sd is 1 ÷ √inputs. */
export type InitOption = 'glorot' | 'he' | 'lecun-normal' | Exclude<Init, { readonly kind: 'glorot' | 'he' }>;

export type LinearOptions = Named & {
  /** The first value of every bias, 0 without this; `false` for no bias. */
  readonly bias?: number | false;
  /** `'glorot'` without this. */
  readonly init?: InitOption;
  /** Shares the weights and the bias of that dense or linear block. */
  readonly like?: NetworkNode;
};

export type DenseOptions = LinearOptions & { readonly activation?: Activation };

export type EmbedOptions = Named & {
  /** One table for all columns, or one for `'each'` (without this). */
  readonly table?: 'shared' | 'each';
  /** How the codes of a list column become one vector: `'sum'` without this. */
  readonly pool?: 'sum' | 'mean';
  /** How many codes of a list count, the first ones; all without this. */
  readonly maxLength?: number;
  /** Uniform ±0.05 without this. */
  readonly init?: InitOption;
};

export type SoftmaxOptions = Named & {
  /** 1 without this. */
  readonly temperature?: number;
  /** Probability of leaving an expert out while training; the rest is renormalised. 0 without this. */
  readonly dropout?: number;
};

export type MixOptions = Named & {
  /** The task this gate serves, or "shared"; found from the outputs without this. */
  readonly serves?: string;
  /** 0 for the lowest gates; found from the mixes it reads without this. */
  readonly level?: number;
};

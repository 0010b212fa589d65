import type { Task } from '../data/index.ts';
import {
  count,
  either,
  instance,
  number,
  type OptionTable,
  oneOf,
  positive,
  share,
  text,
  variants,
} from '../options/index.ts';
import { isNode } from './block-checks.ts';
import type {
  ActivateNode,
  Activation,
  AddNode,
  ConcatNode,
  DenseNode,
  DotNode,
  DropoutNode,
  EmbedNode,
  GateNode,
  IndicatorNode,
  Init,
  InputNode,
  LayerNormNode,
  MixNode,
  MultiplyNode,
  NetworkNode,
  NumericNode,
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
  /**
   * The numeric columns alone, scaled as in `x`: [batch, numeric columns]. Every block reads it; it stands beside embeddings.
   */
  readonly numeric: NumericNode;
  /** Embeddings side by side: [batch, columns × units]. `'all'`: every categorical and list column. */
  readonly embed: (columns: readonly string[] | 'all', units: number, options?: EmbedOptions) => EmbedNode;
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
};

type Named = {
  /** Name of the block, in errors and reports; one of its kind and a number without this. */
  readonly name?: string;
};

/** First values of a weight matrix. Those named by a word take their fans from the block: LeCun's sd is 1 ÷ √inputs. */
export type InitOption = 'glorot' | 'he' | 'lecun-normal' | Exclude<Init, { readonly kind: 'glorot' | 'he' }>;

export type LinearOptions = Named & {
  /** The first value of every bias, or `false` for no bias; 0 without this. */
  readonly bias?: number | false;
  /** First values of the weights; `'glorot'` without this. */
  readonly init?: InitOption;
  /** Shares the weights and the bias of that dense or linear block. */
  readonly like?: NetworkNode;
};

export type DenseOptions = LinearOptions & {
  /** What is done with each sum; `'relu'` without this. */
  readonly activation?: Activation | 'swish';
};

export type AddOptions = Named & {
  /**
   * What the parts are multiplied with: 1, learned numbers, or the sigmoids of learned numbers; `'one'` without this.
   */
  readonly weights?: 'one' | 'learned' | 'sigmoid';
  /** First values of learned weights, before their sigmoid; 1, and 0 before a sigmoid, without this. */
  readonly init?: InitOption;
};

export type EmbedOptions = Named & {
  /** One table for all columns, or one for each; `'each'` without this. */
  readonly table?: 'shared' | 'each';
  /** How the codes of a list column become one vector; `'sum'` without this. */
  readonly pool?: 'sum' | 'mean';
  /** How many codes of a list count, the first ones; all without this. */
  readonly maxLength?: number;
  /** First values of the tables; uniform ±0.05, as Keras', without this. */
  readonly init?: InitOption;
};

type SoftmaxOptions = Named & {
  /** Divides the logits; 1 without this. */
  readonly temperature?: number;
  /** Probability of leaving an expert out while training, where the rest is renormalised; 0 without this. */
  readonly dropout?: number;
  /** How many experts get a weight in each row, those of the largest logits; all without this. */
  readonly top?: number;
};

type MixOptions = Named & {
  /** The task this gate serves, or "shared"; found from the outputs without this. */
  readonly serves?: string;
  /** Which level of gates it is of, 0 for the lowest; found from the mixes it reads without this. */
  readonly level?: number;
};

export const namedOptions = {
  name: { type: text, without: 'one of its kind and a number', about: 'Name of the block, in errors and reports' },
} as const satisfies OptionTable<Named>;

const init = either(
  oneOf('glorot', 'he', 'lecun-normal'),
  variants({
    normal: { sd: { type: positive, needed: true, about: 'Standard deviation around 0' } },
    uniform: { limit: { type: positive, needed: true, about: 'From −limit to limit' } },
    constant: { value: { type: number(), needed: true, about: 'Every weight' } },
  }),
);

export const linearOptions = {
  ...namedOptions,
  bias: {
    type: either(number(), oneOf(false)),
    default: 0,
    about: 'The first value of every bias, or `false` for no bias',
    also: ['useBias'],
  },
  init: {
    type: init,
    default: 'glorot',
    about: 'First values of the weights',
    also: ['initializer', 'kernelInitializer'],
  },
  like: {
    type: instance<NetworkNode>('a dense or linear block', isNode),
    about: 'Shares the weights and the bias of that dense or linear block',
    also: ['share', 'shared'],
  },
} as const satisfies OptionTable<LinearOptions>;

export const denseOptions = {
  ...linearOptions,
  activation: {
    type: oneOf('relu', 'linear', 'sigmoid', 'tanh', 'swish'),
    default: 'relu',
    about: 'What is done with each sum',
  },
} as const satisfies OptionTable<DenseOptions>;

export const addOptions = {
  ...namedOptions,
  weights: {
    type: oneOf('one', 'learned', 'sigmoid'),
    default: 'one',
    about: 'What the parts are multiplied with: 1, learned numbers, or the sigmoids of learned numbers',
  },
  init: {
    type: init,
    without: '1, and 0 before a sigmoid,',
    about: 'First values of learned weights, before their sigmoid',
  },
} as const satisfies OptionTable<AddOptions>;

/** What `activate` does with each number. */
export const activation = oneOf('relu', 'sigmoid', 'tanh', 'swish');

export const embedOptions = {
  ...namedOptions,
  table: { type: oneOf('shared', 'each'), default: 'each', about: 'One table for all columns, or one for each' },
  pool: {
    type: oneOf('sum', 'mean'),
    default: 'sum',
    about: 'How the codes of a list column become one vector',
    also: ['pooling', 'combiner', 'aggregate'],
  },
  maxLength: {
    type: number({ whole: true, from: 1, infinite: true }),
    default: Number.POSITIVE_INFINITY,
    without: 'all',
    about: 'How many codes of a list count, the first ones',
  },
  init: {
    type: init,
    default: { kind: 'uniform', limit: 0.05 },
    without: "uniform ±0.05, as Keras',",
    about: 'First values of the tables',
  },
} as const satisfies OptionTable<EmbedOptions>;

export const softmaxOptions = {
  ...namedOptions,
  temperature: { type: positive, default: 1, about: 'Divides the logits' },
  dropout: {
    type: share,
    default: 0,
    about: 'Probability of leaving an expert out while training, where the rest is renormalised',
  },
  top: {
    type: count,
    without: 'all',
    about: 'How many experts get a weight in each row, those of the largest logits',
    also: ['topK', 'k'],
  },
} as const satisfies OptionTable<SoftmaxOptions>;

export const mixOptions = {
  ...namedOptions,
  serves: {
    type: text,
    without: 'found from the outputs',
    about: 'The task this gate serves, or "shared"',
    also: ['task'],
  },
  level: {
    type: number({ whole: true, from: 0 }),
    without: 'found from the mixes it reads',
    about: 'Which level of gates it is of, 0 for the lowest',
  },
} as const satisfies OptionTable<MixOptions>;

import {
  count,
  either,
  instance,
  isObject,
  number,
  type OptionTable,
  oneOf,
  positive,
  share,
  text,
  variants,
} from '../options/index.ts';
import { isNode, isProbability } from './block-checks.ts';
import type { Activation, Init, NetworkNode, Output, Probability } from './network.ts';

/** What every penalty takes. */
export type PenaltyOptions = {
  /** What the penalty is multiplied with; 1 without this. */
  readonly weight?: number;
};

/** What the penalty `risk` takes. */
export type RiskOptions = PenaltyOptions & {
  /** The output whose task's label the probability has. */
  readonly label: Output;
  /** The output whose task's label is 1 where that label was seen. */
  readonly observed: Output;
  /** The probability of seeing it; no gradient passes. */
  readonly propensity: Probability;
  /** What the cross-entropy would be where the label was not seen, before a softplus; none without this. */
  readonly imputed?: NetworkNode;
  /**
   * Rows that count: those seen, or the others, whose label is then 1 and whose propensity is what is left of 1;
   * `'observed'` without this.
   */
  readonly rows?: 'observed' | 'unobserved';
  /** The most that a row counts; 100 without this. */
  readonly cap?: number;
};

/** What every block takes. */
export type Named = {
  /** Name of the block, in errors and reports; one of its kind and a number without this. */
  readonly name?: string;
};

/** First values of a weight matrix. Those named by a word take their fans from the block: LeCun's sd is 1 ÷ √inputs. */
export type InitOption = 'glorot' | 'he' | 'lecun-normal' | Exclude<Init, { readonly kind: 'glorot' | 'he' }>;

/** What `linear` takes. */
export type LinearOptions = Named & {
  /** The first value of every bias, or `false` for no bias; 0 without this. */
  readonly bias?: number | false;
  /** First values of the weights; `'glorot'` without this. */
  readonly init?: InitOption;
  /** Shares the weights and the bias of that dense or linear block; weights of its own without this. */
  readonly like?: NetworkNode;
};

/** What `dense` takes. */
export type DenseOptions = LinearOptions & {
  /** What is done with each sum; `'relu'` without this. */
  readonly activation?: Activation | 'swish';
};

/** What `add` takes. */
export type AddOptions = Named & {
  /**
   * What the parts are multiplied with: 1, learned numbers, or the sigmoids of learned numbers; `'one'` without this.
   */
  readonly weights?: 'one' | 'learned' | 'sigmoid';
  /** First values of learned weights, before their sigmoid; 1, and 0 before a sigmoid, without this. */
  readonly init?: InitOption;
};

/** What `embed` takes. */
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

/** What `attend` takes. */
export type AttendOptions = Pick<EmbedOptions, 'name' | 'maxLength' | 'init'> & {
  /** Weights that sum to 1 over a list, or each for itself from 0 to 1; `'softmax'` without this. */
  readonly attention?: 'softmax' | 'sigmoid';
  /** Units of the layer that scores a code; 36 without this. */
  readonly units?: number;
  /**
   * Shares the table of that embed block; the query's where it is an embedding of a column with the same values, else
   * one of its own, without this.
   */
  readonly like?: NetworkNode;
};

/** What `softmax` takes. */
export type SoftmaxOptions = Named & {
  /** Divides the logits; 1 without this. */
  readonly temperature?: number;
  /** Probability of leaving an expert out while training, where the rest is renormalised; 0 without this. */
  readonly dropout?: number;
  /** How many experts get a weight in each row, those of the largest logits; all without this. */
  readonly top?: number;
};

/** What `selector` takes. */
export type SelectorOptions = Named & {
  /** How many experts have a weight in the end, at most; 2 without this. */
  readonly top?: number;
  /** γ: between ±γ ÷ 2 a bit is undecided; 1 without this. */
  readonly gamma?: number;
};

/** What `mix` takes. */
export type MixOptions = Named & {
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
    without: 'weights of its own',
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

export const attendOptions = {
  ...namedOptions,
  attention: {
    type: oneOf('softmax', 'sigmoid'),
    default: 'softmax',
    about: 'Weights that sum to 1 over a list, or each for itself from 0 to 1',
    also: ['activation', 'normalize', 'useSoftmax'],
  },
  units: { type: count, default: 36, about: 'Units of the layer that scores a code', also: ['hidden', 'hiddenUnits'] },
  like: {
    type: instance<NetworkNode>('an embed block', isNode),
    without: "the query's where it is an embedding of a column with the same values, else one of its own,",
    about: 'Shares the table of that embed block',
    also: ['share', 'shared', 'table'],
  },
  maxLength: embedOptions.maxLength,
  init: embedOptions.init,
} as const satisfies OptionTable<AttendOptions>;

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

export const selectorOptions = {
  ...namedOptions,
  top: { type: count, default: 2, about: 'How many experts have a weight in the end, at most', also: ['k', 'choices'] },
  gamma: { type: positive, default: 1, about: 'γ: between ±γ ÷ 2 a bit is undecided' },
} as const satisfies OptionTable<SelectorOptions>;

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

const output = instance<Output>('an output', (value) => isObject(value) && 'kind' in value && 'task' in value);

export const penaltyOptions = {
  weight: { type: number({ from: 0 }), default: 1, about: 'What the penalty is multiplied with' },
} as const satisfies OptionTable<PenaltyOptions>;

export const riskOptions = {
  ...penaltyOptions,
  label: { type: output, needed: true, about: "The output whose task's label the probability has" },
  observed: {
    type: output,
    needed: true,
    about: "The output whose task's label is 1 where that label was seen",
    also: ['click', 'exposure'],
  },
  propensity: {
    type: instance<Probability>('a probability', isProbability),
    needed: true,
    about: 'The probability of seeing it; no gradient passes',
  },
  imputed: {
    type: instance<NetworkNode>('a block', isNode),
    without: 'none',
    about: 'What the cross-entropy would be where the label was not seen, before a softplus',
    also: ['imputation'],
  },
  rows: {
    type: oneOf('observed', 'unobserved'),
    default: 'observed',
    about:
      'Rows that count: those seen, or the others, whose label is then 1 and whose propensity is what is left of 1',
  },
  cap: { type: number({ from: 1 }), default: 100, about: 'The most that a row counts', also: ['clip', 'maxWeight'] },
} as const satisfies OptionTable<RiskOptions>;

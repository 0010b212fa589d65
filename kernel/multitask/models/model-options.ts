import type { LinearOptions } from '../network/index.ts';
import {
  boolean,
  count,
  list,
  number,
  type OptionTable,
  oneOf,
  positive,
  seed,
  share,
  text,
} from '../options/index.ts';

/** What every model of the catalog takes. */
export type ModelOptions = {
  /** Seed of the first weights, and of `fit` where it is given none; 1 without this. */
  readonly seed?: number;
  /** Numeric columns with mean 0 and sd 1, or as they are; `'standardised'` without this. */
  readonly inputs?: 'standardised' | 'raw';
  /** Units of an embedding for each categorical and list column; categorical columns are one-hot without this. */
  readonly embedding?: number;
  /**
   * How the values of a list column become one vector: their sum, their mean, or weighted by attention to the column of
   * `query`, as DIN does; `'sum'` without this.
   */
  readonly pool?: 'sum' | 'mean' | 'attention';
  /**
   * The categorical column that lists of the same values are attended by; the one that has the values of a list without
   * this.
   */
  readonly query?: string;
  /**
   * What each binary output starts with: the share of 1 among the train labels, rows counted by their weights, or a
   * half; `'zero'` without this.
   */
  readonly outputBias?: 'prior' | 'zero';
  /** Whether the sums of each tower layer are normalised over the batch, before its relu; `false` without this. */
  readonly batchNorm?: boolean;
};

export const modelOptions = {
  seed: {
    type: seed,
    default: 1,
    about: 'Seed of the first weights, and of `fit` where it is given none',
    also: ['randomState'],
  },
  inputs: {
    type: oneOf('standardised', 'raw'),
    default: 'standardised',
    about: 'Numeric columns with mean 0 and sd 1, or as they are',
  },
  embedding: {
    type: count,
    without: 'categorical columns are one-hot',
    about: 'Units of an embedding for each categorical and list column',
    also: ['embeddingDim', 'embeddingSize', 'embedDim'],
  },
  pool: {
    type: oneOf('sum', 'mean', 'attention'),
    default: 'sum',
    about:
      'How the values of a list column become one vector: their sum, their mean, or weighted by attention to the column of `query`, as DIN does',
    also: ['pooling', 'combiner', 'aggregate'],
  },
  query: {
    type: text,
    without: 'the one that has the values of a list',
    about: 'The categorical column that lists of the same values are attended by',
    also: ['target', 'targetColumn'],
  },
  outputBias: {
    type: oneOf('prior', 'zero'),
    default: 'zero',
    about:
      'What each binary output starts with: the share of 1 among the train labels, rows counted by their weights, or a half',
    also: ['priorBias', 'biasInit', 'initialBias'],
  },
  batchNorm: {
    type: boolean,
    default: false,
    about: 'Whether the sums of each tower layer are normalised over the batch, before its relu',
    also: ['useBn', 'dnnUseBn', 'batchNormalization'],
  },
} as const satisfies OptionTable<ModelOptions>;

/** Of the models that PaddleRec's library has had in two generations. */
export type HistoricalOptions = {
  /**
   * First weights: Glorot uniform with zero biases, or those of either generation of PaddleRec's models, whose values
   * of 2022 are constants, so that units stay alike and gates collapse onto one expert; `'glorot'` without this.
   */
  readonly init?: 'glorot' | 'paddlerec-2020' | 'paddlerec-2022';
};

export const historicalOptions = {
  init: {
    type: oneOf('glorot', 'paddlerec-2020', 'paddlerec-2022'),
    default: 'glorot',
    about:
      "First weights: Glorot uniform with zero biases, or those of either generation of PaddleRec's models, whose values of 2022 are constants, so that units stay alike and gates collapse onto one expert",
  },
} as const satisfies OptionTable<HistoricalOptions>;

/** Layers of experts, and of towers; shared by most models. */
export const expertUnits = {
  type: list(count, 1),
  default: [16],
  about: 'Layers of each expert',
  also: ['expertHidden', 'units', 'hiddenUnits'],
} as const;

export const towerUnits = {
  type: list(count),
  default: [8],
  about: 'Layers of each tower',
  also: ['towerHidden', 'units', 'hiddenUnits'],
} as const;

/** Of models with gates. */
export type GateOptions = {
  /** Divides the gates' logits; 1 without this. */
  readonly gateTemperature?: number;
  /** Probability of leaving an expert out of a row while training, against collapsed gates; 0 without this. */
  readonly gateDropout?: number;
  /**
   * Weight of a penalty on gates that give some experts more than others over a batch: the squared coefficient of
   * variation of what each gets; 0 without this.
   */
  readonly balance?: number;
};

export const gateOptions = {
  gateTemperature: { type: positive, default: 1, about: "Divides the gates' logits", also: ['temperature'] },
  gateDropout: {
    type: share,
    default: 0,
    about: 'Probability of leaving an expert out of a row while training, against collapsed gates',
    also: ['dropout'],
  },
  balance: {
    type: number({ from: 0 }),
    default: 0,
    about:
      'Weight of a penalty on gates that give some experts more than others over a batch: the squared coefficient of variation of what each gets',
    also: ['balanceLoss', 'loadBalancing', 'balanceWeight', 'auxLoss'],
  },
} as const satisfies OptionTable<GateOptions>;

/** First values of layers, and of the one unit behind them where it is another; with `batchNorm` no layer has a bias. */
export type FirstValues = Pick<LinearOptions, 'init' | 'bias'> &
  Pick<ModelOptions, 'batchNorm'> & {
    readonly head?: Pick<LinearOptions, 'init' | 'bias'>;
  };

/**
 * Every weight starts at `value`, every bias at 0.1: what PaddleRec's 2022 models do with 10⁻¹, 10⁻² … Their heads are two
 * softmax units that start alike; what they differ by, our one logit, starts at 0.
 */
export function constantStart(value: number): FirstValues {
  return { init: { kind: 'constant', value }, bias: 0.1, head: { init: { kind: 'constant', value: 0 }, bias: 0 } };
}

import type { LinearOptions } from '../network/index.ts';

/** What every model of the catalog takes. */
export type ModelOptions = {
  /** Seed of the first weights, and of `fit` where it is given none; 1 without this. */
  readonly seed?: number;
  /** Numeric columns with mean 0 and sd 1 (without this), or as they are. */
  readonly inputs?: 'standardised' | 'raw';
  /** Units of an embedding per categorical and list column; without this, categorical columns are one-hot. */
  readonly embedding?: number;
};

/** Of the models that PaddleRec's library has had in two generations. */
export type HistoricalOptions = {
  /**
   * First weights: Glorot uniform with zero biases (without this), or those of either generation of PaddleRec's models.
   * Its 2022 values are constants: the units of a layer start alike and stay alike, so gates collapse onto one expert.
   */
  readonly init?: 'glorot' | 'paddlerec-2020' | 'paddlerec-2022';
};

/** First values of layers, and of the one unit behind them where it is another. */
export type FirstValues = Pick<LinearOptions, 'init' | 'bias'> & {
  readonly head?: Pick<LinearOptions, 'init' | 'bias'>;
};

/**
 * Every weight starts at `value`, every bias at 0.1: what PaddleRec's 2022 models do with 10⁻¹, 10⁻² … Their heads are two
 * softmax units that start alike; what they differ by, our one logit, starts at 0.
 */
export function constantStart(value: number): FirstValues {
  return { init: { kind: 'constant', value }, bias: 0.1, head: { init: { kind: 'constant', value: 0 }, bias: 0 } };
}

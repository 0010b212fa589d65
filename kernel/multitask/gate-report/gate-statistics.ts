import { type HillNumbers, hillNumbers, normalisedEntropy, squaredVariation } from './distribution.ts';

/**
 * Mean use and entropies of one gate: what a training run keeps per epoch.
 *
 * @param weights g[row, expert], row-major; each row sums to 1.
 */
export function gateStatistics(gate: GateIdentity, weights: ArrayLike<number>): GateStatistics {
  const n = gate.experts.length;
  const rows = weights.length / n;
  const mean = new Array<number>(n).fill(0);
  const squares = new Array<number>(n).fill(0);
  let entropyOfRows = 0;
  for (let row = 0; row < rows; row++) {
    for (let e = 0; e < n; e++) {
      const g = weights[row * n + e];
      mean[e] += g;
      squares[e] += g * g;
      if (g > 0) entropyOfRows -= g * Math.log(g);
    }
  }
  for (let e = 0; e < n; e++) mean[e] /= rows;
  return {
    gate: gate.gate,
    level: gate.level,
    serves: gate.serves,
    experts: gate.experts,
    rows,
    mean,
    sd: squares.map((sum, e) => Math.sqrt(Math.max(0, sum / rows - mean[e] ** 2))),
    entropy: n < 2 ? 0 : entropyOfRows / rows / Math.log(n),
    entropyOfMean: normalisedEntropy(mean),
  };
}

/** Weights of one gate over some rows; `g[row, expert]` sums to 1 per row. */
export type GateStatistics = {
  /** Name of the gate. */
  readonly gate: string;
  /** 0 for the lowest level of gates. */
  readonly level: number;
  /** The task this gate serves, or "shared". */
  readonly serves: string;
  /** Names of its experts. [expert] */
  readonly experts: readonly string[];
  /** How many rows these are. */
  readonly rows: number;
  /** Mean and standard deviation of each expert's weight over the rows. [expert] */
  readonly mean: readonly number[];
  /** Population standard deviation of each expert's weight over the rows. [expert] */
  readonly sd: readonly number[];
  /** Mean over rows of the entropy of a row's weights, ÷ ln n: 0 one expert per row, 1 all alike. */
  readonly entropy: number;
  /** Entropy of the mean weights, ÷ ln n. */
  readonly entropyOfMean: number;
};

/** Which gate the numbers are of. */
export type GateIdentity = Pick<GateStatistics, 'gate' | 'level' | 'serves' | 'experts'>;

/** Everything that the weights of one gate tell by themselves. */
export type RoutingStatistics = GateStatistics & {
  /** Share of rows per bin of weight: `histogramBins` bins of equal width on [0, 1]. [expert][bin] */
  readonly histogram: readonly (readonly number[])[];
  /** Share of rows that give the expert more than half of their weight. [expert] */
  readonly overHalf: readonly number[];
  /** Share of rows in which the expert has the largest weight; ties go to the first. [expert] */
  readonly leads: readonly number[];
  /** Mean over rows of the largest weight: 1 ÷ n … 1. */
  readonly largest: number;
  /** Share of rows whose largest weight is above .99: the softmax is saturated. */
  readonly saturated: number;
  /** (Entropy of the mean − mean entropy) ÷ ln n: the mutual information of row and expert. 0: all rows alike. */
  readonly routingInformation: number;
  /** Effective number of experts: of the mean weights, and per row. Order 1 per row is exp of the mean entropy. */
  readonly effective: {
    /** Of the mean weights. */
    readonly overall: HillNumbers;
    /** Mean over rows. */
    readonly perRow: HillNumbers;
  };
  /** CV² of the mean weights (importance) and of the shares of rows led (load): 0 even, n − 1 one expert only. */
  readonly balance: {
    /** Of the mean weights. */
    readonly importance: number;
    /** Of the shares of rows led. */
    readonly load: number;
  };
  /** n Σ leads · mean: the load-balancing loss of Switch Transformer (Fedus 2021, eq. 4) without its weight; 1 is even. */
  readonly switchLoss: number;
};

export const histogramBins = 20;

/** @param weights g[row, expert], row-major; each row sums to 1. */
export function routingStatistics(gate: GateIdentity, weights: ArrayLike<number>): RoutingStatistics {
  const basic = gateStatistics(gate, weights);
  const n = gate.experts.length;
  const rows = basic.rows;
  const histogram = gate.experts.map(() => new Array<number>(histogramBins).fill(0));
  const overHalf = new Array<number>(n).fill(0);
  const leads = new Array<number>(n).fill(0);
  let largest = 0;
  let saturated = 0;
  let inverseSquares = 0;
  for (let row = 0; row < rows; row++) {
    let lead = 0;
    let squares = 0;
    for (let e = 0; e < n; e++) {
      const g = weights[row * n + e];
      histogram[e][Math.min(histogramBins - 1, Math.max(0, Math.floor(g * histogramBins)))] += 1 / rows;
      if (g > 0.5) overHalf[e] += 1 / rows;
      if (g > weights[row * n + lead]) lead = e;
      squares += g * g;
    }
    const top = weights[row * n + lead];
    leads[lead] += 1 / rows;
    largest += top / rows;
    if (top > 0.99) saturated += 1 / rows;
    inverseSquares += 1 / squares / rows;
  }
  return {
    ...basic,
    histogram,
    overHalf,
    leads,
    largest,
    saturated,
    routingInformation: Math.max(0, basic.entropyOfMean - basic.entropy),
    effective: {
      overall: hillNumbers(basic.mean),
      perRow: { order1: Math.exp(basic.entropy * Math.log(n)), order2: inverseSquares },
    },
    balance: { importance: squaredVariation(basic.mean), load: squaredVariation(leads) },
    switchLoss: n * leads.reduce((sum, share, e) => sum + share * basic.mean[e], 0),
  };
}

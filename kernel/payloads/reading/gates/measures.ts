import { capital, weight } from '../../../text/index.ts';
import type { Gate } from '../../gates.ts';

/** A statistic of one gate: what it is called, how it is defined, and its scale. */
export type GateMeasure = {
  /** In two short lines, for a column head. */
  readonly title: readonly [string, string];
  /** The same in plain words. */
  readonly plain: string;
  readonly definition: string;
  readonly value: (gate: Gate) => number;
  readonly low: number;
  readonly high: (gate: Gate) => number;
  readonly text: (value: number) => string;
};

const share = (value: number) => weight(value);
const experts = (value: number) => value.toFixed(1);

export const perRow: GateMeasure = {
  title: ['effective experts', 'per row'],
  plain: 'how many experts one row uses',
  definition: 'Effective experts per row: exp of the mean entropy of a row’s weights in nats, from 1 to n.',
  value: (gate) => gate.effectivePerRow,
  low: 1,
  high: (gate) => gate.experts,
  text: experts,
};

export const overall: GateMeasure = {
  title: ['effective experts', 'overall'],
  plain: 'how many experts all rows use',
  definition: 'Effective experts overall: exp of the entropy of the mean weights in nats, from 1 to n.',
  value: (gate) => gate.effectiveOverall,
  low: 1,
  high: (gate) => gate.experts,
  text: experts,
};

export const information: GateMeasure = {
  title: ['routing', 'information'],
  plain: 'how differently rows are routed',
  definition:
    'Routing information: H(ū) − mean H(g), ÷ ln n.\n0: rows are routed alike. High: different rows go to different experts.',
  value: (gate) => gate.routingInformation,
  low: 0,
  high: () => 1,
  text: share,
};

/** Of a measure: what it is in plain words, then how it is defined. */
export function measureTip({ plain, definition }: GateMeasure): string {
  return `${capital(plain)}.\n${definition}`;
}

/** All of them, in the order of the table. */
export const gateMeasures: readonly GateMeasure[] = [
  {
    title: ['entropy', 'per row'],
    plain: 'how mixed one row is',
    definition: 'Entropy per row: mean over rows of −Σ gₑ ln gₑ, ÷ ln n.\n0: one expert per row. 1: all experts alike.',
    value: (gate) => gate.entropy,
    low: 0,
    high: () => 1,
    text: share,
  },
  {
    title: ['entropy of', 'the mean'],
    plain: 'how mixed all rows are',
    definition:
      'Entropy of the mean: −Σ ūₑ ln ūₑ, ÷ ln n, where ū is the mean weight.\nHigh: the task as a whole spreads over many experts.',
    value: (gate) => gate.entropyOfMean,
    low: 0,
    high: () => 1,
    text: share,
  },
  information,
  perRow,
  overall,
  {
    title: ['balance', 'CV²'],
    plain: 'how uneven the experts’ use is',
    definition: 'Balance CV²: n Σ ū² − 1, where ū sums to 1.\n0: even. n − 1: one expert takes all.',
    value: (gate) => gate.balance,
    low: 0,
    high: (gate) => gate.experts - 1,
    text: (value) => value.toFixed(2),
  },
];

export const definitions = {
  divergence:
    'How differently two tasks use the experts.\nJensen–Shannon divergence of two mean gates in bits: H(m) − ½H(p) − ½H(q), m = ½(p + q).\n0: same experts in the same shares. 1: nothing shared.',
  shared:
    'How much weight two tasks put on the same experts.\nShared weight: Σ min(ūₑ, ū′ₑ), the share of weight that both put on the same experts.',
  similarity:
    'How alike two experts compute.\nLinear CKA of two experts’ outputs on the same rows: ‖YᵀX‖² ÷ (‖XᵀX‖ ‖YᵀY‖), Frobenius norms, centred columns.\n1: the same up to rotation and scale. 0: unrelated.',
  contribution:
    'How much of what reaches a task comes through the expert.\nContribution: share of what reaches the tower through the expert, E[gₑ‖fₑ‖] ÷ Σ E[gₑ‖fₑ‖].\nAbove the bar: the expert speaks louder than its weight.',
  ablation:
    'Change of AUC when the expert is masked and the other weights are renormalised. Negative: the expert helps.',
  drivers:
    'Columns that move the gate: standard deviation over the rows of what a column adds to the gate’s logits, their common part taken off.',
} as const;

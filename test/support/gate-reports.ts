import {
  cosine,
  jensenShannon,
  normalisedEntropy,
  sharedWeight,
  squaredVariation,
} from '../../kernel/multitask/gate-report/distribution.ts';
import { histogramBins, type RoutingStatistics } from '../../kernel/multitask/gate-report/gate-statistics.ts';
import type { GateLevel, GateReport, GateSummary } from '../../kernel/multitask/gate-report/report.ts';
import { judge } from '../../kernel/multitask/gate-report/verdict.ts';

/** A level of gates over the same experts with these mean weights and entropies per row; the rest is worked out or plausible. */
export function levelOf(
  gates: readonly GateSketch[],
  rest: Partial<Pick<GateLevel, 'level' | 'experts'>> & { cka?: number[][] } = {},
): GateLevel {
  const n = Math.max(...gates.flatMap((gate) => gate.columns ?? gate.mean.map((_, e) => e))) + 1;
  const experts =
    rest.experts ?? Array.from({ length: n }, (_, e) => ({ name: `expert ${e}`, label: `E${e}`, units: 16 }));
  const wide = gates.map((gate) => {
    const columns = gate.columns ?? gate.mean.map((_, e) => e);
    return experts.map((_, e) => gate.mean[columns.indexOf(e)] ?? 0);
  });
  return {
    level: rest.level ?? 0,
    experts,
    gates: gates.map((gate) =>
      gateOf(
        gate,
        experts.map(({ name }) => name),
        rest.level ?? 0,
      ),
    ),
    divergences: gates.flatMap((_, a) =>
      gates.slice(a + 1).map((_, i) => {
        const [p, q] = [wide[a], wide[a + 1 + i]];
        return {
          between: [a, a + 1 + i] as const,
          ofMeans: jensenShannon(p, q),
          perRow: jensenShannon(p, q),
          shared: sharedWeight(p, q),
          cosine: cosine(p, q),
          correlation: 0,
        };
      }),
    ),
    similarity: {
      cka: experts.map((_, i) =>
        experts.map((_, j) => rest.cka?.[Math.max(i, j)]?.[Math.min(i, j)] ?? (i === j ? 1 : 0.2)),
      ),
      cosine: experts.map((_, i) => experts.map((_, j) => (i === j ? 1 : 0.1))),
    },
    segmentations: [],
  };
}

export type GateSketch = {
  readonly serves: string;
  readonly mean: readonly number[];
  readonly entropy: number;
  readonly sd?: readonly number[];
  readonly columns?: readonly number[];
};

export function reportOf(levels: readonly GateLevel[], rest: Partial<GateReport> = {}): GateReport {
  const inputs = rest.inputs ?? 'standardised';
  return {
    kind: 'gate-report',
    model: 'mmoe',
    title: 'MMoE',
    tasks: ['income', 'marital'],
    rows: 49_881,
    rowsGiven: 49_881,
    inputs,
    verdict: judge(levels, { model: rest.model ?? 'mmoe', inputs }),
    levels,
    ...rest,
  };
}

function gateOf(
  { serves, mean, entropy, sd, columns = mean.map((_, e) => e) }: GateSketch,
  names: readonly string[],
  level: number,
): GateSummary {
  const n = mean.length;
  const entropyOfMean = normalisedEntropy(mean);
  const bins = (value: number) =>
    Array.from({ length: histogramBins }, (_, bin) =>
      bin === Math.min(histogramBins - 1, Math.floor(value * histogramBins)) ? 1 : 0,
    );
  const statistics: RoutingStatistics = {
    gate: `${serves} gate`,
    level,
    serves,
    experts: columns.map((column) => names[column]),
    rows: 49_881,
    mean,
    sd: sd ?? mean.map((value) => Math.sqrt(value * (1 - value)) / 2),
    entropy,
    entropyOfMean,
    histogram: mean.map(bins),
    overHalf: mean.map((value) => (value > 0.5 ? 1 : 0)),
    leads: mean,
    largest: Math.max(...mean),
    saturated: Math.max(...mean) > 0.99 ? 1 : 0,
    routingInformation: Math.max(0, entropyOfMean - entropy),
    effective: {
      overall: { order1: n ** entropyOfMean, order2: 1 / mean.reduce((sum, value) => sum + value * value, 0) },
      perRow: { order1: n ** entropy, order2: n ** entropy },
    },
    balance: { importance: squaredVariation(mean), load: squaredVariation(mean) },
    switchLoss: n * mean.reduce((sum, value) => sum + value * value, 0),
  };
  return { ...statistics, columns, contribution: mean, ownership: mean.map(() => 0.5), history: [] };
}

/** Utilisation measured on census-income after ten epochs with standardised inputs, and with raw ones. */
export const healthyGates: readonly GateSketch[] = [
  {
    serves: 'income',
    mean: [0.477, 0.014, 0.044, 0.057, 0.176, 0.056, 0.106, 0.072],
    sd: [0.386, 0.061, 0.098, 0.113, 0.184, 0.098, 0.151, 0.111],
    entropy: 0.466,
  },
  {
    serves: 'marital',
    mean: [0.035, 0.449, 0.377, 0.03, 0.006, 0.042, 0.013, 0.048],
    sd: [0.106, 0.482, 0.465, 0.089, 0.03, 0.129, 0.052, 0.13],
    entropy: 0.148,
  },
];

export const collapsedGates: readonly GateSketch[] = [
  {
    serves: 'income',
    mean: [0.011, 0, 0.989, 0, 0, 0, 0, 0.001],
    sd: [0.052, 0.002, 0.053, 0.001, 0.001, 0.001, 0.001, 0.013],
    entropy: 0,
  },
  {
    serves: 'marital',
    mean: [0.021, 0, 0, 0, 0, 0.976, 0.003, 0],
    sd: [0.088, 0.001, 0.002, 0.001, 0.001, 0.094, 0.024, 0.002],
    entropy: 0,
  },
];

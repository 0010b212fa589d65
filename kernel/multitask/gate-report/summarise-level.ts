import { type Rows, spreadRows } from '../data/index.ts';
import { expertsOf, type NetworkNode } from '../network/index.ts';
import { ablation } from './ablation.ts';
import { contribution, silence } from './contribution.ts';
import { gateDrivers } from './drivers.ts';
import type { ConnectedGate, GateLevelNodes } from './gate-levels.ts';
import { routingStatistics } from './gate-statistics.ts';
import type { GatedModel, GateReportOptions } from './gated-model.ts';
import type { Grouping } from './groupings.ts';
import type { Activations, Observation } from './observation.ts';
import type { ExpertSummary, GateLevel, GateSummary } from './report.ts';
import { type Segmentation, segmentation } from './segments.ts';
import { effectiveRank, expertSimilarity } from './similarity.ts';
import { ownership, taskDivergence } from './task-divergence.ts';

/** All statistics of one level's gates and experts. */
export async function summariseLevel(level: GateLevelNodes, context: LevelContext): Promise<GateLevel> {
  const { model, rows, activations, observation, parameters, groupings, options } = context;
  const weights = level.gates.map(({ mix }) => found(observation.weights, mix.gate));
  const statistics = level.gates.map(({ identity }, k) => routingStatistics(identity, weights[k]));
  const owners = ownership(statistics.map(({ mean }, k) => aligned(mean, level, level.gates[k])));
  const gates: GateSummary[] = [];
  for (const [k, gate] of level.gates.entries()) {
    const norms = expertsOf(gate.mix).map((expert) => found(observation.norms, expert));
    const drivers = gateDrivers(gate.mix.gate, model.network, rows, parameters);
    const masked =
      options.ablation === true
        ? await ablation(model.network, gate.mix, spreadRows(rows, 20_000), activations, parameters, options.signal)
        : undefined;
    gates.push({
      ...statistics[k],
      columns: gate.columns,
      contribution: contribution(weights[k], norms),
      ownership: gate.columns.map((column) => owners[k][column]),
      ...(masked ? { ablation: masked } : {}),
      ...(drivers ? { drivers } : {}),
      history: historyOf(model.gateHistory ?? [], gate),
    });
  }
  return {
    level: level.level,
    experts: level.experts.map((expert, e) => expertSummary(expert, level.labels[e], observation, parameters)),
    gates,
    divergences: divergences(level, weights),
    similarity: expertSimilarity(
      level.experts.map((expert) => found(observation.sample, expert)),
      level.experts.map((expert) => expert.width),
    ),
    segmentations: mostTelling(groupings, weights, level),
  };
}
export type LevelContext = {
  readonly model: GatedModel;
  readonly rows: Rows;
  readonly activations: Activations;
  readonly observation: Observation;
  readonly parameters: Readonly<Record<string, Float32Array>>;
  readonly groupings: readonly Grouping[];
  readonly options: GateReportOptions;
};

/** The six columns that tell most about routing, strongest first, then labels and predictions. */
function mostTelling(
  groupings: readonly Grouping[],
  weights: readonly Float32Array[],
  level: GateLevelNodes,
): Segmentation[] {
  const widths = level.gates.map(({ mix }) => mix.gate.width);
  const all = groupings.map((grouping) => segmentation(grouping, weights, widths));
  const features = all.filter(({ of }) => of === 'feature').sort((a, b) => b.information - a.information);
  return [...features.slice(0, 6), ...all.filter(({ of }) => of !== 'feature')];
}

function divergences(level: GateLevelNodes, weights: readonly Float32Array[]): GateLevel['divergences'] {
  const wide = level.gates.map((gate, k) => widened(weights[k], gate, level.experts.length));
  return level.gates.flatMap((_, a) =>
    level.gates.slice(a + 1).map((_, i) => {
      const b = a + 1 + i;
      return { between: [a, b] as const, ...taskDivergence(wide[a], wide[b], level.experts.length) };
    }),
  );
}

/** g[row, expert] over all experts of the level: what a gate does not see has no weight. */
function widened(weights: Float32Array, gate: ConnectedGate, experts: number): Float32Array {
  const own = gate.columns.length;
  if (own === experts) return weights;
  const wide = new Float32Array((weights.length / own) * experts);
  for (let row = 0; row < weights.length / own; row++) {
    for (let e = 0; e < own; e++) wide[row * experts + gate.columns[e]] = weights[row * own + e];
  }
  return wide;
}

function aligned(mean: readonly number[], level: GateLevelNodes, gate: ConnectedGate): number[] {
  return level.experts.map((_, e) => mean[gate.columns.indexOf(e)] ?? 0);
}

function expertSummary(
  expert: NetworkNode,
  label: string,
  observation: Observation,
  parameters: Readonly<Record<string, Float32Array>>,
): ExpertSummary {
  const base = { name: expert.name, label, units: expert.width };
  if (expert.kind !== 'dense') return base;
  const weights = parameters[expert.weights.name];
  return {
    ...base,
    ...(expert.activation === 'relu' ? silence(found(observation.active, expert), observation.rows) : {}),
    ...(weights ? { effectiveRank: effectiveRank(weights, expert.width) } : {}),
  };
}

function historyOf(
  epochs: NonNullable<GatedModel['gateHistory']>,
  { identity }: ConnectedGate,
): GateSummary['history'] {
  return epochs.flatMap(({ epoch, gates }) => {
    const then = gates.find((gate) => gate.gate === identity.gate && gate.level === identity.level);
    return then ? [{ epoch, mean: then.mean }] : [];
  });
}

function found<Key extends NetworkNode, Value>(map: ReadonlyMap<NetworkNode, Value>, key: Key): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`gateReport: block "${key.name}" was not observed.`);
  return value;
}

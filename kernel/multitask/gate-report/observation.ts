import { type Rows, sliceRows } from '../data/index.ts';
import type { GateNode, NetworkNode } from '../network/index.ts';
import { rowNorms } from './contribution.ts';
import type { GateLevelNodes } from './gate-levels.ts';

/** What the gates and the experts of a model did on some rows: all that the statistics need, in bounded memory. */
export type Observation = {
  readonly rows: number;
  /** g[row, expert] of each gate, row-major. */
  readonly weights: ReadonlyMap<GateNode, Float32Array>;
  /** ‖f(row)‖ of each expert. [row] */
  readonly norms: ReadonlyMap<NetworkNode, Float32Array>;
  /** On how many rows each unit of each expert is not 0. [unit] */
  readonly active: ReadonlyMap<NetworkNode, Float64Array>;
  /** f[row, unit] of each expert on evenly spaced rows, row-major: enough to compare experts. */
  readonly sample: ReadonlyMap<NetworkNode, Float32Array>;
};

/** Runs the model over `rows`, a stretch at a time. */
export async function observe(
  levels: readonly GateLevelNodes[],
  activations: Activations,
  rows: Rows,
  signal: AbortSignal | undefined,
): Promise<Observation> {
  const gates = [...new Set(levels.flatMap((level) => level.gates.map(({ mix }) => mix.gate)))];
  const experts = [...new Set(levels.flatMap((level) => level.experts))];
  const step = sampleStep(experts, rows.length);
  const perRow = (node: NetworkNode) => new Float32Array(rows.length * node.width);
  const weights = new Map(gates.map((gate) => [gate, perRow(gate)]));
  const norms = new Map(experts.map((expert) => [expert, new Float32Array(rows.length)]));
  const active = new Map(experts.map((expert) => [expert, new Float64Array(expert.width)]));
  const sampled = Math.ceil(rows.length / step);
  const sample = new Map(experts.map((expert) => [expert, new Float32Array(sampled * expert.width)]));

  const stretch = rowsPerCall([...gates, ...experts]);
  for (let start = 0; start < rows.length; start += stretch) {
    signal?.throwIfAborted();
    const end = Math.min(rows.length, start + stretch);
    // The rows themselves where they are all: trainers keep what they made of them.
    const part = end - start === rows.length ? rows : sliceRows(rows, start, end);
    const values = await activations(part, [...gates, ...experts], signal);
    for (const [i, gate] of gates.entries()) weights.get(gate)?.set(values[i], start * gate.width);
    for (const [i, expert] of experts.entries()) {
      const output = values[gates.length + i];
      norms.get(expert)?.set(rowNorms(output, expert.width, active.get(expert)), start);
      const first = Math.ceil(start / step) * step;
      for (let row = first; row < end; row += step) {
        const from = (row - start) * expert.width;
        sample.get(expert)?.set(output.subarray(from, from + expert.width), (row / step) * expert.width);
      }
    }
  }
  return { rows: rows.length, weights, norms, active, sample };
}

/** `Trainer.activations`: what the given nodes compute without dropout, row-major, in the order of `nodes`. */
export type Activations = (
  rows: Rows,
  nodes: readonly NetworkNode[],
  signal?: AbortSignal,
) => Promise<readonly Float32Array[]>;

/** Few calls, but what one returns stays near 32 MB. */
function rowsPerCall(nodes: readonly NetworkNode[]): number {
  const width = nodes.reduce((sum, node) => sum + node.width, 0);
  return Math.max(1024, Math.min(1 << 16, Math.floor(8e6 / width)));
}

/** Every how many rows are kept to compare experts: 4,096 rows, fewer when the experts are so wide that it would take seconds. */
function sampleStep(experts: readonly NetworkNode[], rows: number): number {
  const width = experts.reduce((sum, expert) => sum + expert.width, 0);
  const wanted = Math.min(4096, Math.max(512, 4e8 / width ** 2));
  return Math.max(1, Math.ceil(rows / wanted));
}

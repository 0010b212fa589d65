import type { Numbers, Rows } from '../data/index.ts';
import { auc } from '../metrics/index.ts';
import { type MixNode, type Network, nodesOf, type Output, type Probability } from '../network/index.ts';
import type { Activations } from './observation.ts';
import { frontier, type NodeValues, reachedOutputs, replay } from './replay.ts';

/**
 * How much worse a model ranks without each expert of a gate: AUC with the expert masked and the gate's other weights
 * renormalised to sum 1, less AUC as it is; the mean over the binary tasks that the gate reaches. Negative: the expert helps.
 *
 * @returns one number per expert of the gate, NaN when no AUC exists; undefined when the gate reaches no binary task or
 *   something on the way reads the inputs directly.
 */
export async function ablation(
  network: Network,
  mix: MixNode,
  rows: Rows,
  activations: Activations,
  parameters: Readonly<Record<string, Float32Array>>,
  signal?: AbortSignal,
): Promise<number[] | undefined> {
  const outputs = reachedOutputs(network, mix).filter(({ task }) => task?.kind === 'binary');
  const logits = outputs.flatMap(nodesOf);
  const needed = [...new Set([...frontier(logits, mix), mix.gate, ...mix.experts])];
  if (outputs.length === 0 || needed.some((node) => node.kind === 'input')) return undefined;
  const values = await activations(rows, needed, signal);
  const known = new Map(needed.map((node, i) => [node, values[i]]));
  const gate = known.get(mix.gate) ?? new Float32Array();

  const score = (weights: Float32Array) => {
    const [mixed] = replay([mix], new Map([...known, [mix.gate, weights]]), parameters);
    const found = replay(logits, new Map([...known, [mix, mixed]]), parameters);
    return meanAuc(outputs, new Map(logits.map((node, i) => [node, found[i]])), rows);
  };
  const whole = score(gate);
  const differences: number[] = [];
  for (let e = 0; e < mix.experts.length; e++) {
    // Each expert takes a while: timers, plots and interrupts stay alive in between.
    await new Promise((resume) => setImmediate(resume));
    signal?.throwIfAborted();
    differences.push(score(withoutExpert(gate, mix.experts.length, e)) - whole);
  }
  return differences;
}

/** Weights with column `masked` 0 and the rest renormalised; an even split where the masked expert had everything. */
export function withoutExpert(weights: ArrayLike<number>, n: number, masked: number): Float32Array {
  const left = new Float32Array(weights.length);
  for (let row = 0; row < weights.length; row += n) {
    let sum = 0;
    for (let e = 0; e < n; e++) if (e !== masked) sum += weights[row + e];
    for (let e = 0; e < n; e++) {
      if (e !== masked) left[row + e] = sum > 0 ? weights[row + e] / sum : 1 / (n - 1);
    }
  }
  return left;
}

function meanAuc(outputs: readonly Output[], logits: NodeValues, rows: Rows): number {
  const scores = outputs.map((output) => {
    const { weights } = rows;
    return auc(labelsOf(output, rows), scoreOf(output, logits, rows.length), { weights });
  });
  return scores.reduce((sum, value) => sum + value, 0) / scores.length;
}

function labelsOf({ task, name }: Output, rows: Rows): Numbers {
  const labels = task && rows.labels[task.name];
  if (!labels) throw new Error(`The rows have no labels of task "${task?.name}", which output "${name}" predicts.`);
  return labels;
}

/** An increasing function of the output's probability: Σ ln sigmoid of its factors. */
export function scoreOf(output: Output, logits: NodeValues, rows: number): Float64Array {
  const score = (value: Probability, row: number): number =>
    value.kind === 'probability'
      ? logSigmoid(logits.get(value.logit)?.[row] ?? Number.NaN)
      : value.factors.reduce((sum, factor) => sum + score(factor, row), 0);
  return Float64Array.from({ length: rows }, (_, row) =>
    output.kind === 'binary' ? score(output.value, row) : Number.NaN,
  );
}

/** ln(1 ÷ (1 + e⁻ᶻ)), exact for large |z|. */
function logSigmoid(z: number): number {
  return Math.min(z, 0) - Math.log1p(Math.exp(-Math.abs(z)));
}

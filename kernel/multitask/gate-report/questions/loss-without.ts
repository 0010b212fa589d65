import type { Rows } from '../../data/index.ts';
import { compareAuc, compareRmse } from '../../metrics/index.ts';
import { type MixNode, type Network, nodesOf, type Output } from '../../network/index.ts';
import { inLabelUnits } from '../../trainers/index.ts';
import { scoreOf, withoutExpert } from '../ablation.ts';
import type { Activations } from '../observation.ts';
import { frontier, type NodeValues, reachedOutputs, replay } from '../replay.ts';

/** What one task loses without an expert: its metric with the expert masked, less as it is. */
export type TaskWithout = {
  /** Name of the task. */
  readonly task: string;
  /** What the difference is of. */
  readonly metric: 'auc' | 'rmse';
  /** Below 0 for an AUC, above 0 for an RMSE (label units): the expert helps. NaN where there is none. */
  readonly difference: number;
  /** Paired over the rows: DeLong's for AUC, that of the linear part for RMSE. */
  readonly error: number;
  /** Why there is no number. */
  readonly reason?: string;
};

/** A gate that is asked, and the position of the expert among its own. */
export type MaskedGate = { readonly mix: MixNode; readonly own: number };

/**
 * What each task that these gates reach loses when they may not use one expert; their other weights are renormalised to sum
 * 1. The gates must not depend on one another, as those of one level do not.
 */
export async function lossWithout(
  network: Network,
  masked: readonly MaskedGate[],
  rows: Rows,
  activations: Activations,
  parameters: Readonly<Record<string, Float32Array>>,
  signal?: AbortSignal,
): Promise<TaskWithout[]> {
  const mixes = masked.map(({ mix }) => mix);
  const outputs = reachedOutputs(network, ...mixes);
  const targets = outputs.flatMap(nodesOf);
  const needed = [...new Set([...frontier(targets, ...mixes), ...mixes.flatMap((mix) => [mix.gate, ...mix.experts])])];
  const values = await activations(rows, needed, signal);
  const known: NodeValues = new Map(needed.map((node, i) => [node, values[i]]));

  const outcome = (gates: NodeValues): NodeValues => {
    const mixed = mixes.map((mix) => [mix, replay([mix], new Map([...known, ...gates]), parameters)[0]] as const);
    const found = replay(targets, new Map([...known, ...mixed]), parameters);
    return new Map(targets.map((node, i) => [node, found[i]]));
  };
  const whole = outcome(new Map());
  // Each takes a while: timers, plots and interrupts stay alive in between.
  await new Promise((resume) => setImmediate(resume));
  signal?.throwIfAborted();
  const without = outcome(
    new Map(
      masked.map(({ mix, own }) => [
        mix.gate,
        withoutExpert(known.get(mix.gate) ?? new Float32Array(), mix.experts.length, own),
      ]),
    ),
  );
  return outputs.flatMap((output) => compared(output, whole, without, rows));
}

function compared(output: Output, whole: NodeValues, without: NodeValues, rows: Rows): TaskWithout[] {
  const { task } = output;
  if (!task) return [];
  const metric = task.kind === 'binary' ? 'auc' : 'rmse';
  const labels = rows.labels[task.name];
  const nothing = { task: task.name, metric, difference: Number.NaN, error: Number.NaN } as const;
  if (!labels) return [{ ...nothing, reason: 'These rows have no labels of the task.' }];
  const { weights } = rows;
  if (metric === 'auc') {
    const [after, before] = [without, whole].map((values) => scoreOf(output, values, rows.length));
    const { difference, error, warnings } = compareAuc(labels, after, before, { weights });
    const reason = Number.isNaN(difference) ? warnings?.[0] : undefined;
    return [{ task: task.name, metric, difference, error, ...(reason === undefined ? {} : { reason }) }];
  }
  const [after, before] = [without, whole].map((values) => {
    const columns = nodesOf(output).map((node) => values.get(node) ?? new Float32Array(rows.length));
    return inLabelUnits([output], columns)[output.name];
  });
  const { difference, error } = compareRmse(labels, after, before, { weights });
  return [{ task: task.name, metric, difference, error }];
}

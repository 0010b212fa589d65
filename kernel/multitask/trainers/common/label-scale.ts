import { fitsFloat32, type Numbers, type Task } from '../../data/index.ts';
import type { Output } from '../../network/index.ts';

/** A numeric task's loss is about (label − mean) ÷ sd; what people are told is in label units again. */
export type LabelScale = { readonly mean: number; readonly sd: number };

/** That of a task's train labels; labels as they are where the task is binary, or does not know them. */
export function labelScale({ kind, mean = 0, sd = 1 }: Task): LabelScale {
  return kind === 'numeric' ? { mean, sd } : { mean: 0, sd: 1 };
}

/** What every trainer predicts: the columns of a network's outputs in label units, in 64 bits where 32 would round. */
export function inLabelUnits(
  outputs: readonly Output[],
  columns: readonly Float32Array[],
): Readonly<Record<string, Numbers>> {
  return Object.fromEntries(outputs.map(({ name, task }, i) => [name, task ? scaled(columns[i], task) : columns[i]]));
}

function scaled(values: Float32Array, task: Task): Numbers {
  const { mean, sd } = labelScale(task);
  if (mean === 0 && sd === 1) return values;
  const found = fitsFloat32(mean, sd) ? new Float32Array(values.length) : new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) found[row] = mean + sd * values[row];
  return found;
}

/** What a task's mean loss is multiplied by to be in label units: a squared error by sd². */
export function lossUnit(task: Task): number {
  return labelScale(task).sd ** 2;
}

/** log σ² of a task's labels, from that of the labels as its loss sees them. */
export function logVarianceInLabelUnits(task: Task, logVariance: number): number {
  return logVariance + 2 * Math.log(labelScale(task).sd);
}

/**
 * What exp(−s) L is multiplied by in a learned weight's loss, exp(−s) L + s ÷ 2: ½ for a squared error (Kendall et al. 2018,
 * eq. 7), whose s = log σ² then settles at ln L, and 1 for the cross-entropy of a binary task (eq. 10).
 */
export function likelihoodFactor({ kind }: Task): number {
  return kind === 'numeric' ? 0.5 : 1;
}

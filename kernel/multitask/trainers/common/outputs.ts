import type { Output } from '../../network/index.ts';

/** An output that has a loss. */
export type TrainedOutput = Output & { readonly task: NonNullable<Output['task']> };

/** The outputs that have a loss, in order: losses, labels and task weights stand in this order everywhere. */
export function trainedOutputs(outputs: readonly Output[]): readonly TrainedOutput[] {
  return outputs.filter((output): output is TrainedOutput => output.task !== undefined);
}

/** A weight for each task, in order; 1 for one that is not named. */
export function fixedWeights(tasks: readonly string[], taskWeights: Readonly<Record<string, number>>): number[] {
  return tasks.map((task) => taskWeights[task] ?? 1);
}

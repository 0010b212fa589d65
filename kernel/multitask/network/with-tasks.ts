import type { Task } from '../data/index.ts';
import type { Network, Output } from './network.ts';

/** The network with more known of its tasks, e.g. the mean and sd of their labels; its nodes and parameters stay. */
export function withTasks(network: Network, tasks: readonly Task[]): Network {
  const outputs = new Map(
    network.outputs.map((output): [Output, Output] => {
      const task = tasks.find(({ name }) => name === output.task?.name);
      return [output, task ? { ...output, task } : output];
    }),
  );
  const now = (output: Output) => outputs.get(output) ?? output;
  return {
    ...network,
    tasks,
    outputs: network.outputs.map(now),
    penalties: network.penalties.map((penalty) => ({
      ...penalty,
      lower: now(penalty.lower),
      upper: now(penalty.upper),
    })),
  };
}

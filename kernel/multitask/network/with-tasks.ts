import type { Task } from '../data/index.ts';
import type { Network, Output, Penalty } from './network.ts';

/** The network with more known of its tasks, e.g. the mean and sd of their labels; its nodes and parameters stay. */
export function withTasks(network: Network, tasks: readonly Task[]): Network {
  const outputs = new Map(
    network.outputs.map((output): [Output, Output] => {
      const task = tasks.find(({ name }) => name === output.task?.name);
      return [output, task ? { ...output, task } : output];
    }),
  );
  const now = <Value>(value: Value): Value => (outputs.get(value as Output) as Value | undefined) ?? value;
  return {
    ...network,
    tasks,
    outputs: network.outputs.map(now),
    penalties: network.penalties.map(
      (penalty) => Object.fromEntries(Object.entries(penalty).map(([role, value]) => [role, now(value)])) as Penalty,
    ),
  };
}

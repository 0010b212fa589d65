import { addLabels, noLabels, type RowStream, type Rows, type Task, whyNoneCounts, withLabels } from '../data/index.ts';
import { type Network, withTasks } from '../network/index.ts';
import { assumesOrder, inFunnelOrder, isStream, type ResolvedOptions, weighedRows } from '../training/index.ts';

/** The rows of a run, without those of weight 0, and its options with what the others weigh. */
export function weighed(
  network: Network,
  rows: Rows | RowStream,
  resolved: ResolvedOptions,
): { counted: Rows | RowStream; resolved: ResolvedOptions } {
  if (isStream(rows)) return { counted: rows, resolved };
  const tasks = network.tasks.map(({ name }) => name);
  const { rows: counted, rowWeights } = weighedRows(rows, tasks, resolved.plan.rowWeights);
  checkSomethingTrains(network, counted, resolved.plan.taskWeights, rowWeights);
  const batchSize = Math.min(resolved.plan.batchSize, counted.length);
  const stepsPerEpoch = Math.ceil(counted.length / batchSize);
  return { counted, resolved: { ...resolved, plan: { ...resolved.plan, batchSize, stepsPerEpoch, rowWeights } } };
}

/** @throws when no row counts for any task that has a weight: no step would change a thing. */
function checkSomethingTrains(
  { tasks }: Network,
  { labels }: Rows,
  taskWeights: ResolvedOptions['plan']['taskWeights'],
  rowWeights: ResolvedOptions['plan']['rowWeights'],
): void {
  const whys = tasks.map(({ name }) =>
    taskWeights !== 'uncertainty' && taskWeights[name] === 0
      ? `Task "${name}" has the weight 0.`
      : whyNoneCounts(labels[name], rowWeights?.[name], `of task "${name}"`),
  );
  if (whys.every((why) => why !== undefined))
    throw new Error(
      `fit: there is nothing to train on. ${whys.join(' ')} Give at least one task rows with a label and a weight above 0.`,
    );
}

/** The network to train on these rows, see `inFunnelOrder`. Of a stream its first chunk is looked at. */
export async function inOrder(title: string, network: Network, rows: Rows | RowStream, signal: AbortSignal) {
  if (!assumesOrder(network)) return { network, warnings: [] };
  if (!isStream(rows)) return inFunnelOrder(network, rows, title);
  for await (const chunk of rows.chunks(signal)) {
    const seen = chunk.length < rows.length ? `the first ${chunk.length.toLocaleString('en-US')} rows` : undefined;
    return inFunnelOrder(network, chunk, title, seen);
  }
  return { network, warnings: [] };
}

/**
 * Labels of numeric tasks that do not know their mean and sd are those of the first rows that their model is trained on; a
 * stream is read once more for it. A model that was trained without them goes on without.
 */
export async function withLabelScales(network: Network, rows: Rows | RowStream, signal: AbortSignal): Promise<Network> {
  const isUnknown = ({ kind, mean, sd }: Task) => kind === 'numeric' && mean === undefined && sd === undefined;
  if (signal.aborted || !network.tasks.some(isUnknown)) return network;
  const sums = network.tasks.map(noLabels);
  try {
    for await (const piece of isStream(rows) ? rows.chunks(signal) : [rows])
      for (const [i, task] of network.tasks.entries()) addLabels(sums[i], piece.labels[task.name]);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  // The run that is about to begin is over before its first step.
  if (signal.aborted) return network;
  return withTasks(
    network,
    network.tasks.map((task, i) => (isUnknown(task) ? withLabels(task, sums[i]) : task)),
  );
}

/** Stands for rows that a cluster has not counted yet, so that mistaken options are said before it is asked. */
export const unreadRows: RowStream = {
  length: 2 ** 31,
  async *chunks() {
    yield* [];
  },
};

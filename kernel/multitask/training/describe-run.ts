import { addLabels, noLabels, type RowStream, type Rows } from '../data/index.ts';
import { routingLevels } from '../gate-report/index.ts';
import { type Network, networkSummary, sharedParts } from '../network/index.ts';
import { isStream } from './epoch-pieces.ts';
import type { GoesOn, RunDescription, RunTask } from './events.ts';
import type { ResolvedOptions } from './resolve-options.ts';

/** What does not change during a run, for plots and histories. */
export function describeRun(
  number: number,
  { network, title }: { readonly network: Network; readonly title: string },
  rows: Rows | RowStream,
  validation: Rows | undefined,
  { epochs, plan }: ResolvedOptions,
  { dataset, settings, trainer, warnings, goesOn, judgedBy }: About,
): RunDescription {
  const gates = routingLevels(network);
  return {
    id: `run-${number}`,
    number,
    model: network.model,
    title,
    summary: networkSummary(network),
    dataset,
    rows: rows.length,
    validationRows: validation?.length ?? 0,
    tasks: network.tasks.map((task) => ({
      name: task.name,
      kind: task.kind,
      description: describeTask(task, rows),
      output: network.outputs.find((output) => output.task?.name === task.name)?.name,
    })),
    batchSize: plan.batchSize,
    epochs,
    stepsPerEpoch: Math.ceil(rows.length / plan.batchSize),
    seed: plan.seed,
    settings,
    trainer,
    ...(judgedBy === undefined ? {} : { judgedBy }),
    ...(goesOn ? { goesOn } : {}),
    ...(plan.taskWeights === 'uncertainty' ? { taskWeights: 'learned' as const } : {}),
    ...(plan.conflicts ? { sharedParts: sharedParts(network).map(({ name }) => name) } : {}),
    ...(gates.length > 0 ? { gates } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

type About = Required<Pick<RunDescription, 'dataset' | 'settings' | 'trainer' | 'warnings'>> & {
  readonly goesOn: GoesOn | undefined;
  readonly judgedBy: string | undefined;
};

/** "over $50 K · 6.2 %": what a task is and, for a binary one with rows in memory, how often its label is 1. */
function describeTask({ name, kind, description }: RunTask, rows: Rows | RowStream): string | undefined {
  const parts = description === undefined ? [] : [description];
  if (kind === 'binary' && !isStream(rows)) {
    const labels = noLabels();
    addLabels(labels, rows.labels[name]);
    if (labels.count > 0) parts.push(`${(100 * labels.mean).toPrecision(2)} %`);
  }
  return parts.length > 0 ? parts.join(' · ') : undefined;
}

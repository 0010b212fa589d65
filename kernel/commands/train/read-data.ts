import { statSync } from 'node:fs';
import type { Dataset, RowStream, Rows } from '../../multitask/data/index.ts';
import type { Datasets } from '../../multitask/datasets/index.ts';
import type { Model } from '../../multitask/model/index.ts';
import { UsageError } from '../command-line.ts';

/** A dataset whose train rows may be a stream. */
export type TrainingData = Omit<Dataset, 'train'> & { readonly train: Rows | RowStream };

export type DataOptions = {
  /** A dataset's name, a file of a table, or a folder with Ali-CCP's files. */
  readonly data: string;
  /** Columns of a table that are labels 0 or 1, and numbers. */
  readonly labels: readonly string[];
  readonly numericLabels: readonly string[];
  readonly ignore: readonly string[];
  /** Shares of a table's rows. */
  readonly validation: number;
  readonly test: number;
  readonly stream: 'stream' | 'in memory';
  readonly seed: number;
  /** The model that is to go on: a table is then read in the codes of its columns, with its labels. */
  readonly resumed?: Model | undefined;
  readonly signal: AbortSignal;
};

/** @throws UsageError when there is no such dataset, or a table has no labels named. */
export async function readData(datasets: Datasets, options: DataOptions): Promise<TrainingData> {
  const { data, labels, numericLabels, ignore, validation, test, seed, signal } = options;
  switch (data) {
    case 'census-income':
      return datasets.censusIncome({ signal });
    case 'click-funnel':
      return datasets.clickFunnel({ seed });
    case 'correlated-tasks':
      return datasets.correlatedTasks({ labels: 'binary', seed });
  }
  const found = statSync(data, { throwIfNoEntry: false });
  if (!found)
    throw new UsageError(
      `--data: there is no file ${data}, and no dataset of that name. The datasets are census-income, click-funnel and correlated-tasks.`,
    );
  if (found.isDirectory()) return datasets.aliCcp(data, { signal });
  const parts = { validation, test, seed, signal };
  if (options.resumed) {
    const { features, tasks } = options.resumed.network;
    checkLabels(options, options.resumed);
    const table = { tasks: Object.fromEntries(tasks.map((task) => [task.name, task])), features, ...parts };
    return options.stream === 'stream' ? datasets.table(data, { ...table, stream: true }) : datasets.table(data, table);
  }
  if (labels.length + numericLabels.length === 0)
    throw new UsageError(
      `--labels is missing: name the columns of ${data} that are labels, e.g. --labels click,purchase.`,
    );
  const tasks = Object.fromEntries([
    ...labels.map((name) => [name, 'binary'] as const),
    ...numericLabels.map((name) => [name, 'numeric'] as const),
  ]);
  const table = { tasks, ignore, ...parts };
  return options.stream === 'stream' ? datasets.table(data, { ...table, stream: true }) : datasets.table(data, table);
}

/** A resumed model has its tasks; flags that name others would be ignored without a word. */
function checkLabels({ labels, numericLabels }: DataOptions, { network }: Model): void {
  for (const [flag, kind, given] of [
    ['--labels', 'binary', labels],
    ['--numeric-labels', 'numeric', numericLabels],
  ] as const) {
    const own = network.tasks.filter((task) => task.kind === kind).map(({ name }) => name);
    const other = given.find((name) => !own.includes(name));
    if (other !== undefined)
      throw new UsageError(
        `${flag} names ${other}, which is none of the ${kind} tasks of the checkpoint (${own.join(', ') || 'none'}).`,
      );
  }
}

import { statSync } from 'node:fs';
import type { Dataset, RowStream, Rows } from '../../multitask/data/index.ts';
import type { Datasets } from '../../multitask/datasets/index.ts';
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
  if (labels.length + numericLabels.length === 0)
    throw new UsageError(
      `--labels is missing: name the columns of ${data} that are labels, e.g. --labels click,purchase.`,
    );
  const tasks = Object.fromEntries([
    ...labels.map((name) => [name, 'binary'] as const),
    ...numericLabels.map((name) => [name, 'numeric'] as const),
  ]);
  const table = { tasks, ignore, validation, test, seed, signal };
  return options.stream === 'stream' ? datasets.table(data, { ...table, stream: true }) : datasets.table(data, table);
}

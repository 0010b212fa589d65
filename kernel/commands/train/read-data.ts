import { statSync } from 'node:fs';
import type { Dataset, RowStream, Rows } from '../../multitask/data/index.ts';
import type { ColumnUse, Datasets } from '../../multitask/datasets/index.ts';
import type { Model } from '../../multitask/model/index.ts';
import { UsageError } from '../command-line/index.ts';
import { checkColumnFlags } from '../tables/check-column-flags.ts';
import { namedDataset } from '../tables/named-dataset.ts';
import type { tableOf } from '../tables/table-flags.ts';

/** A dataset whose train rows may be a stream. */
export type TrainingData = Omit<Dataset, 'train'> & {
  readonly train: Rows | RowStream;
  /** What each column of a table became. */
  readonly columns?: readonly ColumnUse[];
  readonly notes?: readonly string[];
};

export type DataOptions = {
  /** A dataset's name, or a table: a file, a pattern, a folder, a query; without labels, a folder with Ali-CCP's files. */
  readonly data: string;
  /** What the flags say of a table. */
  readonly table: ReturnType<typeof tableOf>;
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
  const { data, validation, test, seed, signal } = options;
  const dataset = await namedDataset(datasets, data, { seed, signal });
  const { weight } = options.table;
  const noWeights = (rows: string) =>
    new UsageError(`--weight names a column of a table, here ${weight}: the rows of ${rows} all count alike.`);
  if (dataset && weight !== undefined) throw noWeights(data);
  if (dataset) return dataset;
  const parts = { validation, test, seed, signal };
  if (options.resumed) return resumedTable(datasets, options, options.resumed, parts);
  if (Object.keys(options.table.tasks).length === 0) {
    if (statSync(data, { throwIfNoEntry: false })?.isDirectory()) {
      if (weight !== undefined) throw noWeights(`Ali-CCP in ${data}`);
      return datasets.aliCcp(data, { signal });
    }
    throw new UsageError(
      `--labels is missing: name the columns of ${data} that are labels, e.g. --labels click,purchase. ` +
        'multitask-notebook columns shows what there is.',
    );
  }
  const table = { ...options.table, ...parts };
  return options.stream === 'stream' ? datasets.table(data, { ...table, stream: true }) : datasets.table(data, table);
}

/** The table of a model that goes on: in the codes of its columns, with its labels. */
function resumedTable(
  datasets: Datasets,
  { data, table: given, stream }: DataOptions,
  { network }: Model,
  parts: Pick<DataOptions, 'validation' | 'test' | 'seed' | 'signal'>,
): Promise<TrainingData> {
  const { features, tasks } = network;
  checkTasks(given, network);
  checkColumnFlags(given, network);
  const { labels, missing, csv } = given;
  const own = Object.fromEntries(tasks.map((task) => [task.name, task]));
  const weight = given.weight ?? features.readWith?.weight;
  const table = { tasks: own, features, labels, missing, csv, ...(weight === undefined ? {} : { weight }), ...parts };
  return stream === 'stream' ? datasets.table(data, { ...table, stream: true }) : datasets.table(data, table);
}

/** A resumed model has its tasks; flags that name others would be ignored without a word. */
function checkTasks({ tasks }: DataOptions['table'], network: Model['network']): void {
  for (const [flag, kind] of [
    ['--labels', 'binary'],
    ['--numeric-labels', 'numeric'],
  ] as const) {
    const own = network.tasks.filter((task) => task.kind === kind).map(({ name }) => name);
    const other = Object.keys(tasks).find((name) => tasks[name] === kind && !own.includes(name));
    if (other !== undefined)
      throw new UsageError(
        `${flag} names ${other}, which is none of the ${kind} tasks of the checkpoint (${own.join(', ') || 'none'}).`,
      );
  }
}

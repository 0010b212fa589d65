import { existsSync } from 'node:fs';
import type { Dataset } from '../../multitask/data/index.ts';
import { type Datasets, isQuery } from '../../multitask/datasets/index.ts';
import { UsageError } from '../command-line/index.ts';

/** The dataset of this name; undefined where --data is a table: a file, a pattern, a folder, a query. */
export async function namedDataset(
  datasets: Datasets,
  data: string,
  { seed, signal }: { readonly seed: number; readonly signal: AbortSignal },
): Promise<Dataset | undefined> {
  switch (data) {
    case 'census-income':
      return datasets.censusIncome({ signal });
    case 'click-funnel':
      return datasets.clickFunnel({ seed });
    case 'correlated-tasks':
      return datasets.correlatedTasks({ labels: 'binary', seed });
    case 'domains':
      return datasets.domains({ seed });
    case 'sequences':
      return datasets.sequences({ seed });
  }
  if (existsSync(data) || isQuery(data) || /[*?[]|:\/\//.test(data)) return undefined;
  throw new UsageError(
    `--data: there is no file ${data}, and no dataset of that name. The datasets are census-income, click-funnel, correlated-tasks, domains and sequences.`,
  );
}

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset, Rows } from '../../kernel/multitask/data/dataset.ts';
import type { CategoricalColumn, NumericColumn } from '../../kernel/multitask/data/features.ts';
import { randomStream } from '../../kernel/multitask/data/random.ts';
import { censusIncome } from '../../kernel/multitask/datasets/census/census-income.ts';

/** Census-income, from MULTITASK_DATA or the cache. */
export const census = (): Promise<Dataset> => censusIncome();

/**
 * Impressions of 23 categorical columns that share one table of `rows` rows, for ESMM. Codes are drawn as u³ · size, so
 * that a few are frequent and most are rare, as ids are.
 */
export function funnel(rows: number, impressions = 200_000): Dataset {
  const random = randomStream(1, `funnel ${rows}`);
  const fields = 23;
  const columns = Array.from({ length: fields }, (_, field): CategoricalColumn => {
    const size = Math.floor(rows / fields) + (field < rows % fields ? 1 : 0);
    return { kind: 'categorical', name: `field ${field}`, values: new Array<string>(size).fill('') };
  });
  const click = Float32Array.from({ length: impressions }, () => (random.uniform() < 0.3 ? 1 : 0));
  const train: Rows = {
    columns,
    length: impressions,
    numeric: [],
    categorical: columns.map(({ values }) =>
      Int32Array.from({ length: impressions }, () => Math.floor(random.uniform() ** 3 * values.length)),
    ),
    lists: [],
    labels: { click, buy: click.map((clicked) => (clicked && random.uniform() < 0.3 ? 1 : 0)) },
  };
  const none: Rows = { columns, length: 0, numeric: [], categorical: [], lists: [], labels: {} };
  const tasks = [
    { name: 'click', kind: 'binary' },
    { name: 'buy', kind: 'binary' },
  ] as const;
  return { name: `funnel of ${rows}`, features: { columns }, tasks, train, validation: none, test: none };
}

/** Writes what the peers read, see peers/data.py. */
export async function writeBenchData(folder: string, funnelRows: readonly number[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const write = (name: string, values: Float32Array | Int32Array) =>
    writeFile(join(folder, name), new Uint8Array(values.buffer));
  const { features, tasks, train } = await census();
  const numeric = features.columns.filter((column): column is NumericColumn => column.kind === 'numeric');
  const sizes = sizesOf(features.columns.filter((column) => column.kind === 'categorical'));
  await write(
    'census.numeric',
    byRow(
      train.length,
      numeric.length,
      (row, c) => (train.numeric[c][row] - numeric[c].mean) / numeric[c].sd,
      Float32Array,
    ),
  );
  await write('census.codes', codesByRow(train, sizes));
  await write(
    'census.labels',
    byRow(train.length, tasks.length, (row, t) => train.labels[tasks[t].name][row], Float32Array),
  );
  const about = { numeric: numeric.length, categorical: sizes.length, ones: sizes.reduce((a, b) => a + b, 0) };
  await writeFile(join(folder, 'census.json'), JSON.stringify(about));
  for (const rows of funnelRows) {
    const data = funnel(rows);
    await write(`funnel-${rows}.codes`, codesByRow(data.train, sizesOf(data.features.columns as CategoricalColumn[])));
    const labels = byRow(data.train.length, 2, (row, t) => data.train.labels[data.tasks[t].name][row], Float32Array);
    await write(`funnel-${rows}.labels`, labels);
  }
}

/** Codes of all columns as rows of one table, [row][column]. */
function codesByRow(rows: Rows, sizes: readonly number[]): Int32Array {
  const firsts = sizes.map((_, i) => sizes.slice(0, i).reduce((a, b) => a + b, 0));
  return byRow(rows.length, sizes.length, (row, c) => firsts[c] + rows.categorical[c][row], Int32Array);
}

function sizesOf(columns: readonly CategoricalColumn[]): number[] {
  return columns.map(({ values }) => values.length);
}

function byRow<Numbers extends Float32Array | Int32Array>(
  rows: number,
  columns: number,
  value: (row: number, column: number) => number,
  Kind: new (length: number) => Numbers,
): Numbers {
  const found = new Kind(rows * columns);
  for (let row = 0; row < rows; row++) for (let c = 0; c < columns; c++) found[row * columns + c] = value(row, c);
  return found;
}

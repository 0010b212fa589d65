import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset, Rows } from '../../kernel/multitask/data/dataset.ts';
import type { CategoricalColumn, NumericColumn } from '../../kernel/multitask/data/features.ts';
import { randomStream } from '../../kernel/multitask/data/random.ts';
import { censusIncome } from '../../kernel/multitask/datasets/census/census-income.ts';

/** Census-income, from MULTITASK_DATA or the cache. */
export const census = (): Promise<Dataset> => censusIncome();

/** Categories of each column of Ali-CCP, as the code of AITM's authors has them (Xi et al., KDD 2021). */
const aliCcpSizes = [
  238_635, 98, 14, 3, 8, 4, 4, 3, 5, 467_298, 6_929, 263_942, 106_399, 5_888, 104_830, 51_878, 37_148, 4,
] as const;

/** Rows of the table that all columns of `aliCcpSizes` share: which `funnel` it is. */
export const aliCcpRows: number = aliCcpSizes.reduce((sum, size) => sum + size, 0);

/**
 * Impressions of categorical columns that share one table of `rows` rows, for ESMM. 23 columns of the same size, whose codes are
 * drawn as u³ · size, so that a few are frequent and most are rare, as ids are; with `aliCcpRows` columns of Ali-CCP's sizes, whose
 * k-th code is drawn in proportion to k^−1.05 (Zipf).
 */
export function funnel(rows: number, impressions = 200_000): Dataset {
  const random = randomStream(1, `funnel ${rows}`);
  const fields = 23;
  const even = Array.from(
    { length: fields },
    (_, field) => Math.floor(rows / fields) + (field < rows % fields ? 1 : 0),
  );
  const sizes = rows === aliCcpRows ? aliCcpSizes : even;
  const columns = sizes.map((size, field): CategoricalColumn => {
    return { kind: 'categorical', name: `field ${field}`, values: new Array<string>(size).fill('') };
  });
  const click = Float32Array.from({ length: impressions }, () => (random.uniform() < 0.3 ? 1 : 0));
  const train: Rows = {
    columns,
    length: impressions,
    numeric: [],
    categorical: sizes.map((size) => {
      const draw = rows === aliCcpRows ? zipf(size) : (u: number) => Math.floor(u ** 3 * size);
      return Int32Array.from({ length: impressions }, () => draw(random.uniform()));
    }),
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

/** Turns a uniform number into one of `size` codes, of which the k-th comes in proportion to k^−1.05. */
function zipf(size: number): (u: number) => number {
  const upTo = new Float64Array(size);
  for (let code = 0, sum = 0; code < size; code++) {
    sum += (code + 1) ** -1.05;
    upTo[code] = sum;
  }
  return (u) => {
    const wanted = u * upTo[size - 1];
    let [low, high] = [0, size - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (upTo[middle] > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
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
  const about = { numeric: numeric.length, categorical: sizes.length, ones: sizes.reduce((a, b) => a + b, 0), sizes };
  await writeFile(join(folder, 'census.json'), JSON.stringify(about));
  for (const rows of funnelRows) {
    const data = funnel(rows);
    const sizes = sizesOf(data.features.columns as CategoricalColumn[]);
    await write(`funnel-${rows}.codes`, codesByRow(data.train, sizes));
    await writeFile(join(folder, `funnel-${rows}.json`), JSON.stringify({ sizes }));
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

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rows } from '../../kernel/multitask/data/dataset.ts';
import { pickRows } from '../../kernel/multitask/data/pick-rows.ts';
import type { Task } from '../../kernel/multitask/data/tasks.ts';
import { identifier, literal, withDuckDb } from '../../kernel/multitask/datasets/table/duckdb.ts';
import { type FitOptions, type Model, models } from '../../kernel/multitask/index.ts';
import { catalog } from '../../kernel/multitask/models/catalog.ts';
import { tableOf } from '../exports/feeds.ts';
import { mixedFeatures, randomRows } from '../support/random-rows.ts';

export const tasks: readonly Task[] = [
  { name: 'click', kind: 'binary' },
  { name: 'buy', kind: 'binary' },
  { name: 'spent', kind: 'numeric', mean: 3, sd: 2 },
];

/** Rows with columns of every kind, values that are missing or unseen, and labels that are not observed. */
export function manyRows(length: number): Rows {
  const rows = randomRows(length, 5);
  const spent = Float32Array.from(rows.numeric[1], (price, i) => (i % 9 === 0 ? Number.NaN : 1 + 2 * price));
  return { ...rows, labels: { ...rows.labels, spent } };
}

/** A model without kinks, across which the last bit of a number decides. */
export function smoothModel(name: 'mmoe' | 'ple'): Model {
  const build = catalog[name].build(mixedFeatures, { embedding: 3 });
  return models.define(name, mixedFeatures, tasks, (given, b) =>
    build(given, {
      ...b,
      dense: (input, units, options) => b.dense(input, units, { ...options, activation: 'tanh' }),
      activate: (input, activation, options) => b.activate(input, activation === 'relu' ? 'tanh' : activation, options),
    }),
  );
}

/** How a run is trained whose numbers are compared: in the order of the files. */
export const inOrder = {
  batchSize: 64,
  shuffle: false,
  average: 'observed',
  loss: 'log-loss',
  taskWeights: { buy: 2 },
  l2: 1e-4,
  clipNorm: 1,
  learningRate: { initial: 1e-3, decay: { kind: 'cosine', steps: 80 } },
} as const satisfies FitOptions;

/** Writes rows as Parquet, so many rows a file, as a person has them. */
export async function writeParquet(folder: string, rows: Rows, rowsOfFile: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const kinds = { numeric: 'DOUBLE', categorical: 'VARCHAR', list: 'VARCHAR[]' } as const;
  const types = [
    ...rows.columns.map(({ name, kind }) => [name, kinds[kind]] as const),
    ...Object.keys(rows.labels).map((name) => [name, 'DOUBLE'] as const),
  ];
  const columns = types.map(([name, type]) => `${identifier(name)}: ${literal(type)}`).join();
  await withDuckDb(async (database) => {
    for (let first = 0, file = 0; first < rows.length; first += rowsOfFile, file++) {
      const own = Uint32Array.from({ length: Math.min(rowsOfFile, rows.length - first) }, (_, i) => first + i);
      const part = pickRows(rows, own);
      const labels = Object.entries(part.labels).map(([task, values]) => [
        task,
        Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
      ]);
      const table = Object.entries<unknown[]>({ ...tableOf(part), ...Object.fromEntries(labels) });
      const lines = Array.from(own, (_, row) =>
        JSON.stringify(Object.fromEntries(table.map(([name, values]) => [name, values[row]]))),
      );
      const json = join(folder, 'rows.json');
      await writeFile(json, lines.join('\n'));
      const target = join(folder, `part-${String(file).padStart(2, '0')}.parquet`);
      await database.run(
        `COPY (SELECT * FROM read_json(${literal(json)}, format = 'newline_delimited', columns = {${columns}})) TO ${literal(target)} (FORMAT parquet, ROW_GROUP_SIZE 2048)`,
      );
      await rm(json);
    }
  });
}

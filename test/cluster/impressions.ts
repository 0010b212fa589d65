import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { literal, withDuckDb } from '../../kernel/multitask/datasets/table/duckdb.ts';

/** Columns of impressions, beside `id`: what a model of them is made of. */
export const impressions = {
  numeric: Array.from({ length: 8 }, (_, i) => `n${i}`),
  categorical: ['city', 'device', 'category'],
  tasks: { click: 'binary', buy: 'binary' },
} as const;

/**
 * Writes generated impressions as Parquet files of equally many rows, the same each time: numbers, three columns of categories, two labels that
 * hang on them, and `id`, which counts all rows.
 *
 * @param folder gets `part-00.parquet` and so on.
 */
export async function writeImpressions(folder: string, rows: number, files: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const unit = (salt: string) => `(hash(id, ${literal(salt)}) >> 11)::DOUBLE / 9007199254740992`;
  const numbers = impressions.numeric.map((name) => `2 * ${unit(name)} - 1 AS ${name}`);
  const kinds = { city: 100, device: 5, category: 30 };
  const categories = Object.entries(kinds).map(
    ([name, count]) => `'${name}-' || hash(id, '${name}') % ${count} AS ${name}`,
  );
  const chance = '1 / (1 + exp(2 - 2 * n0 - n1 * n2 - (hash(category) % 5) / 4))';
  await withDuckDb(async (database) => {
    const each = Math.ceil(rows / files);
    for (let file = 0; file < files; file++) {
      const columns = ['id', ...numbers, ...categories].join(', ');
      const ids = `range(${file * each}, ${Math.min(rows, (file + 1) * each)}) AS ids(id)`;
      const labels = `(${unit('click')} < ${chance})::INTEGER AS click, (click = 1 AND ${unit('buy')} < .3 + .2 * n3)::INTEGER AS buy`;
      const path = join(folder, `part-${String(file).padStart(2, '0')}.parquet`);
      await database.run(
        `COPY (SELECT *, ${labels} FROM (SELECT ${columns} FROM ${ids})) TO ${literal(path)} (FORMAT parquet, ROW_GROUP_SIZE 50000)`,
      );
    }
  });
}

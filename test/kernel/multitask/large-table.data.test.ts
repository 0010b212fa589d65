import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { datasets, models } from '../../../kernel/multitask/index.ts';

test('a Parquet file of five million rows trains in bounded memory', { timeout: 600_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'multitask-large-'));
  try {
    const file = join(folder, 'large.parquet');
    const instance = await DuckDBInstance.create(':memory:', { memory_limit: '300MB' });
    const connection = await instance.connect();
    // Clicks depend on `a`, purchases on the item.
    await connection.run(`COPY (
      SELECT *, (random() < 1 / (1 + exp(2 - a)))::INT AS click, (random() < 0.02 + 0.1 * (item % 2))::INT AS buy
      FROM (SELECT (random() * 6 - 3)::FLOAT AS a, (random() * 500)::INT AS visitor, (random() * 3000)::INT AS item FROM range(5000000))
    ) TO '${file}' (FORMAT parquet)`);
    connection.closeSync();
    instance.closeSync();

    const before = process.memoryUsage().rss;
    let highest = before;
    const watch = setInterval(() => {
      highest = Math.max(highest, process.memoryUsage().rss);
    }, 20);
    const large = await datasets.table(file, {
      tasks: { click: 'binary', buy: 'binary' },
      numeric: ['a'],
      categorical: ['visitor', 'item'],
      validation: 0.01,
      stream: true,
    });
    const model = models.mmoe(large.features, large.tasks);
    const run = await model.fit(large.train, { batchSize: 1024, validation: large.validation });
    clearInterval(watch);
    const megabytes = (highest - before) / 2 ** 20;
    console.log(
      `${large.train.length} rows in ${run.seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB above the start`,
    );
    expect(run.steps).toBe(Math.ceil(large.train.length / 1024));
    // The rows alone are 5,000,000 × (4 + 2 + 2 + 8) bytes = 76 MB; twice that, DuckDB's buffers and the trainer's memory.
    expect(megabytes).toBeLessThan(500);
    expect(run.history[0].validation?.click.auc).toBeGreaterThan(0.75);
    expect(run.history[0].validation?.buy.auc).toBeGreaterThan(0.6);
  } finally {
    await rm(folder, { recursive: true });
  }
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { literal, withDuckDb } from '../../kernel/multitask/datasets/table/duckdb.ts';
import { createMultitask } from '../../kernel/multitask/index.ts';
import { head, pidsOf, worker } from './hosts.ts';
import { impressions, writeImpressions } from './impressions.ts';

const url = process.env.MULTITASK_RAY ?? expect.fail('npm run test:cluster makes the cluster');
const rows = 1_000_000;
const files = 20;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'multitask-scoring-'));
  await writeImpressions(join(folder, 'rows'), rows, files);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Megabytes of memory of each process that scores, by host. */
function memoryOfScorers(): { readonly host: string; readonly pid: number; readonly megabytes: number }[] {
  return [head, worker].flatMap((host) =>
    pidsOf(host).flatMap((pid) => {
      try {
        if (!/^ray::.*score_part/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))) return [];
        const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
        return kilobytes === undefined ? [] : [{ host, pid, megabytes: Number(kilobytes) / 1024 }];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    }),
  );
}

test('a million rows on two hosts: every row once, as here, in memory that does not grow with the rows', async () => {
  const seen: { readonly done: number; readonly host: string; readonly megabytes: number }[] = [];
  let done = 0;
  const look = () => void seen.push(...memoryOfScorers().map((each) => ({ ...each, done })));
  const { clusters, datasets, models, remote } = createMultitask({
    warn: () => {},
    progress: () => ({
      set value(scored: number) {
        done = scored;
        look();
      },
      done: () => {},
    }),
  });
  const { numeric, categorical, tasks } = impressions;
  const first = join(folder, 'rows/part-00.parquet');
  const sample = await datasets.table(first, { numeric, categorical, tasks });
  const model = models.mmoe(sample.features, sample.tasks, { experts: 4, seed: 1 });
  const output = join(folder, 'scores');
  const watching = setInterval(look, 500);
  const scores = await model
    .predict(remote(join(folder, 'rows/*.parquet')), { on: clusters.ray(url), output, keys: ['id'] })
    .finally(() => clearInterval(watching));
  expect(scores).toMatchObject({ rows, files, kept: { rows: 0, files: 0 } });
  const [click] = scores.columns.filter((name) => name !== 'id');
  await withDuckDb(async (database) => {
    const all = `read_parquet(${literal(join(output, '*.parquet'))})`;
    const [found] = await database.rows(
      `SELECT count(*)::INTEGER AS rows, count(DISTINCT id)::INTEGER AS ids, min(id)::INTEGER AS first, max(id)::INTEGER AS last FROM ${all}`,
    );
    expect(found).toEqual({ rows, ids: rows, first: 0, last: rows - 1 });
    const here = await model.predict(sample.train);
    const there = await database.rows(
      `SELECT "${click}" AS score FROM read_parquet(${literal(join(output, 'part-00-0000.parquet'))}) ORDER BY id`,
    );
    const largest = there.reduce((most, { score }, i) => Math.max(most, Math.abs(Number(score) - here[click][i])), 0);
    expect(there).toHaveLength(rows / files);
    expect(largest).toBeLessThan(1e-5);
  });
  // A process that scores has PyTorch in its memory, and one part of the rows.
  const most = (looks: typeof seen) => Math.max(...looks.map(({ megabytes }) => megabytes));
  expect(most(seen)).toBeLessThan(1200);
  expect(most(seen)).toBeLessThan(most(seen.filter(({ done }) => done <= rows / 2)) + 32);
  expect(new Set(seen.map(({ host }) => host))).toEqual(new Set([head, worker]));
});

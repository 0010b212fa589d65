import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { clusters, datasets, models, remote } from '../../kernel/multitask/index.ts';
import { type ObjectStore, openObjectStore } from '../../kernel/multitask/object-store/index.ts';
import { headAddress, until } from './hosts.ts';
import { impressions, writeImpressions } from './impressions.ts';

const url = process.env.MULTITASK_RAY ?? expect.fail('npm run test:cluster makes the cluster');
const python = process.env.MULTITASK_RAY_PYTHON ?? '';
/** Of a server that speaks like S3, as both hosts see it. */
const port = 9000;
const asked = {
  AWS_ENDPOINT_URL: `http://${headAddress}:${port}`,
  AWS_ACCESS_KEY_ID: 'key',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_EC2_METADATA_DISABLED: 'true',
};
const { numeric, categorical, tasks } = impressions;
let server: ChildProcess;
let store: ObjectStore;

beforeEach(() => {
  for (const [name, value] of Object.entries(asked)) vi.stubEnv(name, value);
});
afterEach(() => vi.unstubAllEnvs());

beforeAll(async () => {
  const serve = 'import sys; from moto.server import main; main(sys.argv[1:])';
  server = spawn(python, ['-c', serve, '-H', headAddress, '-p', `${port}`], { stdio: 'ignore' });
  const bucket = ['-sf', '-X', 'PUT', `${asked.AWS_ENDPOINT_URL}/log`];
  await until(() => execFileSync('curl', bucket) !== undefined, 60);
  for (const [name, value] of Object.entries(asked)) vi.stubEnv(name, value);
  store = await openObjectStore('the test', 's3://log/');
  const folder = mkdtempSync(join(tmpdir(), 'multitask-bucket-'));
  await writeImpressions(folder, 20_000, 4);
  for (const file of readdirSync(folder)) await store.putFile(`day 1/${file}`, join(folder, file));
  rmSync(folder, { recursive: true });
});
afterAll(() => {
  store.close();
  server.kill();
});

const keys = async (prefix: string) => (await store.list(prefix)).map(({ key }) => key);

test('rows, storage and scores in a bucket: trained and scored there, sampled here, and nothing else is left in it', async () => {
  const sample = await datasets.table('s3://log/day 1/part-00.parquet', { numeric, categorical, tasks });
  const model = models.mmoe(sample.features, sample.tasks, { experts: 2, seed: 1 });
  const on = clusters.ray(url, { storage: 's3://log/runs', env: asked });
  const rows = remote('s3://log/day 1/*.parquet');
  const run = await model.fit(rows, { on, epochs: 2, batchSize: 256, validation: sample.train, plot: false });
  expect(run).toMatchObject({ state: 'finished', epochs: 2 });
  expect(run.history[1].validation?.click?.auc).toBeGreaterThan(0.6);
  expect((await keys('runs/')).filter((key) => !key.endsWith('/'))).toEqual([]);

  const scores = await model.predict(rows, { on, output: 's3://log/scores', keys: ['id'] });
  expect(scores).toMatchObject({ rows: 20_000, files: 4 });
  const written = (await keys('scores/')).filter((key) => !key.endsWith('/'));
  expect(written).toEqual(
    ['_multitask.json', ...[0, 1, 2, 3].map((i) => `part-0${i}-0000.parquet`)].map((name) => `scores/${name}`),
  );
  const read = await datasets.table('s3://log/scores/part-01-*.parquet', {
    numeric: scores.columns.slice(1),
    tasks: { id: 'numeric' },
  });
  expect(read.train.length).toBe(5000);
});

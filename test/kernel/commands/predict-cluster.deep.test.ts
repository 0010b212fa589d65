import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { datasets, models } from '../../../kernel/multitask/index.ts';
import { commandLine } from '../../support/command-line.ts';
import { fakeRay } from '../../support/fake-ray.ts';

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'multitask-scores-'));
  const { features, tasks } = datasets.correlatedTasks({ rows: 20, labels: 'binary', seed: 1 });
  await models.mmoe(features, tasks, { experts: 2 }).save(join(folder, 'model'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('predict --rows PATH --cluster URL scores on a cluster; an interrupt stops the job', async () => {
  await using fake = await fakeRay('hush');
  const env = { ...process.env, RAY_AUTH_TOKEN: 'hush' };
  const rows = ['predict', 'model', '--rows', '/mnt/log/*.parquet'];
  const scored = [...rows, '--cluster', fake.url, '--output', '/nowhere/scores', '--keys', 'user,item'];
  fake.onSubmit = (job) => {
    const kept = { rows: 0, files: 0 };
    const told = [{ kind: 'found', rows: 3000, files: 2, kept }, { kind: 'done' }];
    Object.assign(job, {
      state: 'SUCCEEDED',
      log: told.map((each) => `@multitask ${JSON.stringify(each)}\n`).join(''),
    });
  };
  const done = await commandLine(scored, { cwd: folder, env });
  expect(done).toMatchObject({ code: 0, stderr: expect.stringContaining('Scoring on the Ray cluster at') });
  expect(done.stdout).toMatch(/^3,000 rows of user, item, .+ in 2 files in \/nowhere\/scores\n$/);

  fake.onSubmit = (job) => void Object.assign(job, { state: 'RUNNING' });
  let isStopped = false;
  const onText = (text: string, pid: number) => {
    if (!isStopped && text.includes('Scoring on')) isStopped = process.kill(pid, 'SIGINT');
  };
  expect(await commandLine(scored, { cwd: folder, env, onText })).toMatchObject({
    code: 130,
    stderr: expect.stringContaining('files that are scored stay'),
  });
  expect(fake.jobs.size).toBe(0);

  const lacking = ['predict', 'model', '--cluster', fake.url, '--output', '/nowhere/scores'];
  expect(await commandLine(lacking, { cwd: folder, env })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--cluster needs --rows'),
  });
});

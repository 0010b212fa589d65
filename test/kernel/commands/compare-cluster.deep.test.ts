import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { fakeRay } from '../../support/fake-ray.ts';
import { playTrials } from '../../support/played-trials.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'multitask-compare-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('compare --cluster URL has the trials trained there, with the numbers of here', async () => {
  await using fake = await fakeRay('hush');
  const played = playTrials(fake, folder);
  const env = { ...process.env, RAY_AUTH_TOKEN: 'hush' };
  const storage = join(folder, 'storage');
  const command = ['compare', 'mmoe,single-task', '--data', 'correlated-tasks', '--seeds', '1', '--json'];
  const there = [...command, '--cluster', fake.url, '--storage', storage, '--workers', '1'];
  const [here, done] = [await commandLine(command, { cwd: folder }), await commandLine(there, { cwd: folder, env })];
  expect(done).toMatchObject({ code: 0, stderr: expect.stringContaining('Trials run on the Ray cluster at') });
  const numbers = (text: string) => JSON.parse(text).trials.map((trial: object) => ({ ...trial, seconds: 0 }));
  expect(numbers(done.stdout)).toEqual(numbers(here.stdout));
  expect(played.pieces).toHaveLength(2);
  expect([fake.jobs.size, ...readdirSync(storage)]).toEqual([0]);

  expect(await commandLine([...command, '--storage', storage], { cwd: folder, env })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--storage needs --cluster'),
  });
});
